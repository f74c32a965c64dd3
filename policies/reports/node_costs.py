"""What a stack costs by the number of nodes of its biggest elastic pool."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stackwright.policies.reports.model import Report
from stackwright.pricing.estimate import estimate
from stackwright.pricing.model import Basis, Estimate, LineItem, Range

_POINTS: Final = 12
_HOURLY: Final = ("h", "hour", "hours")


@dataclass(frozen=True, slots=True)
class Pool:
    """An elastic pool with the cost of the whole stack for each number of its nodes."""

    urn: str
    name: str
    costs: Mapping[int, Range]
    """Cost of the stack a month, by number of nodes, the fewest first."""
    expected: float
    """Nodes that the estimate counts on."""


def node_costs(report: Report) -> Pool | None:
    """The pool whose nodes can cost the most, None where no pool is elastic."""
    candidates = _elastic(report)
    one, two = (_priced(report, dict.fromkeys(candidates, count)) for count in (1.0, 2.0))
    grown = [urn for urn in candidates if urn in one and urn in two and two[urn].expected > one[urn].expected]
    found = [(report.estimate.by_urn[urn].high, urn) for urn in grown]
    if not found:
        return None
    urn = max(found)[1]
    return _pool(report, urn)


def _elastic(report: Report) -> list[str]:
    """Resources with machines by the hour, of which there can be more or fewer."""
    found = {item.urn: None for item in report.estimate.items if _is_hours(item) and _ranges(report, item.urn)}
    return [urn for urn in found if urn in report.estimate.by_urn]


def _is_hours(item: LineItem) -> bool:
    return item.basis is Basis.PROVISIONED and item.quantity is not None and item.unit in _HOURLY


def _ranges(report: Report, urn: str) -> bool:
    hours = _hours(report.estimate.items, urn)
    return hours.low < hours.high


def _hours(items: "tuple[LineItem, ...]", urn: str) -> Range:
    """Hours of one resource, of all its machines."""
    found = [item.quantity for item in items if item.urn == urn and _is_hours(item) and item.quantity]
    return Range(sum(q.low for q in found), sum(q.expected for q in found), sum(q.high for q in found))


def _again(report: Report, nodes: Mapping[str, float]) -> Estimate:
    return estimate(report.graph, region=report.region, usage=report.usage, prices=report.prices, expected_nodes=nodes)


def _priced(report: Report, nodes: Mapping[str, float]) -> Mapping[str, Range]:
    return _again(report, nodes).by_urn


def _pool(report: Report, urn: str) -> Pool | None:
    items = _again(report, {urn: 1}).items
    each, hours = _hours(items, urn).expected, _hours(report.estimate.items, urn)
    least, most = (round(end / each) if each else 0 for end in (hours.low, hours.high))
    if least >= most:
        return None
    step = max(1, -(-(most - least) // (_POINTS - 1)))
    counts = [*range(least, most, step), most]
    costs = {count: _whole(report, urn, count, most) for count in counts}
    return Pool(urn, report.graph.by_urn[urn].name, costs, hours.expected / each)


def _whole(report: Report, urn: str, count: int, most: int) -> Range:
    """Cost of the stack with exactly `count` nodes: all else as estimated, in the high at the dearest rate."""
    total, now = report.estimate.total, report.estimate.by_urn[urn]
    then = _priced(report, {urn: count}).get(urn, Range.of(0))
    usual, dearest = then.expected, max(then.expected, now.high * count / most)
    return Range(total.low - now.low + usual, total.expected - now.expected + usual, total.high - now.high + dearest)
