"""What machines cost on other terms, and what other machines cost: the tables of `cost`."""

import difflib
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, groupby

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stackwright.cli.console import fact, money, say, show
from stackwright.plan.graph import Graph
from stackwright.policies.reports.words import counted, named, share
from stackwright.pricing.alternatives import Alternatives, Offer
from stackwright.pricing.comparison import Bought, Named
from stackwright.pricing.energy import Energy
from stackwright.pricing.model import HOURS, Range, Term

OFFERS = 12
"""Rows of the table of one pool."""
_WORDS: Mapping[Term, str] = {
    Term.ON_DEMAND: "on demand",
    Term.SPOT: "on spot",
    Term.RESERVED: "reserved for 1 year",
    Term.RESERVED_3Y: "reserved for 3 years",
    Term.CAPACITY_BLOCK: "in capacity blocks",
}


def terms_of(text: str) -> Sequence[Term] | str:
    """The terms in `spot,reserved`, or what is wrong with it."""
    known = [term.value for term in Term]
    names = [name.strip() for name in text.split(",") if name.strip()]
    for name in names:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1)
            hint = f" - did you mean {close[0]}?" if close else f" - use {', '.join(known)}"
            return f"--compare {text}: `{name}` is not a term on which machines are bought{hint}"
    return [Term(name) for name in names] or f"--compare: no term is given - use {', '.join(known)}"


def print_compare(console: Console, bought: Sequence[Bought]) -> None:
    """One block a term: the total, and each component whose machines cost something else."""
    say(console, Text.assemble(("Compare:", "bold"), " USD a month, with machines bought on other terms"))
    if not any(item.machine for item in bought[0].own.items):
        say(console, "no machine of this stack is bought by the hour")
        return
    table = _table(("", "left"), *((name, "right") for name in ("low", "expected", "high", "change")))
    own = bought[0].own
    table.add_row(_bold("as it is" + (", at least" if own.at_least else "")), *_figures(own.total, bold=True))
    for each in bought:
        _add_term(table, each)
    show(console, table)
    for terms, machines in _grouped((each.term, each.lacking) for each in bought):
        fact(console, "unpriced", f"{terms}: {machines}", "yellow")
    for terms, machines in _grouped((each.term, each.kept) for each in bought):
        fact(console, "as is", f"not sold {terms}: {machines}")
    if oldest := min((each.estimate.as_of for each in bought if each.estimate.as_of), default=""):
        fact(console, "prices", f"of {oldest} and later")


def _add_term(table: Table, each: Bought) -> None:
    least = ", at least" if each.estimate.at_least else ""
    if each.unknown or not each.changed:
        same = "not sold so" if each.kept else "no change"
        said = Text("no dated price", "yellow") if each.unknown else Text(same, "dim")
        table.add_row(_bold(_WORDS[each.term]), *[""] * 3, said)
        return
    change = "" if each.difference is None else share(each.difference, 1.0) or "0.0%"
    table.add_row(
        _bold(f"{_WORDS[each.term]}{least}"), *_figures(each.estimate.total, bold=True), Text(change, _tone(change))
    )
    for name, (before, after) in each.changed.items():
        lacks = name in each.lacking
        label = f"{name}, without its machines" if lacks else name
        moved = "" if lacks else share(after.expected - before.expected, before.expected)
        table.add_row(Padding(label, (0, 0, 0, 2), expand=False), *_figures(after), Text(moved, _tone(moved)))


def print_alternatives(console: Console, graph: Graph, found: Sequence[Alternatives]) -> None:
    """For each pool of accelerators, what has their memory or more, the cheapest month first."""
    say(console, Text.assemble(("Alternatives:", "bold"), " as much accelerator memory or more, in USD"))
    if not found:
        say(console, "no machine of this stack has an accelerator")
        return
    for _, alike in groupby(found, key=_likeness):
        same = list(alike)
        _print_pool(console, " and ".join(named(graph, each.pool.urn) for each in same), same[0])
    if any(offer.smaller for each in found for offer in each.offers):
        say(console, "* less memory in each accelerator, no less in all", style="dim")
    text = "a price is neither capacity nor quota, nor does software move by itself to other accelerators"
    say(console, text, style="dim")


def _likeness(each: Alternatives) -> tuple[object, ...]:
    """What two pools have in common that have the same alternatives."""
    pool = each.pool
    return pool.machine, pool.region, pool.term, pool.seller, pool.machines.expected, pool.hours.expected


