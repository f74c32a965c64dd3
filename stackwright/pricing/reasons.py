"""Decisions that are a reason: types without a charge of their own, and types with one that nobody dated gives."""

from collections.abc import Iterable, Mapping

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem

Reasons = Mapping[str, tuple[str, ...]]
"""Types by reason."""


def by_type(reasons: Reasons) -> Mapping[str, str]:
    """Reason by type."""
    return {token: reason for reason, tokens in reasons.items() for token in tokens}


def free(reasons: Mapping[str, str]) -> Mapping[str, Decision]:
    """Decisions for types that cost nothing of their own."""
    return {token: _free(reason) for token, reason in reasons.items()}


def unpriced(reasons: Mapping[str, str]) -> Mapping[str, Decision]:
    """Decisions for types that cost something without a dated price."""
    return {token: _unpriced(reason) for token, reason in reasons.items()}


def _free(reason: str) -> Decision:
    def decide(bill: Bill) -> Iterable[LineItem]:
        return (bill.free(reason),)

    return decide


def _unpriced(reason: str) -> Decision:
    def decide(bill: Bill) -> Iterable[LineItem]:
        return (bill.unpriced("resource", reason),)

    return decide
