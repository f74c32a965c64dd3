"""Machines that come in numbers, on any cloud: how many nodes a pool has, and what their hours cost on any term."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stackwright.pricing.bill import Bill
from stackwright.pricing.model import HOURS, Basis, LineItem, Range, Term
from stackwright.pricing.schedules import scheduled_hours
from stackwright.pricing.terms import COMMITTED, Charge, Rate

_SAYS: Final[Mapping[Term, str]] = {
    Term.SPOT: "spot hours",
    Term.RESERVED: "committed for 1 year",
    Term.RESERVED_3Y: "committed for 3 years",
    Term.CAPACITY_BLOCK: "capacity block",
}
_HIGH: Final = "the high has no spot capacity and pays on demand"
_NO_SPOT: Final = "no dated spot price: the on-demand rate is used"
_WHOLE: Final = "paid for every hour, used or not"


def node_range(bill: Bill, low: float | None, desired: float | None, high: float | None) -> Range | None:
    """Nodes of a pool: its bounds, and in between what is expected; None when a bound is not known.

    Expected are the nodes that the caller counts on, else the desired ones, else the least, else one.
    """
    if low is None or high is None:
        return None
    stack, resource = bill.stack, bill.resource
    expected = stack.expected_nodes.get(resource.urn, stack.expected_nodes.get(resource.name))
    if expected is None:
        expected = desired or low or min(1.0, high)
    if expected != desired:
        stack.assumed[f"{expected:g} of {high:g} nodes of `{resource.name}` are running"] = None
    return Range(min(low, expected), expected, max(high, expected))


@dataclass(frozen=True, slots=True)
class Running:
    """Hours a month of some machines, all together, and what they rest on."""

    hours: Range
    basis: Basis = Basis.PROVISIONED
    note: str = ""

    def share(self, part: Range) -> "Running":
        """The part of each bound that `part` names: 1 for all of it, 0 for nothing."""
        return replace(self, hours=self.hours * part)


def running(bill: Bill, nodes: Range, *, stops: bool = False) -> Running:
    """Hours of `nodes`: by the schedule that switches them, else by the usage profile for what can stop.

    The least nodes of a pool never stop, unless `stops` says that each can. The high is always on.
    """
    scheduled = scheduled_hours(bill.stack.graph, bill.resource)
    if scheduled is not None:
        stack = bill.stack
        stack.assumed[f"`{bill.resource.name}` is on for {scheduled:,.0f} hours a month by its schedule"] = None
        return Running(Range(nodes.low * scheduled, nodes.expected * scheduled, nodes.high * HOURS))
    usual = bill.stack.usage.machine_hours
    always = Range.of(0) if stops else Range.of(min(nodes.low, nodes.expected))
    if usual == Range.of(HOURS) or not nodes.above(always.low).high:
        return Running(nodes * HOURS)
    low = (nodes.low - always.low) * usual.low + always.low * HOURS
    expected = (nodes.expected - always.low) * usual.expected + always.low * HOURS
    return Running(Range(low, expected, nodes.high * HOURS), Basis.ASSUMED, bill.assume("machine_hours"))


def bought_as(bill: Bill, rate: Rate, own: Term) -> Term:
    """Term on which the machines of `rate` are bought: the one that the estimate asks for, where it is sold so."""
    asked = bill.stack.term
    return own if asked is None or asked not in rate.charges else asked


def machine_hours(
    bill: Bill,
    machine: str,
    rates: Sequence[Rate],
    nodes: Range,
    term: Term = Term.ON_DEMAND,
    *,
    on: Running | None = None,
    what: str = "",
    note: str = "",
) -> Iterable[LineItem]:
    """Hours of `nodes` machines, bought on `term` or as the estimate asks; every item names machine and term."""
    for rate in rates:
        bought = bought_as(bill, rate, term)
        place = replace(rate, what=what or rate.what)
        whole = bought in COMMITTED or (bought is Term.CAPACITY_BLOCK and term is not bought)
        hours = Running(nodes * HOURS, note=_WHOLE) if whole else on or running(bill, nodes)
        if bought is Term.SPOT:
            items = _spot(bill, place, nodes, hours, borrows=bill.stack.term is None)
        else:
            name = f"{place.what} {_SAYS.get(bought, 'hours')}"
            items = [replace(_item(bill, place.charges[bought], hours, name, note), machines=nodes)]
        seller = rate.charges[Term.ON_DEMAND].key.service
        yield from (replace(each, machine=machine, term=each.term or bought, seller=seller) for each in items)


def _item(bill: Bill, charge: Charge, on: Running, name: str, note: str = "") -> LineItem:
    quantity = on.hours * (charge.units / HOURS if charge.monthly else charge.units)
    said = "; ".join(each for each in (note, on.note) if each)
    return bill.priced(charge.key, quantity, dimension=name, basis=on.basis, note=said)


def _spot(bill: Bill, rate: Rate, nodes: Range, on: Running, *, borrows: bool) -> Iterable[LineItem]:
    """Hours at the spot rate, and on demand in the high.

    All are at the on-demand rate where no spot rate is dated, if the machines are spot by the graph itself.
    """
    spot, usual = rate.charges[Term.SPOT], rate.charges[Term.ON_DEMAND]
    name = f"{rate.what} {_SAYS[Term.SPOT]}"
    if bill.prices.find(bill.region, spot.key) is not None:
        cheap, dear = Range(1, 1, 0), Range(0, 0, 1)
        yield replace(_item(bill, spot, on.share(cheap), name), machines=nodes * cheap)
        worst = _item(bill, usual, on.share(dear), f"{rate.what} hours", _HIGH)
        yield replace(worst, machines=nodes * dear, term=Term.ON_DEMAND)
    elif borrows:
        yield replace(_item(bill, usual, on, f"{rate.what} hours", _NO_SPOT), machines=nodes)
    else:
        yield replace(_item(bill, spot, on, name), machines=nodes)