def _print_pool(console: Console, name: str, found: Alternatives) -> None:
    pool, own = found.pool, found.own
    number = pool.machines.expected or pool.machines.high
    console.print()
    hours = pool.hours.expected / pool.machines.expected if pool.machines.expected else HOURS
    heading = f" {number:g} × {pool.name} in {pool.region} {_WORDS[pool.term]}, {hours:,.0f} hours a month"
    say(console, Text.assemble((name, "bold"), heading))
    rows = shown_offers(found.offers)
    if rows:
        show(console, _offers(rows, own))
    hidden = len(found.offers) - len(rows)
    if own is None:
        fact(console, "unpriced", f"no dated price for {pool.name} itself in {pool.region}", "yellow")
    if hidden:
        fact(console, "more", f"{counted(hidden, 'offer')} dearer, or the same machine elsewhere: --json has all")
    if not rows:
        say(console, "no machine with as much accelerator memory has a dated price on this term")


def shown_offers(offers: Sequence[Offer]) -> Sequence[Offer]:
    """The cheapest place of each machine type, and the pool itself; at most `OFFERS`."""
    best: dict[str, Offer] = {}
    for offer in offers:
        best.setdefault(f"{offer.machine.cloud} {offer.machine.name} {offer.machine.accelerator}", offer)
    own = [offer for offer in offers if offer.own]
    chosen = [offer for offer in best.values() if not offer.own][: OFFERS - len(own)]
    return [offer for offer in offers if offer in chosen or offer.own]


def _offers(offers: Sequence[Offer], own: Offer | None) -> Table:
    table = _table(
        *(("machines", "left"), ("region", "left"), ("accelerators", "left"), ("GiB", "right"), ("fabric", "right")),
        *(("GPU-hour", "right"), ("a month", "right"), ("change", "right"), ("as of", "left")),
        gap=1,
    )
    for offer in offers:
        machine = offer.machine
        mark = "*" if offer.smaller else ""
        change = "own" if offer.own else share(offer.monthly - own.monthly, own.monthly) or "0.0%" if own else ""
        table.add_row(
            f"{offer.count} × {offer.name.removeprefix('Standard_')}",
            offer.region,
            f"{machine.accelerator_count} × {machine.accelerator}{mark}",
            f"{machine.accelerator_count * machine.accelerator_memory_gib:,.0f}",
            str(machine.fabric_interfaces or ""),
            f"{offer.by_accelerator:,.3f}",
            money(offer.monthly),
            Text(change, "bold" if offer.own else _tone(change)),
            Text(offer.as_of[:7], "dim"),
            style="bold" if offer.own else "",
        )
    return table


def print_energy(console: Console, found: Energy | None) -> None:
    """One line of what the accelerators draw, where a dated source tells it."""
    if found is None or found.kwh.high < 0.5:
        return
    kwh = found.kwh
    bounds = "" if kwh.low == kwh.high else f" ({kwh.low:,.0f} to {kwh.high:,.0f})"
    powers = ", ".join(f"{each.accelerator} {each.watts:g} W, {each.as_of}" for each in found.powers)
    rest = f"; without {', '.join(found.unknown)} (no dated source)" if found.unknown else ""
    fact(console, "energy", f"up to {kwh.expected:,.0f} kWh a month{bounds} at board power ({powers}){rest}")


def _table(*columns: tuple[str, str], gap: int = 2) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, gap, 0, 0))
    for name, side in columns:
        table.add_column(name, justify="right" if side == "right" else "left", overflow="fold", no_wrap=side == "right")
    return table


def _figures(cost: Range, *, bold: bool = False) -> list[Text]:
    return [Text(money(value), "bold" if bold else "") for value in (cost.low, cost.expected, cost.high)]


def _bold(text: str) -> Text:
    return Text(text, style="bold")


def _tone(change: str) -> str:
    return "green" if change.startswith("-") else "yellow" if change.startswith("+") else ""


def _grouped(named: Iterable[tuple[Term, Named]]) -> Sequence[tuple[str, str]]:
    """Terms of which the same is to be said, and what."""
    found: dict[str, list[str]] = {}
    for term, machines in named:
        if machines:
            found.setdefault(_listed(machines), []).append(_WORDS[term])
    return [(", ".join(terms), machines) for machines, terms in found.items()]


def _listed(found: Named) -> str:
    """`p5.48xlarge (training-nodes), m7i.large (training-cluster)`."""
    pairs = chain.from_iterable([(each, name) for each in machines] for name, machines in found.items())
    return ", ".join(f"{machine} ({name})" for machine, name in pairs)
