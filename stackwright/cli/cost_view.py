"""What a stack costs a month: by component, by dimension, against its budget, and what has no price."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stackwright.blueprints.problems import shown
from stackwright.cli.console import counted, fact, money, say, show
from stackwright.cli.price_age import print_age
from stackwright.cli.reports import report_of
from stackwright.cli.review import Review
from stackwright.plan.graph import Graph
from stackwright.policies.reports.verdict import budget, change
from stackwright.policies.reports.words import name_of, named, short_type
from stackwright.pricing.model import Basis, Estimate, LineItem, Status

COMPONENTS = 12
"""Rows of the short table."""
DIMENSIONS = 8
"""Rows of one component in the long table; what is cheaper shares a row."""
BAR = 16
_FIGURES = ("low", "expected", "high")
_ASSUMED = "~"


@dataclass(frozen=True, slots=True)
class _Row:
    """Money of one thing a month."""

    name: str
    quantity: str
    low: float
    expected: float
    high: float
    assumed: bool

    @property
    def order(self) -> tuple[float, float, str]:
        return -self.expected, -self.high, self.name


def cost_table(graph: Graph, estimate: Estimate) -> Table:
    """One row a component, the dearest first, with what most of its money goes to."""
    table = _table("", _FIGURES, "mostly")
    groups = _by_component(graph, estimate)
    for total, rows in groups[:COMPONENTS]:
        table.add_row(total.name, *_figures(total), _mostly(total, rows))
    if rest := [total for total, _ in groups[COMPONENTS:]]:
        other = _sum(counted(len(rest), "other"), rest)
        table.add_row(other.name, *_figures(other))
    table.add_row(*_totals(estimate))
    return table


def detail_table(graph: Graph, estimate: Estimate) -> Table:
    """Every component with its dimensions; a bar shows each component's share of the expected total."""
    table = _table("", ("share, quantity", *_FIGURES))
    for total, rows in _by_component(graph, estimate):
        share = total.expected / estimate.expected if estimate.expected else 0.0
        bar = Text("█" * round(share * BAR), style="cyan")
        table.add_row(Text(total.name, style="bold"), bar, *(Text(f.plain, style="bold") for f in _figures(total)))
        for row in _folded(rows):
            table.add_row(Padding(row.name, (0, 0, 0, 2), expand=False), Text(row.quantity, "dim"), *_figures(row))
    name, *figures = _totals(estimate)
    table.add_row(name, "", *figures)
    return table


def _table(first: str, figures: Sequence[str], last: str = "") -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column(first, overflow="fold")
    for name in figures:
        table.add_column(name, justify="right", no_wrap=True)
    if last:
        table.add_column(last, overflow="fold", style="dim")
    return table


def _totals(estimate: Estimate) -> Sequence[Text]:
    cells = ["at least" if estimate.unpriced else "total"]
    cells += [money(value) for value in (estimate.low, estimate.expected, estimate.high)]
    return [Text(cell, style="bold") for cell in cells]


def _by_component(graph: Graph, estimate: Estimate) -> list[tuple[_Row, Sequence[_Row]]]:
    """(total, rows) of each component that costs something, the dearest first."""
    items: dict[str, list[LineItem]] = {}
    for item in estimate.items:
        if item.cost is not None and item.cost.high > 0:
            resource = graph.by_urn.get(item.urn)
            outer = graph.component(resource) if resource else None
            items.setdefault(outer.urn if outer else item.urn, []).append(item)
    names = Counter(name_of(urn) for urn in items)
    groups: list[tuple[_Row, Sequence[_Row]]] = []
    for urn, found in items.items():
        alone = names[name_of(urn)] == 1 and not (urn in graph.by_urn and graph.by_urn[urn].custom)
        rows = _dimensions(graph, found)
        groups.append((_sum(shown(name_of(urn)) if alone else named(graph, urn), rows), rows))
    return sorted(groups, key=lambda group: group[0].order)


def _dimensions(graph: Graph, items: Sequence[LineItem]) -> Sequence[_Row]:
    """Items of one type and dimension as one row, the dearest first."""

    def key(item: LineItem) -> tuple[str, str, str, float]:
        resource = graph.by_urn.get(item.urn)
        return short_type(resource.type) if resource else "", item.dimension, item.unit, item.unit_price or 0.0

    groups = ((keys, list(found)) for keys, found in groupby(sorted(items, key=key), key=key))
    rows = [_row(label(kind, dimension), unit, found) for (kind, dimension, unit, _), found in groups]
    return sorted(rows, key=lambda row: row.order)


