"""What changes in the price of a stack, as people read it: by component, and the items that move the most."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stackwright.blueprints.problems import shown
from stackwright.cli.console import fact, say, show
from stackwright.cli.cost_view import label
from stackwright.policies.reports.words import clean, counted, money, share, signed
from stackwright.pricing.change import Change, Changes, Doubt, ItemChange, name_in
from stackwright.pricing.model import HOURS, LineItem, Range

ITEMS = 4
"""Items of one component that are shown."""
_UNKNOWN = "unknown"


@dataclass(slots=True)
class _Line:
    """Items of which the same is said, such as those of three NAT gateways."""

    text: str
    number: int
    before: float | None
    after: float | None
    difference: float | None


def print_change(console: Console, change: Change) -> None:
    """The table, what stays the same, the bounds, and what cannot be told."""
    moved = [one for one in change.components if one.moved]
    if moved:
        show(console, change_table(change, moved))
    else:
        say(console, "the price does not change")
    same = sorted(shown(one.name) for one in change.components if not one.moved)
    if moved and same:
        say(console, f"the same: {', '.join(same)}", style="dim")
    console.print()
    fact(console, "change", summary(change))
    for bound in ("low", "high"):
        fact(console, bound, bounds(change, bound))
    for text in doubts(change):
        fact(console, "unpriced", text, "yellow")


def change_table(change: Change, components: Sequence[Changes]) -> Table:
    """Before, after and difference of each component with its items, and of the whole."""
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("", overflow="fold")
    for name in ("before", "after", "difference", ""):
        table.add_column(name, justify="right", no_wrap=True)
    for one in components:
        table.add_row(*(Text(cell, "bold") for cell in (_named(one), *_figures(one))))
        for line in _lines(one):
            number = f"{line.number} × " if line.number > 1 else ""
            cells = (_amount(line.before), _amount(line.after), _signed(line.difference))
            table.add_row(Padding(number + line.text, (0, 0, 0, 2), expand=False), *cells)
    table.add_row(*(Text(cell, "bold") for cell in ("total", *_figures(change))))
    return table


def summary(change: Changes) -> str:
    """`1,000.00 → 1,200.00 (+200.00, +20.0%)`, with what is to be said of it."""
    before, after, difference, percent = _figures(change)
    doubt = change.doubt.value if change.doubt is Doubt.SOME and difference != _UNKNOWN else ""
    told = ", ".join(filter(None, (difference or "no change", percent, doubt)))
    return f"{before or money(0)} → {after or money(0)} ({told})"


def bounds(change: Change, bound: str) -> str:
    """`1,000.00 → 1,200.00`: the least or the greatest cost a month."""
    sides = zip((change.before, change.after), change.at_least, strict=True)
    return " → ".join(f"{'≥ ' if lacks else ''}{money(getattr(side, bound) if side else 0)}" for side, lacks in sides)


def doubts(change: Change) -> Iterator[str]:
    """What cannot be compared, and what is left when it is put aside."""
    found = [one for one in change.items if one.doubt is Doubt.ALL]
    yield from dict.fromkeys(_doubtful(one) for one in found)
    if found:
        yield f"what can be compared changes by {signed(change.difference.expected)}, and that is not the whole change"
    without = [one for one in change.items if one.doubt is Doubt.SOME]
    for one in without:
        if one.matters:
            yield f"{clean(' '.join(name_in(one.item.urn)))}: {sentence(one)}, and what that costs is not known"
    if without:
        resources = counted(len({one.item.urn for one in without}), "resource")
        yield f"{resources} without a price before and after: what they cost may change too"


def sentence(change: ItemChange) -> str:
    """`p5.48xlarge hours: 2 → 4 machines, rate 55.04 → 54.00`."""
    one, other = change.before, change.after
    name = _label(change.item)
    if one is None or other is None:
        return f"{'+' if other else '-'} {name}: {_amount_of(change.item)}"
    parts = [part for part in (_quantity(one, other), _rate(one, other)) if part]
    split = ""
    if len(parts) > 1 and change.doubt is Doubt.NONE and one.quantity and one.unit == other.unit:
        split = f" ({signed(change.by_quantity)} by the quantity, {signed(change.by_rate)} by the rate)"
    before = f"{_label(one)} → " if one.dimension != other.dimension else ""
    return f"{before}{name}" + (f": {', '.join(parts)}{split}" if parts else "")


def _named(one: Changes) -> str:
    ending = " (added)" if one.before is None else " (removed)" if one.after is None else ""
    return shown(one.name) + ending


def _figures(one: Changes) -> tuple[str, str, str, str]:
    lacks = one.at_least
    cells = [
        "" if side is None else _UNKNOWN if lack and not side.high else f"{'≥ ' if lack else ''}{money(side.expected)}"
        for side, lack in zip((one.before, one.after), lacks, strict=True)
    ]
    if one.doubt is Doubt.ALL:
        return cells[0], cells[1], _UNKNOWN, ""
    difference = one.difference.expected
    if abs(difference) < 0.005 and one.doubt is Doubt.SOME and one.moved:
        return cells[0], cells[1], _UNKNOWN, ""
    return cells[0], cells[1], _signed(difference), share(difference, one.before.expected if one.before else 0)


def _lines(one: Changes) -> Iterator[_Line]:
    lines: dict[str, _Line] = {}
    for item in one.moved:
        line = lines.setdefault(text := sentence(item), _Line(text, 0, None, None, None))
        line.number += 1
        line.before, line.after = _plus(line.before, _cost(item.before)), _plus(line.after, _cost(item.after))
        if item.doubt is Doubt.NONE:
            line.difference = _plus(line.difference, item.difference.expected)
    found = list(lines.values())
    yield from found if len(found) <= ITEMS + 1 else found[:ITEMS]
    if len(found) > ITEMS + 1:
        rest = found[ITEMS:]
        told = [line.difference for line in rest if line.difference is not None]
        yield _Line(f"{len(rest)} others", 1, None, None, sum(told) if len(told) == len(rest) else None)


def _plus(one: float | None, other: float | None) -> float | None:
    return other if one is None else one if other is None else one + other


def _cost(item: LineItem | None) -> float | None:
    return item.cost.expected if item and item.known and item.cost else None


def _amount(cost: float | None) -> str:
    return "" if cost is None else money(cost)


def _signed(change: float | None) -> str:
    return _UNKNOWN if change is None else "" if abs(change) < 0.005 else signed(change)


def _label(item: LineItem) -> str:
    return clean(label(name_in(item.urn)[0], item.dimension))


def _amount_of(item: LineItem) -> str:
    """`1,000 GB-month at 0.08`."""
    price = "no price" if item.unit_price is None else f"at {item.unit_price:,.6g}"
    if item.machine and (number := _machines(item)) is not None:
        return f"{_bounds(number)} × {item.machine} {price}"
    return f"{_bounds(item.quantity) if item.quantity else _UNKNOWN} {item.unit} {price}"


def _quantity(one: LineItem, other: LineItem) -> str:
    if one.quantity is None or other.quantity is None:
        return "" if one.quantity is other.quantity else f"quantity {_whole(one)} → {_whole(other)}"
    if one.quantity == other.quantity and one.unit == other.unit:
        return ""
    sides, unit = (one.quantity, other.quantity), other.unit
    machines = _machines(one), _machines(other)
    if machines[0] and machines[1] and machines[0] != machines[1]:
        sides, unit = (machines[0], machines[1]), "machines"
    return f"{_moved(*sides)} {unit}"


def _moved(before: Range, after: Range) -> str:
    """The expected figures, or the bounds where only they move."""
    if before.expected != after.expected:
        return f"{before.expected:,.6g} → {after.expected:,.6g}"
    return f"{_bounds(before)} → {_bounds(after)}"


def _bounds(figure: Range) -> str:
    if figure.low == figure.high:
        return f"{figure.expected:,.6g}"
    return f"{figure.expected:,.6g} ({figure.low:,.6g} to {figure.high:,.6g})"


def _whole(item: LineItem) -> str:
    return _UNKNOWN if item.quantity is None else f"{item.quantity.expected:,.6g} {item.unit}"


def _machines(item: LineItem) -> Range | None:
    """How many machines the hours are of, where they run all month."""
    if not item.machine or item.quantity is None or item.quantity.expected % HOURS:
        return None
    return item.quantity * (1 / HOURS)


def _rate(one: LineItem, other: LineItem) -> str:
    if one.unit_price == other.unit_price:
        return ""
    before, after = ("none" if side.unit_price is None else f"{side.unit_price:,.6g}" for side in (one, other))
    return f"rate {before} → {after}"


def _doubtful(change: ItemChange) -> str:
    kind, name = name_in(change.item.urn)
    about = clean(f"{kind} {name} {change.item.dimension}")
    one, other = change.before, change.after
    if one and other and one.known:
        return f"{about}: had a price of {money(_cost(one) or 0)}, and has none now: {clean(other.note)}"
    if one and other:
        return f"{about}: has a price of {money(_cost(other) or 0)}, and had none before: {clean(one.note)}"
    if change.item.known:
        return f"{about}: is {'new' if other else 'gone'}, and something else of the same resource has no price"
    return f"{about}: is {'new' if other else 'gone'} and has no price: {clean(change.item.note)}"
