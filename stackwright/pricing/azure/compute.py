"""What machines cost on Azure: clusters, node pools, reservations, virtual machines."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Resource, value_at
from stackwright.pricing.azure.disks import disk
from stackwright.pricing.azure.network import ADDRESS_HOUR, BALANCER_HOUR, NAT_HOUR
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import HOURS, LineItem, Range, Term
from stackwright.pricing.nodes import Running, machine_hours, node_range
from stackwright.pricing.prices import Key
from stackwright.pricing.terms import Rate, rate_of

TIER_HOUR: Final[Mapping[str, Key]] = {
    tier: Key("AKS", f"{tier} tier", "cluster-hour") for tier in ("Standard", "Premium")
}
GROUP: Final = "azure-native:compute:CapacityReservationGroup"
RESERVATION: Final = "azure-native:compute:CapacityReservation"

KEYS: Final = tuple(TIER_HOUR.values())


def on_demand(machine: str) -> Key:
    """Hours of a Linux machine, paid as it goes."""
    return Key("Virtual Machines", machine, "hour")


def rate(machine: str) -> Rate:
    """The machine on every term that it is sold on."""
    return rate_of("Virtual Machines", machine)


def cluster(bill: Bill) -> Iterable[LineItem]:
    """The tier's fee, the pools that are part of the cluster, and the way out that AKS makes for it."""
    tier = bill.text("sku.tier", "Free")
    key = TIER_HOUR.get(tier or "")
    if tier == "Free":
        yield bill.free("the Free tier has no fee (AKS documentation, pricing tiers)")
    elif key is None:
        yield bill.unpriced("control plane", f"no dated price for tier {tier or 'unknown'}")
    else:
        yield bill.priced(key, Range.of(HOURS))
    yield from _way_out(bill)
    for _, profile in bill.resource.all("agentPoolProfiles[*]"):
        if isinstance(profile, Mapping):
            yield from _pool(bill, profile, None)  # pyright: ignore[reportUnknownArgumentType]
        elif profile is UNKNOWN:
            yield bill.unknown("nodes", "agentPoolProfiles")


def _way_out(bill: Bill) -> Iterable[LineItem]:
    kind = bill.text("networkProfile.outboundType", "loadBalancer")
    if kind is None:
        yield bill.unknown("way out", "networkProfile.outboundType")
    elif kind in ("loadBalancer", "managedNATGateway"):
        key = BALANCER_HOUR if kind == "loadBalancer" else NAT_HOUR
        yield bill.priced(key, Range.of(HOURS), dimension=f"way out, {kind}")
        yield bill.priced(ADDRESS_HOUR, Range.of(HOURS), dimension="way out, address", note="at least one address")


def agent_pool(bill: Bill) -> Iterable[LineItem]:
    """Machine hours and disks of a node pool; low is its least and high its most nodes."""
    yield from _pool(bill, bill.resource.inputs, _group(bill))


def _pool(bill: Bill, pool: Mapping[str, Any], group: Resource | None) -> Iterable[LineItem]:
    machine, label = value_at(pool, "vmSize"), value_at(pool, "name")
    what = label if group is None and isinstance(label, str) else "node"
    nodes = _nodes(bill, pool)
    if nodes is None:
        yield bill.unknown(f"{what} count", "count")
        return
    if not isinstance(machine, str):
        yield bill.unknown(f"{what} machine type", "vmSize")
        return
    yield from _hours(bill, machine, nodes, group, cheap=value_at(pool, "scaleSetPriority") == "Spot")
    yield from _os_disk(bill, pool, nodes, what)


def _nodes(bill: Bill, pool: Mapping[str, Any]) -> Range | None:
    count, low, high = (as_number(value_at(pool, each)) for each in ("count", "minCount", "maxCount"))
    if value_at(pool, "enableAutoScaling") is True:
        return node_range(bill, low, count, high)
    return node_range(bill, count, count, count)


def _hours(bill: Bill, machine: str, nodes: Range, group: Resource | None, *, cheap: bool) -> Iterable[LineItem]:
    if cheap:
        yield from machine_hours(bill, machine, [rate(machine)], nodes, Term.SPOT)
        return
    reserved = _reserved(bill, group, machine)
    if group is not None:
        yield bill.free(f"runs in the capacity reservation group `{group.name}`, which is billed there")
        nodes = nodes.above(nodes.high if reserved is None else reserved)
    if nodes.high or group is None:
        yield from machine_hours(bill, machine, [rate(machine)], nodes)


def _group(bill: Bill) -> Resource | None:
    name = bill.get("capacityReservationGroupID")
    return bill.stack.wired(bill.resource, "capacityReservationGroupID", GROUP, name)


def _reserved(bill: Bill, group: Resource | None, machine: str) -> float | None:
    """Machines reserved in `group`; None when the number is not known."""
    if group is None:
        return None
    wanted = [
        each
        for each in bill.stack.graph.of_type(RESERVATION)
        if each.get("sku.name") == machine and group in bill.stack.graph.wired(each, "capacityReservationGroupName")
    ]
    counts = [as_number(each.get("sku.capacity")) for each in wanted]
    known = [count for count in counts if count is not None]
    return sum(known) if known and len(known) == len(counts) else None


def _os_disk(bill: Bill, pool: Mapping[str, Any], nodes: Range, what: str) -> Iterable[LineItem]:
    kind, size = value_at(pool, "osDiskType"), as_number(value_at(pool, "osDiskSizeGB"))
    if kind == "Ephemeral":
        yield bill.free("ephemeral disks are in the machine's rate (Azure documentation, ephemeral OS disks)")
    elif kind is MISSING or not size:
        yield bill.unpriced(f"{what} storage", "the disk is AKS's choice: its type or size is not stated")
    else:
        yield from disk(bill, "Premium_LRS", size, nodes, what=what)


def reservation(bill: Bill) -> Iterable[LineItem]:
    """Hours of reserved machines, billed whether used or not."""
    machine, count = bill.text("sku.name"), bill.number("sku.capacity")
    if not machine or count is None:
        yield bill.unknown("reserved hours", "sku.name" if not machine else "sku.capacity")
    else:
        held = [rate(machine).without(Term.SPOT)]
        on = Running(Range.of(count * HOURS), note="billed whether used or not")
        yield from machine_hours(bill, machine, held, Range.of(count), on=on, what=f"{machine} reserved")


def instance(bill: Bill) -> Iterable[LineItem]:
    """Hours and the system disk of one virtual machine with Linux."""
    machine = bill.text("hardwareProfile.vmSize")
    if not machine:
        yield bill.unknown("machine hours", "hardwareProfile.vmSize")
    elif bill.get("priority") == "Spot":
        yield from machine_hours(bill, machine, [rate(machine)], Range.of(1), Term.SPOT)
    else:
        yield from machine_hours(bill, machine, [rate(machine)], Range.of(1), note="the rate for Linux")
    kind, size = (
        bill.get(f"storageProfile.osDisk.{each}") for each in ("managedDisk.storageAccountType", "diskSizeGB")
    )
    gib = as_number(size)
    if isinstance(kind, str) and gib:
        yield from disk(bill, kind, gib, Range.of(1), what="system")
    else:
        yield bill.unpriced("system storage", "the system disk is the image's own: its type or size is not stated")


DECISIONS: Final[Mapping[str, Decision]] = {
    "azure-native:containerservice:ManagedCluster": cluster,
    "azure-native:containerservice:AgentPool": agent_pool,
    RESERVATION: reservation,
    "azure-native:compute:VirtualMachine": instance,
}
