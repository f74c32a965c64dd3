"""How old the prices behind an estimate are; the caller says what day it is."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from stackwright.pricing.model import Estimate

OLD_DAYS: Final = 90
"""Days after which prices are worth a word."""
TOO_OLD_DAYS: Final = 365
"""Days after which a strict judgement refuses them."""


def days_between(as_of: str, today: date) -> int:
    """Days from `as_of` to `today`, 0 for a day that is still to come."""
    return max((today - date.fromisoformat(as_of)).days, 0)


def age(estimate: Estimate, today: date) -> int:
    """Days since the oldest price that the estimate uses; 0 where it uses none."""
    return days_between(estimate.as_of, today) if estimate.as_of else 0


def told(estimate: Estimate, today: date) -> str:
    """One line about prices that are old, empty where none are."""
    days = age(estimate, today)
    return f"prices up to {days:,} days old: stackwright prices refresh" if days > OLD_DAYS else ""


def too_old(estimate: Estimate, today: date) -> Mapping[str, int]:
    """Resources with a price that a strict judgement refuses, and its days."""
    found: dict[str, int] = {}
    for item in estimate.items:
        if item.as_of and (days := days_between(item.as_of, today)) > TOO_OLD_DAYS:
            found[item.urn] = max(days, found.get(item.urn, 0))
    return found