def label(kind: str, dimension: str) -> str:
    """`NatGateway data processed`, without a word that only says the type again."""
    of_type, of_dimension = set(re.findall(r"[A-Z][a-z0-9]*", kind)), set(dimension.title().split())
    if of_type and of_type <= of_dimension:
        return dimension
    return kind if of_dimension <= of_type else f"{kind} {dimension}"


def _row(name: str, unit: str, items: Sequence[LineItem]) -> _Row:
    costs = [item.cost for item in items if item.cost]
    quantity = sum(item.quantity.expected for item in items if item.quantity)
    number = f"{quantity:,.6g}" if quantity < 1000 else f"{quantity:,.0f}"
    return _Row(
        name,
        f"{number} × {unit}" if unit[:1].isdigit() else f"{number} {unit}",
        sum(cost.low for cost in costs),
        sum(cost.expected for cost in costs),
        sum(cost.high for cost in costs),
        any(item.basis is Basis.ASSUMED for item in items),
    )


def _sum(name: str, rows: Sequence[_Row]) -> _Row:
    figures = [sum(getattr(row, field) for row in rows) for field in ("low", "expected", "high")]
    return _Row(name, "", figures[0], figures[1], figures[2], any(row.assumed for row in rows))


def _folded(rows: Sequence[_Row]) -> Sequence[_Row]:
    if len(rows) <= DIMENSIONS:
        return rows
    rest = rows[DIMENSIONS - 1 :]
    return [*rows[: DIMENSIONS - 1], replace(_sum(f"{len(rest)} others", rest), quantity="")]


def _figures(row: _Row) -> list[Text]:
    mark = _ASSUMED if row.assumed else ""
    return [Text(money(row.low)), Text(mark + money(row.expected)), Text(money(row.high))]


def _mostly(total: _Row, rows: Sequence[_Row]) -> str:
    """What the first half of the money, and at most two things, goes to."""
    first = rows[0].name
    if len(rows) == 1 or rows[0].expected * 2 >= total.expected:
        return first
    return f"{first}, {rows[1].name}"


def print_cost(console: Console, found: Review, *, details: bool = False) -> None:
    """The table, what it rests on, what has no price, and whether the budget holds."""
    graph, estimate = found.subject.graph, found.estimate
    if all(item.status is Status.FREE for item in estimate.items):
        say(console, Text.assemble(("Price:", "bold"), " nothing of this is billed"))
        return
    at = f"at the prices of {found.contract.source}" if found.contract else "at list prices"
    heading = Text.assemble(("Price:", "bold"), f" USD a month {at}")
    say(console, heading)
    show(console, (detail_table if details else cost_table)(graph, estimate))
    assumed = any(item.basis is Basis.ASSUMED for item in estimate.items)
    if assumed and not details:
        say(console, f"{_ASSUMED} rests on assumed usage: stackwright cost lists it", style="dim")
    if assumed and details:
        say(console, f"{_ASSUMED} rests on assumed usage (low to high):", style="dim")
        for text in estimate.assumptions:
            say(console, text, indent=2, style="dim")
    console.print()
    dated = f", with prices of {estimate.as_of} and later" if estimate.as_of else ""
    fact(console, "coverage", f"{estimate.coverage:.0%} of what is billed has a price{dated}")
    print_age(console, estimate)
    print_verdict(console, found)


def print_verdict(console: Console, found: Review) -> None:
    """What has no price, and whether the budget holds."""
    for text, style in _unpriced(found):
        fact(console, "unpriced", text, style)
    if found.before is not None:
        least = "at least " if found.before.at_least else ""
        told = f"{change(report_of(found))} from {least}{money(found.before.total.expected)}"
        fact(console, "change", told)
    fact(console, "budget", *_budget(found))


def _unpriced(found: Review) -> Sequence[tuple[str, str]]:
    refused = {urn for urn, _ in found.gate.unpriced}
    graph = found.subject.graph
    told: Mapping[str, list[str]] = {}
    for urn, reason in found.estimate.unpriced:
        told.setdefault(urn, []).append(reason)
    return [
        (
            f"{named(graph, urn)}: {'; '.join(reasons)}" + ("" if urn in refused else " (allowed)"),
            "yellow" if urn in refused else "",
        )
        for urn, reasons in told.items()
    ]


def _budget(found: Review) -> tuple[str, str]:
    style = "yellow" if found.gate.limit is None else "bold red" if found.gate.over_budget else "green"
    return budget(found.gate), style


def priceless(found: Review) -> str:
    """`2 resources have no price` where that is not allowed, an empty text otherwise."""
    number = len({urn for urn, _ in found.gate.unpriced})
    return f"{counted(number, 'resource')} {'has' if number == 1 else 'have'} no price" if number else ""
