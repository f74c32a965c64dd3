"""The cost gate: over the budget, without a price, or covered too little."""

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from stackwright.pricing.model import Estimate


@dataclass(frozen=True, slots=True)
class GateResult:
    """What the gate found."""

    amount: float
    """Cost a month on the gate's basis; a lower bound when `at_least`."""
    limit: float | None
    at_least: bool
    over_budget: bool
    unpriced: tuple[tuple[str, str], ...]
    """(URN, reason) of what has no price and is not allowed to have none."""
    coverage: float
    low_coverage: bool
    basis: str = "expected"
    """Which figure of the estimate is compared with the limit."""

    @property
    def passed(self) -> bool:
        """Nothing was found."""
        return not (self.over_budget or self.unpriced or self.low_coverage)

    @property
    def exit_code(self) -> int:
        """0 when passed, 1 over the budget, 3 when nothing is worse than a missing price."""
        if self.over_budget:
            return 1
        return 0 if self.passed else 3


def gate(
    estimate: Estimate,
    *,
    monthly_usd: float | None,
    basis: str = "expected",
    allowed_unpriced: Sequence[str] = (),
    min_coverage: float = 0.0,
) -> GateResult:
    """Judge `estimate` against `monthly_usd` on `basis` (`low`, `expected` or `high`).

    An entry of `allowed_unpriced` is a type token, a URN, or a logical name in which `*` stands for anything.
    """
    amounts = {"low": estimate.low, "expected": estimate.expected, "high": estimate.high}
    if basis not in amounts:
        raise ValueError(f"`{basis}` is not a basis: use low, expected or high")
    missing = tuple(each for each in estimate.unpriced if not _allowed(each[0], allowed_unpriced))
    return GateResult(
        amount=amounts[basis],
        limit=monthly_usd,
        at_least=estimate.at_least,
        over_budget=monthly_usd is not None and round(amounts[basis], 2) > monthly_usd,
        unpriced=missing,
        coverage=estimate.coverage,
        low_coverage=estimate.coverage < min_coverage,
        basis=basis,
    )


def _allowed(urn: str, entries: Sequence[str]) -> bool:
    parts = urn.split("::", 3)
    token = parts[2].rpartition("$")[2] if len(parts) == 4 else ""
    name = parts[3] if len(parts) == 4 else ""
    return any(entry in (urn, token) or (name and fnmatchcase(name, entry)) for entry in entries)
