"""What changes from one estimate to another, item by item; a price that is missing on a side is no saving."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from math import fsum
from typing import Any

from stackwright.pricing.model import Estimate, LineItem, Range

Name = tuple[str, str]
"""Type and logical name of a resource."""
_CENT = 0.005
"""Less than this a month is no change."""


class Doubt(StrEnum):
    """What is to be said of a difference."""

    NONE = "exact"
    SOME = "of what has a price"
    """Something has no price before and after, and may cost something else than it did."""
    ALL = "unknown"
    """A price is missing on one side only: what is left is no difference."""


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One dimension of one resource before and after; a side is None where there is none."""

    before: LineItem | None
    after: LineItem | None
    comparable: bool = True
    """False where another item of the resource has no price, so that this one may only be a part moved there."""

    @property
    def item(self) -> LineItem:
        """The later side that there is."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def doubt(self) -> Doubt:
        """Whether the difference is known."""
        known = [side.known for side in (self.before, self.after) if side]
        if all(known) and self.comparable:
            return Doubt.NONE
        return Doubt.SOME if len(known) == 2 and not any(known) else Doubt.ALL

    @property
    def difference(self) -> Range:
        """Cost after less the cost before; nothing where that is not known."""
        if self.doubt is not Doubt.NONE:
            return Range.of(0)
        return _less(_cost(self.after), _cost(self.before))

    @property
    def by_quantity(self) -> float:
        """Part of the expected difference that comes of another quantity, at the rate of before."""
        if self.doubt is not Doubt.NONE or not (self.before and self.after):
            return self.difference.expected
        return (_quantity(self.after) - _quantity(self.before)) * (self.before.unit_price or 0.0)

    @property
    def by_rate(self) -> float:
        """The rest of it: another rate, for the quantity of after."""
        return self.difference.expected - self.by_quantity

    @property
    def matters(self) -> bool:
        """It costs something else, or that cannot be told."""
        difference = self.difference
        moved = max(abs(difference.low), abs(difference.expected), abs(difference.high)) >= _CENT
        return moved or self.doubt is Doubt.ALL or (self.doubt is Doubt.SOME and self._differs)

    @property
    def _differs(self) -> bool:
        one, other = self.before, self.after
        return not one or not other or (one.dimension, one.quantity) != (other.dimension, other.quantity)

    def to_json(self) -> dict[str, Any]:
        """The change as `cost --diff --json` writes it."""
        return {
            "urn": self.item.urn,
            "component": self.item.component,
            "before": _side_json(self.before),
            "after": _side_json(self.after),
            "difference": round(self.difference.expected, 2) if self.doubt is Doubt.NONE else None,
            "by_quantity": round(self.by_quantity, 2) if self.doubt is Doubt.NONE else None,
            "by_rate": round(self.by_rate, 2) if self.doubt is Doubt.NONE else None,
            "certainty": self.doubt.value,
        }


@dataclass(frozen=True)
class Changes:
    """Items that belong together: those of a component, or of a stack."""

    name: str
    items: tuple[ItemChange, ...]

    @cached_property
    def before(self) -> Range | None:
        """Cost before of what has a price; None where there was nothing."""
        return _sum(item.before for item in self.items)

    @cached_property
    def after(self) -> Range | None:
        """Cost after of what has a price; None where nothing is left."""
        return _sum(item.after for item in self.items)

    @cached_property
    def difference(self) -> Range:
        """Sum of the differences that are known."""
        found = [item.difference for item in self.items]
        return Range(*(fsum(getattr(each, bound) for each in found) for bound in ("low", "expected", "high")))

    @cached_property
    def doubt(self) -> Doubt:
        """The worst doubt about an item."""
        found = {item.doubt for item in self.items}
        return next((doubt for doubt in (Doubt.ALL, Doubt.SOME) if doubt in found), Doubt.NONE)

    @property
    def at_least(self) -> tuple[bool, bool]:
        """Whether something has no price, before and after."""
        return _lacks(item.before for item in self.items), _lacks(item.after for item in self.items)

    @cached_property
    def moved(self) -> Sequence[ItemChange]:
        """Items that cost something else, the greatest change first; those that cannot be told before all."""
        found = [item for item in self.items if item.matters]
        return sorted(found, key=lambda one: (one.doubt is not Doubt.ALL, -abs(one.difference.expected), one.item.urn))

    def to_json(self) -> dict[str, Any]:
        """The sums, without the items."""
        lacks = self.at_least
        return {
            "name": self.name,
            "before": {**self.before.to_json(2), "at_least": lacks[0]} if self.before else None,
            "after": {**self.after.to_json(2), "at_least": lacks[1]} if self.after else None,
            "difference": self.difference.to_json(2) if self.doubt is not Doubt.ALL else None,
            "certainty": self.doubt.value,
        }


@dataclass(frozen=True)
class Change(Changes):
    """All items of two estimates."""

    @cached_property
    def components(self) -> Sequence[Changes]:
        """Items by component, the greatest change first; a resource outside of any is its own."""
        groups: dict[str, list[ItemChange]] = {}
        for item in self.items:
            groups.setdefault(item.item.component or " ".join(name_in(item.item.urn)), []).append(item)
        found = [Changes(name, tuple(items)) for name, items in groups.items()]
        return sorted(found, key=lambda one: (-abs(one.difference.expected), one.doubt is not Doubt.ALL, one.name))

    def to_json(self) -> dict[str, Any]:
        """The `change` of `cost --diff --json`."""
        total = super().to_json()
        del total["name"]
        components = [one.to_json() for one in self.components]
        return {**total, "components": components, "items": [item.to_json() for item in self.moved]}


def change(before: Estimate, after: Estimate, *, prefixes: tuple[str, str] = ("", "")) -> Change:
    """What changes from `before` to `after`; `prefixes` start the names of each and say nothing of a resource."""
    one, other = _by_resource(before.items, prefixes[0]), _by_resource(after.items, prefixes[1])
    names = dict.fromkeys((*one, *other))
    return Change("", tuple(item for name in names for item in _paired(one.get(name, ()), other.get(name, ()))))


def name_in(urn: str) -> Name:
    """(`Bucket`, `data`) of a URN."""
    parts = urn.split("::", 3)
    return (parts[2].rpartition(":")[2], parts[3]) if len(parts) == 4 else ("", urn)


def _by_resource(items: Iterable[LineItem], prefix: str) -> Mapping[Name, Sequence[LineItem]]:
    found: dict[Name, list[LineItem]] = {}
    for item in items:
        parts = item.urn.split("::", 3)
        token, name = (parts[2].rpartition("$")[2], parts[3]) if len(parts) == 4 else ("", item.urn)
        found.setdefault((token, name.removeprefix(prefix)), []).append(item)
    return found


def _paired(before: Sequence[LineItem], after: Sequence[LineItem]) -> Iterator[ItemChange]:
    """Items of one resource: those of one dimension, then those of machines, whose dimension names the type."""
    rest = list(before), list(after)
    pairs = [*_matched(rest, lambda item: (item.dimension, item.unit)), *_matched(rest, _machine)]
    yield from (ItemChange(*pair) for pair in pairs)
    # a resource that is there on both sides, and has no price for all of it on one, moves between dimensions
    moves = bool(before and after) and not all(item.known for item in (*rest[0], *rest[1]))
    for one in rest[0]:
        yield ItemChange(one, None, comparable=not moves)
    for one in rest[1]:
        yield ItemChange(None, one, comparable=not moves)


def _matched(
    rest: tuple[list[LineItem], list[LineItem]], key: Callable[[LineItem], object]
) -> Iterator[tuple[LineItem, LineItem]]:
    """Pairs of one key, taken out of `rest`."""
    for one in list(rest[0]):
        other = next((each for each in rest[1] if key(one) is not None and key(each) == key(one)), None)
        if other is not None:
            rest[0].remove(one)
            rest[1].remove(other)
            yield one, other


def _machine(item: LineItem) -> tuple[str, str] | None:
    return (item.unit, item.term or "") if item.machine else None


def _cost(item: LineItem | None) -> Range:
    return (item.cost if item else None) or Range.of(0)


def _quantity(item: LineItem) -> float:
    return item.quantity.expected if item.quantity else 0.0


def _less(one: Range, other: Range) -> Range:
    return Range(one.low - other.low, one.expected - other.expected, one.high - other.high)


def _sum(items: Iterable[LineItem | None]) -> Range | None:
    found = [_cost(item) for item in items if item]
    if not found:
        return None
    return Range(*(fsum(getattr(each, bound) for each in found) for bound in ("low", "expected", "high")))


def _lacks(items: Iterable[LineItem | None]) -> bool:
    return any(item is not None and not item.known for item in items)


def _side_json(item: LineItem | None) -> dict[str, Any] | None:
    if item is None:
        return None
    cost = item.cost
    return {
        "dimension": item.dimension,
        "quantity": item.quantity.to_json() if item.quantity else None,
        "unit": item.unit,
        "unit_price": item.unit_price,
        "cost": cost.to_json(2) if cost and item.known else None,
        "status": item.status.value,
        "as_of": item.as_of or None,
        "reason": item.note or None if not item.known else None,
    }
