"""What EC2 Auto Scaling groups cost: machines by sizes, types and share of spot capacity, and the disks of each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.pricing.aws.compute import TEMPLATE, block_hours, choice, node_disks, rate
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem, Range, Term
from stackwright.pricing.nodes import machine_hours, node_range

CONFIGURATION: Final = "aws:ec2/launchConfiguration:LaunchConfiguration"
_MIXED: Final = "mixedInstancesPolicy.launchTemplate"
_SHARES: Final = "mixedInstancesPolicy.instancesDistribution"
_TEMPLATES: Final = (
    ("launchTemplate", "launchTemplate.id", "launchTemplate.name"),
    (
        "mixedInstancesPolicy",
        f"{_MIXED}.launchTemplateSpecification.launchTemplateId",
        f"{_MIXED}.launchTemplateSpecification.launchTemplateName",
    ),
)
"""Property with a template, and where its id and its name are."""
_GIVES: Final = ("launchTemplate", "mixedInstancesPolicy", "launchConfiguration")
"""Properties of which one says what the machines are."""


def scaling_group(bill: Bill) -> Iterable[LineItem]:
    """Machine hours and disks of a group; low is its least and high its most machines.

    Overrides of the types come before the template's own. Above the base, `onDemandPercentageAboveBaseCapacity` of
    the machines are on demand, all of them where it is not set (API reference, InstancesDistribution).
    """
    nodes = node_range(bill, *(bill.number(name) for name in ("minSize", "desiredCapacity", "maxSize")))
    source = _source(bill)
    machines = _machines(bill, source)
    base, percent = bill.number(f"{_SHARES}.onDemandBaseCapacity", 0), _percent(bill)
    if nodes is None:
        yield bill.unknown("nodes", "minSize" if bill.number("minSize") is None else "maxSize")
    elif not machines:
        given = (name for name in _GIVES if bill.get(name) is not MISSING)
        yield bill.unknown("machine type", next(given, _GIVES[0]))
    elif base is None or percent is None:
        yield bill.unknown("machine hours", _SHARES)
    elif _market(source) == "capacity-block":
        yield from block_hours(bill, machines[0], nodes)
        yield from node_disks(bill, source, nodes)
    else:
        usual = Range(*(min(each, base) + max(0, each - base) * percent / 100 for each in _bounds(nodes)))
        cheap = Range(*(all_ - own for all_, own in zip(_bounds(nodes), _bounds(usual), strict=True)))
        if usual.high:
            yield from choice(bill, machines, usual)
        if cheap.high:
            yield from machine_hours(bill, machines[0], [rate(machines[0])], cheap, Term.SPOT)
        yield from node_disks(bill, source, nodes)


def _source(bill: Bill) -> Resource | None:
    """The launch template or configuration that machines are made from."""
    for name, *paths in _TEMPLATES:
        if found := bill.stack.wired(bill.resource, name, TEMPLATE, *map(bill.get, paths)):
            return found
    return bill.stack.wired(bill.resource, "launchConfiguration", CONFIGURATION, bill.get("launchConfiguration"))


def _machines(bill: Bill, source: Resource | None) -> Sequence[str]:
    types = [value for _, value in bill.resource.all(f"{_MIXED}.overrides[*].instanceType")]
    if types and MISSING not in types:
        return [] if UNKNOWN in types else [str(each) for each in types]
    one: Any = source.get("instanceType") if source else MISSING
    return [one] if isinstance(one, str) else []


def _market(source: Resource | None) -> Any:
    """How the source buys machines; a configuration with a spot price buys spot capacity."""
    if source is None:
        return MISSING
    return "spot" if source.get("spotPrice") is not MISSING else source.get("instanceMarketOptions.marketType")


def _percent(bill: Bill) -> float | None:
    """Percent of the machines above the base that are on demand."""
    if _market(_source(bill)) == "spot":
        return 0
    return bill.number(f"{_SHARES}.onDemandPercentageAboveBaseCapacity", 100)


def _bounds(nodes: Range) -> tuple[float, float, float]:
    return nodes.low, nodes.expected, nodes.high


DECISIONS: Final[Mapping[str, Decision]] = {"aws:autoscaling/group:Group": scaling_group}
