"""What machines cost on AWS: node groups, instances, reservations."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from stackwright.accelerators.catalog import find
from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.pricing.aws.disks import disk
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import HOURS, Basis, LineItem, Range, Term
from stackwright.pricing.nodes import Running, bought_as, machine_hours, node_range, running
from stackwright.pricing.prices import Key
from stackwright.pricing.terms import Charge, Rate, rate_of

TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
RESERVATION: Final = "aws:ec2/capacityReservation:CapacityReservation"
BLOCK: Final = "aws:ec2/capacityBlockReservation:CapacityBlockReservation"


def on_demand(machine: str) -> Key:
    """Hours of a Linux machine with shared tenancy."""
    return Key("EC2", machine, "hour")


def capacity_block(machine: str) -> Key:
    """Hours of one accelerator of a machine in a capacity block for ML."""
    return Key("EC2 Capacity Blocks", machine, "accelerator-hour")


def rate(machine: str) -> Rate:
    """The machine on every term that it is sold on; capacity blocks are for those with accelerators."""
    usual, known = rate_of("EC2", machine), find(machine, "aws")
    if known is None or not known.accelerator_count:
        return usual
    block = Charge(capacity_block(machine), known.accelerator_count)
    return Rate(machine, {**usual.charges, Term.CAPACITY_BLOCK: block})


def node_group(bill: Bill) -> Iterable[LineItem]:
    """Machine hours and root disks of a managed node group; low is its minimum and high its maximum."""
    ref = bill.get("launchTemplate")
    names = (ref.get("id"), ref.get("name")) if isinstance(ref, Mapping) else ()  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    template = bill.stack.wired(bill.resource, "launchTemplate", TEMPLATE, *names)
    nodes = _nodes(bill)
    machines = _machines(bill, template)
    if nodes is None:
        yield bill.unknown("nodes", "scalingConfig")
        return
    if not machines:
        yield bill.unknown("machine type", "instanceTypes")
        return
    yield from _machine_hours(bill, machines, nodes, template)
    yield from node_disks(bill, template, nodes)


def _nodes(bill: Bill) -> Range | None:
    low, desired, high = (bill.number(f"scalingConfig.{each}Size") for each in ("min", "desired", "max"))
    return node_range(bill, low, desired, high)


def _machines(bill: Bill, template: Resource | None) -> Sequence[str]:
    types = bill.get("instanceTypes")
    if isinstance(types, list) and types and UNKNOWN not in types:
        return [str(each) for each in types]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if types is not MISSING or (template is None and bill.get("launchTemplate") is not MISSING):
        return []
    one = template.get("instanceType") if template else MISSING
    if one is MISSING:
        return ["t3.medium"]  # EKS's default (API reference, CreateNodegroup)
    return [one] if isinstance(one, str) else []


def _machine_hours(bill: Bill, machines: Sequence[str], nodes: Range, template: Resource | None) -> Iterable[LineItem]:
    capacity = bill.text("capacityType", "ON_DEMAND")
    market = template.get("instanceMarketOptions.marketType") if template else MISSING
    if capacity is None:
        yield bill.unknown("machine hours", "capacityType")
    elif capacity == "CAPACITY_BLOCK" or market == "capacity-block":
        yield from block_hours(bill, machines[0], nodes)
    elif capacity == "SPOT":
        yield from machine_hours(bill, machines[0], [rate(machines[0])], nodes, Term.SPOT)
    else:
        reserved = _reserved(bill, template)
        if reserved:
            yield bill.free(f"runs in the capacity reservation `{reserved.name}`, which is billed there")
            nodes = nodes.above(as_number(reserved.get("instanceCount")) or nodes.high)
        if nodes.high:
            yield from choice(bill, machines, nodes)


def _reserved(bill: Bill, template: Resource | None) -> Resource | None:
    if template is None:
        return None
    path = "capacityReservationSpecification.capacityReservationTarget.capacityReservationId"
    target = template.get(path)
    return bill.stack.wired(template, "capacityReservationSpecification", RESERVATION, target)


def choice(bill: Bill, machines: Sequence[str], nodes: Range) -> Iterable[LineItem]:
    """The first type is expected; of several the cheapest is the low and the dearest the high."""
    first = rate(machines[0])
    term = bought_as(bill, first, Term.ON_DEMAND)
    if term in (Term.SPOT, Term.CAPACITY_BLOCK):
        yield from machine_hours(bill, machines[0], [first], nodes)
        return
    rows = {each: bill.prices.find(bill.region, rate(each).charges[term].key) for each in machines}
    known = {each: row.usd for each, row in rows.items() if row}
    for each in rows:
        if each not in known:
            yield from machine_hours(bill, each, [rate(each)], nodes)
    if not known:
        return
    on = running(bill, nodes)
    cheapest, dearest = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    usual = next(each for each in machines if each in known)
    for each in dict.fromkeys((usual, cheapest, dearest)):
        part = Range(each == cheapest, each == usual, each == dearest)
        yield from machine_hours(bill, each, [rate(each)], nodes * part, on=on.share(part))


def block_hours(bill: Bill, machine: str, nodes: Range) -> Iterable[LineItem]:
    """Hours of machines in capacity blocks, the whole window of each."""
    blocks = rate(machine)
    if Term.CAPACITY_BLOCK not in blocks.charges:
        yield bill.unpriced("capacity block", f"the accelerators of {machine} are not known")
        return
    on = _window(bill, nodes)
    yield from machine_hours(bill, machine, [blocks], nodes, Term.CAPACITY_BLOCK, on=on)


def _window(bill: Bill, nodes: Range) -> Running:
    """Hours of the blocks of a month: as long as those bought in the stack, else as long as is assumed."""
    bought = [_hours_of(each) for each in bill.stack.graph.of_type(BLOCK)]
    if len(bought) == 1 and bought[0]:
        hours = min(bought[0], HOURS)
        return Running(nodes * hours, note=f"a window of {bought[0]:,.0f} hours is billed whole, used or not")
    note = f"{bill.assume('capacity_block_hours')}; the whole window is billed, used or not"
    return Running(nodes * bill.stack.usage.capacity_block_hours, Basis.ASSUMED, note)


def _hours_of(block: Resource) -> float | None:
    """Length of a block that was bought: the graph holds it once it was deployed, or read from a stack."""
    ends = [block.outputs.get(name, block.get(name)) for name in ("startDate", "endDate")]
    try:
        start, end = (datetime.fromisoformat(each) for each in ends)
        return (end - start).total_seconds() / 3600
    except (TypeError, ValueError):
        return None


def node_disks(bill: Bill, template: Resource | None, nodes: Range) -> Iterable[LineItem]:
    """Disks that the template gives each node."""
    devices = template.get("blockDeviceMappings") if template else MISSING
    if isinstance(devices, list) and devices:
        for each in devices:  # pyright: ignore[reportUnknownVariableType]
            ebs: Any = each.get("ebs") if isinstance(each, Mapping) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
            if isinstance(ebs, Mapping):
                yield from disk(bill, ebs, nodes, what="node")  # pyright: ignore[reportUnknownArgumentType]
    else:
        yield bill.unpriced("node storage", "the root disk is the image's own: neither size nor type is stated")


def reservation(bill: Bill) -> Iterable[LineItem]:
    """Hours of a capacity reservation, billed whether used or not."""
    machine, count = bill.text("instanceType"), bill.number("instanceCount")
    if not machine or count is None:
        yield bill.unknown("reserved hours", "instanceType" if not machine else "instanceCount")
    elif bill.text("tenancy", "default") != "default":
        yield bill.unpriced("reserved hours", "no dated price for dedicated tenancy")
    else:
        held = rate(machine).without(Term.SPOT, Term.CAPACITY_BLOCK)
        on = Running(Range.of(count * HOURS), note="billed whether used or not")
        yield from machine_hours(bill, machine, [held], Range.of(count), on=on, what=f"{machine} reserved")


def block_reservation(bill: Bill) -> Iterable[LineItem]:
    """A capacity block is paid when it is bought; its price is in the offering, which the graph does not hold."""
    reason = "the price of the whole window is in the offering, see the node groups that use it"
    yield bill.unpriced("capacity block", reason)


def instance(bill: Bill) -> Iterable[LineItem]:
    """Hours and disks of one EC2 instance with Linux."""
    machine = bill.text("instanceType")
    if not machine:
        yield bill.unknown("machine hours", "instanceType")
    elif bill.text("tenancy", "default") != "default":
        yield bill.unpriced("machine hours", "no dated price for dedicated tenancy")
    elif bill.get("instanceMarketOptions.marketType") == "spot":
        yield from machine_hours(bill, machine, [rate(machine)], Range.of(1), Term.SPOT)
    else:
        yield from machine_hours(bill, machine, [rate(machine)], Range.of(1), note="the rate for Linux")
    root = bill.get("rootBlockDevice")
    if isinstance(root, Mapping) and root.get("volumeSize"):  # pyright: ignore[reportUnknownMemberType]
        yield from disk(bill, root, Range.of(1), what="root")  # pyright: ignore[reportUnknownArgumentType]
    else:
        yield bill.unpriced("root storage", "the root disk is the image's own: its size is not stated")
    for _, each in bill.resource.all("ebsBlockDevices[*]"):
        if isinstance(each, Mapping):
            yield from disk(bill, each, Range.of(1), what="disk")  # pyright: ignore[reportUnknownArgumentType]


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:eks/nodeGroup:NodeGroup": node_group,
    "aws:ec2/instance:Instance": instance,
    RESERVATION: reservation,
    BLOCK: block_reservation,
}
