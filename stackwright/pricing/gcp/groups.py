"""What groups of machines cost on Google Cloud: managed groups, and single machines from a template."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from stackwright.plan.graph import MISSING, Resource, value_at
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.gcp.compute import rates
from stackwright.pricing.gcp.disks import disk
from stackwright.pricing.model import LineItem, Range, Term
from stackwright.pricing.nodes import machine_hours, node_range

_TEMPLATES: Final = (
    "gcp:compute/instanceTemplate:InstanceTemplate",
    "gcp:compute/regionInstanceTemplate:RegionInstanceTemplate",
)
_SCALERS: Final = ("gcp:compute/autoscaler:Autoscaler", "gcp:compute/regionAutoscaler:RegionAutoscaler")


def group(bill: Bill) -> Iterable[LineItem]:
    """Machines and disks of a managed group, between the bounds of what scales it."""
    template = _template(bill, "versions", [each for _, each in bill.resource.all("versions[*].instanceTemplate")])
    nodes = _nodes(bill)
    if template is None:
        yield bill.unpriced("machine hours", "the template of the group is not in the graph")
    elif nodes is None:
        yield bill.unknown("machine hours", "targetSize")
    else:
        yield from _machines(bill, template, nodes)


def single(bill: Bill) -> Iterable[LineItem]:
    """One machine from a template."""
    template = _template(bill, "sourceInstanceTemplate", [bill.get("sourceInstanceTemplate")])
    if template is None:
        yield bill.unpriced("machine hours", "the template of the machine is not in the graph")
    else:
        yield from _machines(bill, template, Range.of(1))


def _template(bill: Bill, property: str, names: list[Any]) -> Resource | None:
    found = (bill.stack.wired(bill.resource, property, token, *names) for token in _TEMPLATES)
    return next((each for each in found if each), None)


def _nodes(bill: Bill) -> Range | None:
    scaler = bill.stack.graph.pointing_at(bill.resource, _SCALERS, "target")
    if scaler is not None:
        low, high = (as_number(scaler.get(f"autoscalingPolicy.{each}Replicas")) for each in ("min", "max"))
        return node_range(bill, low, None, high)
    size = bill.number("targetSize", 0)
    return None if size is None else Range.of(size)


def _machines(bill: Bill, template: Resource, nodes: Range) -> Iterable[LineItem]:
    machine = template.get("machineType")
    if not isinstance(machine, str):
        yield bill.unknown("machine hours", "machineType")
        return
    model = template.get("scheduling.provisioningModel")
    if model == "FLEX_START":
        yield bill.unpriced("machine hours", "no dated price for flex-start (Dynamic Workload Scheduler)")
    else:
        cheap = model == "SPOT" or template.get("scheduling.preemptible") is True
        guests = template.get("guestAccelerators")
        yield from machine_hours(bill, machine, rates(machine, guests), nodes, Term.SPOT if cheap else Term.ON_DEMAND)
    for _, each in template.all("disks[*]"):
        size = value_at(each, "diskSizeGb")
        if value_at(each, "type") == "SCRATCH":
            yield bill.unpriced("local SSD", "local SSDs of a template are not counted")
        elif size is MISSING:
            yield bill.unpriced("storage", "the disk is the image's own: its size is not stated")
        else:
            kind = value_at(each, "diskType")
            yield from disk(bill, "pd-standard" if kind is MISSING else kind, size, nodes, what="group")


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:compute/instanceGroupManager:InstanceGroupManager": group,
    "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager": group,
    "gcp:compute/instanceFromTemplate:InstanceFromTemplate": single,
}
