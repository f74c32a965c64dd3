"""Machines that come in numbers, on any cloud: how many nodes a pool has, and what their hours cost."""

from collections.abc import Iterable

from stackwright.pricing.bill import Bill
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key


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


def spot_hours(bill: Bill, what: str, nodes: Range, *, spot: Key, on_demand: Key) -> Iterable[LineItem]:
    """Hours at the spot rate, and on demand in the high; all at the on-demand rate where no spot rate is dated."""
    if bill.prices.find(bill.region, spot) is None:
        note = "no dated spot price: the on-demand rate is used"
        yield bill.priced(on_demand, nodes * HOURS, dimension=f"{what} hours", note=note)
        return
    usual, worst = Range(nodes.low, nodes.expected, 0), Range(0, 0, nodes.high)
    yield bill.priced(spot, usual * HOURS, dimension=f"{what} spot hours")
    note = "the high has no spot capacity and pays on demand"
    yield bill.priced(on_demand, worst * HOURS, dimension=f"{what} hours", note=note)
