"""What an estimate is made of: ranges, line items, and totals that never hide what has no price."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

HOURS = 730
"""Hours of a month, as every cloud's own calculator counts them."""


class Status(StrEnum):
    """What is known of a line item's price."""

    PRICED = "priced"
    FREE = "free"
    UNPRICED = "unpriced"
    UNKNOWN_INPUT = "unknown-input"
    """The quantity is only known after deployment."""


class Term(StrEnum):
    """How the hours of a machine are bought."""

    ON_DEMAND = "on-demand"
    SPOT = "spot"
    RESERVED = "reserved"
    """Committed for a year without paying ahead: a reserved instance, a committed use, a reservation."""
    RESERVED_3Y = "reserved-3y"
    CAPACITY_BLOCK = "capacity-block"
    """A window of days that was bought whole."""


class Basis(StrEnum):
    """Where a quantity comes from: the graph itself, or a usage profile."""

    PROVISIONED = "provisioned"
    ASSUMED = "assumed usage"


@dataclass(frozen=True, slots=True)
class Range:
    """A figure with its bounds."""

    low: float
    expected: float
    high: float

    @classmethod
    def of(cls, value: float) -> "Range":
        """A range that is one value."""
        return cls(value, value, value)

    def __mul__(self, factor: "float | Range") -> "Range":
        by = factor if isinstance(factor, Range) else Range.of(factor)
        return Range(self.low * by.low, self.expected * by.expected, self.high * by.high)

    def above(self, floor: float, ceiling: float = math.inf) -> "Range":
        """What exceeds `floor`, up to `ceiling`, never negative."""
        low, expected, high = (max(0, min(each, ceiling) - floor) for each in (self.low, self.expected, self.high))
        return Range(low, expected, high)

    def to_json(self, digits: int = 6) -> dict[str, float]:
        """The three figures, rounded."""
        return {
            "low": round(self.low, digits),
            "expected": round(self.expected, digits),
            "high": round(self.high, digits),
        }


@dataclass(frozen=True, slots=True)
class LineItem:
    """One priced (or named, when it has no price) dimension of one resource, per month."""

    urn: str
    component: str
    """Logical name of the outermost component around the resource; empty at the top level."""
    dimension: str
    quantity: Range | None
    """None when it is only known after deployment."""
    unit: str
    unit_price: float | None
    """None when no dated price is known; 0 only when the thing is known to be free."""
    status: Status
    basis: Basis = Basis.PROVISIONED
    source: str = ""
    as_of: str = ""
    note: str = ""
    """Assumption behind the figure, or the reason why there is none."""
    currency: str = "USD"
    machine: str = ""
    """Machine type, where the item is hours of one."""
    term: Term | None = None
    """How those hours are bought."""
    machines: Range | None = None
    """How many of them run at once."""
    seller: str = ""
    """Service that sells them on demand, as the price table calls it."""
    waits_for: str = ""
    """Property whose value has to be known first, where that is why there is no price."""

    @property
    def cost(self) -> Range | None:
        """Cost a month, None when it is not known."""
        if self.quantity is None or self.unit_price is None:
            return None
        return self.quantity * self.unit_price

    @property
    def known(self) -> bool:
        """The cost is known, 0 included."""
        return self.status not in (Status.UNPRICED, Status.UNKNOWN_INPUT)

    def to_json(self) -> dict[str, Any]:
        """The item as `plan --json` prints it."""
        return {
            "urn": self.urn,
            "component": self.component,
            "dimension": self.dimension,
            "quantity": self.quantity.to_json() if self.quantity else None,
            "unit": self.unit,
            "unit_price": self.unit_price,
            "currency": self.currency,
            "status": self.status.value,
            "basis": self.basis.value,
            "machine": self.machine or None,
            "term": self.term.value if self.term else None,
            "source": self.source,
            "as_of": self.as_of,
        }


@dataclass(frozen=True)
class Estimate:
    """Monthly cost of one graph."""

    items: tuple[LineItem, ...]
    assumptions: tuple[str, ...] = ()
    """What was assumed, in plain words, each said once."""
    currency: str = "USD"

    @cached_property
    def total(self) -> Range:
        """Sum of what has a price; at least this much where `unpriced` is not empty."""
        return _sum(item.cost for item in self.items if item.known)

    @property
    def low(self) -> float:
        """Least cost a month."""
        return self.total.low

    @property
    def expected(self) -> float:
        """Expected cost a month."""
        return self.total.expected

    @property
    def high(self) -> float:
        """Greatest cost a month."""
        return self.total.high

    @property
    def peak_hour(self) -> float:
        """Cost of an hour with every node running and the greatest use."""
        return self.high / HOURS

    @property
    def at_least(self) -> bool:
        """Something has no price, so the totals are lower bounds."""
        return bool(self.unpriced)

    @cached_property
    def coverage(self) -> float:
        """Share of the billable line items whose price is known; 1 when nothing is billable."""
        billable = [item for item in self.items if item.status is not Status.FREE]
        return sum(item.known for item in billable) / len(billable) if billable else 1.0

    @cached_property
    def unpriced(self) -> tuple[tuple[str, str], ...]:
        """(URN, reason) of everything without a price, in the graph's order."""
        return tuple(dict.fromkeys((item.urn, item.note) for item in self.items if not item.known))

    @cached_property
    def as_of(self) -> str:
        """Date of the oldest price that is used; empty when none is."""
        return min((item.as_of for item in self.items if item.as_of), default="")

    @cached_property
    def by_component(self) -> Mapping[str, Range]:
        """Cost a month of each component, the dearest first."""
        sums = _sums((item.component, item.cost) for item in self.items)
        return dict(sorted(sums.items(), key=lambda pair: (-pair[1].expected, pair[0])))

    @cached_property
    def by_urn(self) -> Mapping[str, Range]:
        """Cost a month of each resource, as far as it has a price."""
        return _sums((item.urn, item.cost) for item in self.items)

    def to_json(self) -> dict[str, Any]:
        """The `estimate` of `plan --json`."""
        return {
            "currency": self.currency,
            "period": "month",
            "as_of": self.as_of or None,
            **self.total.to_json(2),
            "peak_hour": round(self.peak_hour, 4),
            "coverage": round(self.coverage, 4),
            "items": [item.to_json() for item in self.items],
            "unpriced": [{"urn": urn, "reason": reason} for urn, reason in self.unpriced],
        }


def _sum(costs: Iterable[Range | None]) -> Range:
    known = [cost for cost in costs if cost]
    return Range(
        math.fsum(cost.low for cost in known),
        math.fsum(cost.expected for cost in known),
        math.fsum(cost.high for cost in known),
    )


def _sums(costs: Iterable[tuple[str, Range | None]]) -> dict[str, Range]:
    found: dict[str, list[Range]] = {}
    for name, cost in costs:
        if cost:
            found.setdefault(name, []).append(cost)
    return {name: _sum(each) for name, each in found.items()}
