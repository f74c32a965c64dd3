"""What machines cost on AWS: node groups, instances, reservations, clusters, functions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from stackwright.accelerators.catalog import find
from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.pricing.aws.disks import disk
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import HOURS, Basis, LineItem, Range
from stackwright.pricing.nodes import node_range, spot_hours
from stackwright.pricing.prices import Key

CLUSTER_HOUR: Final = Key("EKS", "control plane, standard support", "cluster-hour")
CALLS: Final = Key("Lambda", "requests", "1M requests")
GB_SECONDS: Final = Key("Lambda", "x86 duration (first 6B GB-s)", "GB-second")
TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
RESERVATION: Final = "aws:ec2/capacityReservation:CapacityReservation"
BLOCK: Final = "aws:ec2/capacityBlockReservation:CapacityBlockReservation"

KEYS: Final = (CLUSTER_HOUR, CALLS, GB_SECONDS)


def on_demand(machine: str) -> Key:
    """Hours of a Linux machine with shared tenancy."""
    return Key("EC2", machine, "hour")


def spot(machine: str) -> Key:
    """Hours of a Linux machine on the spot market."""
    return Key("EC2 Spot", machine, "hour")


def capacity_block(machine: str) -> Key:
    """Hours of one accelerator of a machine in a capacity block for ML."""
    return Key("EC2 Capacity Blocks", machine, "accelerator-hour")


def cluster(bill: Bill) -> Iterable[LineItem]:
    """Hours of an EKS control plane, in standard support."""
    yield bill.priced(CLUSTER_HOUR, Range.of(HOURS))
    if bill.get("computeConfig.enabled") is True:
        yield bill.unpriced("auto mode", "no dated price for EKS Auto Mode")


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
    yield from _node_disks(bill, template, nodes)


def _nodes(bill: Bill) -> Range | None:
    low, desired, high = (bill.number(f"scalingConfig.{each}Size") for each in ("min", "desired", "max"))
    return node_range(bill, low, desired, high)


def _machines(bill: Bill, template: Resource | None) -> Sequence[str]:
    types = bill.get("instanceTypes")
    if isinstance(types, list) and types and UNKNOWN not in types:
        return [str(each) for each in types]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if types is MISSING and template is not None:
        one = template.get("instanceType")
        return [one] if isinstance(one, str) else []
    return ["t3.medium"] if types is MISSING else []  # EKS's default (API reference, CreateNodegroup)


def _machine_hours(bill: Bill, machines: Sequence[str], nodes: Range, template: Resource | None) -> Iterable[LineItem]:
    capacity = bill.text("capacityType", "ON_DEMAND")
    market = template.get("instanceMarketOptions.marketType") if template else MISSING
    if capacity is None:
        yield bill.unknown("machine hours", "capacityType")
    elif capacity == "CAPACITY_BLOCK" or market == "capacity-block":
        yield from _block_hours(bill, machines[0], nodes)
    elif capacity == "SPOT":
        yield from _spot_hours(bill, machines, nodes)
    else:
        reserved = _reserved(bill, template)
        if reserved:
            yield bill.free(f"runs in the capacity reservation `{reserved.name}`, which is billed there")
            nodes = nodes.above(as_number(reserved.get("instanceCount")) or nodes.high)
        if nodes.high:
            yield from _choice(bill, machines, nodes)


def _reserved(bill: Bill, template: Resource | None) -> Resource | None:
    if template is None:
        return None
    path = "capacityReservationSpecification.capacityReservationTarget.capacityReservationId"
    target = template.get(path)
    return bill.stack.wired(template, "capacityReservationSpecification", RESERVATION, target)


def _choice(bill: Bill, machines: Sequence[str], nodes: Range) -> Iterable[LineItem]:
    """The first type is expected; of several the cheapest is the low and the dearest the high."""
    rates = {each: bill.prices.find(bill.region, on_demand(each)) for each in machines}
    known = {each: row.usd for each, row in rates.items() if row}
    yield from (bill.priced(on_demand(each), nodes * HOURS) for each in rates if each not in known)
    if not known:
        return
    cheapest, dearest = min(known, key=known.__getitem__), max(known, key=known.__getitem__)
    first = next(each for each in machines if each in known)
    for each in dict.fromkeys((first, cheapest, dearest)):
        share = Range(
            nodes.low if each == cheapest else 0,
            nodes.expected if each == first else 0,
            nodes.high if each == dearest else 0,
        )
        yield bill.priced(on_demand(each), share * HOURS, dimension=f"{each} hours")


def _spot_hours(bill: Bill, machines: Sequence[str], nodes: Range) -> Iterable[LineItem]:
    first = machines[0]
    return spot_hours(bill, first, nodes, spot=spot(first), on_demand=on_demand(first))


def _block_hours(bill: Bill, machine: str, nodes: Range) -> Iterable[LineItem]:
    known = find(machine, "aws")
    if known is None or not known.accelerator_count:
        yield bill.unpriced("capacity block", f"the accelerators of {machine} are not known")
        return
    hours = bill.stack.usage.capacity_block_hours * known.accelerator_count
    yield bill.priced(
        capacity_block(machine),
        nodes * hours,
        dimension=f"{machine} capacity block",
        basis=Basis.ASSUMED,
        note=f"{bill.assume('capacity_block_hours')}; the whole window is billed, used or not",
    )


def _node_disks(bill: Bill, template: Resource | None, nodes: Range) -> Iterable[LineItem]:
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
        note = "billed whether used or not"
        yield bill.priced(on_demand(machine), Range.of(count * HOURS), dimension=f"{machine} reserved hours", note=note)


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
        yield from _spot_hours(bill, [machine], Range.of(1))
    else:
        yield bill.priced(on_demand(machine), Range.of(HOURS), dimension=f"{machine} hours", note="the rate for Linux")
    root = bill.get("rootBlockDevice")
    if isinstance(root, Mapping) and root.get("volumeSize"):  # pyright: ignore[reportUnknownMemberType]
        yield from disk(bill, root, Range.of(1), what="root")  # pyright: ignore[reportUnknownArgumentType]
    else:
        yield bill.unpriced("root storage", "the root disk is the image's own: its size is not stated")
    for _, each in bill.resource.all("ebsBlockDevices[*]"):
        if isinstance(each, Mapping):
            yield from disk(bill, each, Range.of(1), what="disk")  # pyright: ignore[reportUnknownArgumentType]


def function(bill: Bill) -> Iterable[LineItem]:
    """Calls and memory time of a function; the free tier of an account is not counted."""
    yield bill.used(CALLS, "function_calls", times=1 / 1_000_000)
    memory = bill.number("memorySize", 128)
    if memory is None:
        yield bill.unknown("duration", "memorySize")
    elif "arm64" in [value for _, value in bill.resource.all("architectures[*]")]:
        yield bill.unpriced("duration", "no dated price for arm64 functions")
    else:
        bill.assume("function_seconds")
        seconds = bill.stack.usage.function_seconds * (memory / 1024)
        yield bill.used(GB_SECONDS, "function_calls", times=seconds)


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:eks/cluster:Cluster": cluster,
    "aws:eks/nodeGroup:NodeGroup": node_group,
    "aws:ec2/instance:Instance": instance,
    RESERVATION: reservation,
    BLOCK: block_reservation,
    "aws:lambda/function:Function": function,
}
