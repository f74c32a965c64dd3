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
    over_month: bool
    """The month is over its limit."""
    unpriced: tuple[tuple[str, str], ...]
    """(URN, reason) of what has no price and is not allowed to have none."""
    coverage: float
    low_coverage: bool
    basis: str = "expected"
    """Which figure of the estimate is compared with the limit."""
    peak_hour: float = 0.0
    """Cost of an hour with every node running."""
    hourly_limit: float | None = None
    over_hour: bool = False
    """An hour with every node running is over its limit."""

    @property
    def over_budget(self) -> bool:
        """One of the limits is passed."""
        return self.over_month or self.over_hour

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
    hourly_usd: float | None = None,
    basis: str = "expected",
    allowed_unpriced: Sequence[str] = (),
    min_coverage: float = 0.0,
) -> GateResult:
    """Judge `estimate` against `monthly_usd` on `basis` (`low`, `expected` or `high`), its dearest hour `hourly_usd`.

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
        over_month=_over(amounts[basis], monthly_usd),
        unpriced=missing,
        coverage=estimate.coverage,
        low_coverage=estimate.coverage < min_coverage,
        basis=basis,
        peak_hour=estimate.peak_hour,
        hourly_limit=hourly_usd,
        over_hour=_over(estimate.peak_hour, hourly_usd),
    )


def _over(amount: float, limit: float | None) -> bool:
    return limit is not None and round(amount, 2) > limit


def _allowed(urn: str, entries: Sequence[str]) -> bool:
    parts = urn.split("::", 3)
    token = parts[2].rpartition("$")[2] if len(parts) == 4 else ""
    name = parts[3] if len(parts) == 4 else ""
    return any(entry in (urn, token) or (name and fnmatchcase(name, entry)) for entry in entries)
