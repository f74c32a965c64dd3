"""What machines cost on Google Cloud: node pools, instances, reservations, clusters; node counts are per zone."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

from stackwright.accelerators.catalog import find
from stackwright.accelerators.machines import Machine
from stackwright.plan.graph import MISSING, Resource, value_at
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.gcp.disks import disk, local_disks
from stackwright.pricing.model import HOURS, LineItem, Range, Term
from stackwright.pricing.nodes import Running, machine_hours, node_range
from stackwright.pricing.prices import Key
from stackwright.pricing.terms import Rate, rate_of

CLUSTER_HOUR: Final = Key("GKE", "cluster management", "cluster-hour")
CLUSTER: Final = "gcp:container/cluster:Cluster"
RESERVATION: Final = "gcp:compute/reservation:Reservation"

KEYS: Final = (CLUSTER_HOUR,)

_ZONES = 3
"""Zones that a regional cluster has nodes in when none are named (GKE, types of clusters)."""


def on_demand(machine: str) -> Key:
    """Hours of a Linux machine, with the GPUs and local SSDs that belong to its type."""
    return Key("Compute Engine", machine, "hour")


def rates(machine: str, guests: Any) -> list[Rate]:
    """A TPU machine is its chips; GPUs are charged apart from an N1 machine, and belong to every other type."""
    known = find(machine, "gcp")
    if known is not None and known.family == "tpu":
        chips = known.accelerator_count
        return [rate_of("Cloud TPU", known.accelerator, what=machine, unit="chip-hour", units=chips)]
    found = [rate_of("Compute Engine", machine)]
    for guest in guests if isinstance(guests, list) and machine.startswith("n1-") else ():  # pyright: ignore[reportUnknownVariableType]
        name, count = value_at(guest, "type"), as_number(value_at(guest, "count"))
        if isinstance(name, str) and count:
            kind = name.rpartition("/")[2]
            found.append(rate_of("Compute Engine", kind, unit="accelerator-hour", units=count))
    return found


def rates_of(machine: Machine) -> list[Rate]:
    """Rates of `machine` with the GPUs that are attached to it."""
    guests = [{"type": machine.api_name, "count": machine.accelerator_count}] if machine.api_name else None
    return rates(machine.name, guests)


def machine_keys(machine: Machine) -> tuple[Key, ...]:
    """Price of an hour of `machine` on demand, and of each GPU that is attached to it."""
    return tuple(rate.charges[Term.ON_DEMAND].key for rate in rates_of(machine))


def _hours(bill: Bill, machine: str, guests: Any, nodes: Range, *, cheap: bool) -> Iterable[LineItem]:
    term = Term.SPOT if cheap else Term.ON_DEMAND
    return machine_hours(bill, machine, rates(machine, guests), nodes, term)


def cluster(bill: Bill) -> Iterable[LineItem]:
    """The management fee, and the default node pool unless it is removed; the free tier is not counted."""
    yield bill.priced(CLUSTER_HOUR, Range.of(HOURS), note="the free tier of an account is not counted")
    if bill.get("enableAutopilot") is True:
        yield bill.unpriced("pods", "no dated price for Autopilot pods")
    elif bill.get("removeDefaultNodePool") is not True and bill.get("initialNodeCount") is not MISSING:
        count = bill.number("initialNodeCount")
        if count is None:
            yield bill.unknown("nodes", "initialNodeCount")
        else:
            yield from _pool(bill, Range.of(count * _zones(bill, None)))


def node_pool(bill: Bill) -> Iterable[LineItem]:
    """Machine hours and disks of a node pool; low is its least and high its most nodes, over all its zones."""
    name = bill.get("cluster")
    nodes = _nodes(bill, _zones(bill, bill.stack.wired(bill.resource, "cluster", CLUSTER, name)))
    if nodes is None:
        yield bill.unknown("nodes", "autoscaling" if bill.get("autoscaling") is not MISSING else "nodeCount")
    else:
        yield from _pool(bill, nodes)


def _zones(bill: Bill, owner: Resource | None) -> int:
    """Zones with nodes: those named, those of the cluster, the one of the location, else GKE's three."""
    for resource in (bill.resource, owner):
        named = resource.get("nodeLocations") if resource else MISSING
        if isinstance(named, list) and named:
            return len(named)  # pyright: ignore[reportUnknownArgumentType]
        location = resource.get("location") if resource else MISSING
        if isinstance(location, str) and re.fullmatch(r"[a-z]+-[a-z]+\d+-[a-z]+\d*[a-z]?", location):
            return 1
    bill.stack.assumed[f"`{bill.resource.name}` has nodes in {_ZONES} zones, GKE's default"] = None
    return _ZONES


def _nodes(bill: Bill, zones: int) -> Range | None:
    fixed = bill.number("nodeCount", bill.number("initialNodeCount"))
    every = None if fixed is None else fixed * zones
    if bill.get("autoscaling") is MISSING:
        return node_range(bill, every, every, every)
    bounds = (bill.number(f"autoscaling.total{each}NodeCount") for each in ("Min", "Max"))
    totals = [each for each in bounds if each is not None]
    if len(totals) == 2:
        low, high = totals
    else:
        low, high = (_times(bill.number(f"autoscaling.{each}NodeCount"), zones) for each in ("min", "max"))
    return node_range(bill, 0 if low is None and high is not None else low, every, high)


def _times(count: float | None, zones: int) -> float | None:
    return None if count is None else count * zones


def _pool(bill: Bill, nodes: Range) -> Iterable[LineItem]:
    machine = bill.text("nodeConfig.machineType", "e2-medium")
    if machine is None:
        yield bill.unknown("machine type", "nodeConfig.machineType")
        return
    yield from _pool_hours(bill, machine, nodes)
    kind = bill.text("nodeConfig.diskType", "pd-balanced")
    yield from disk(bill, kind, bill.number("nodeConfig.diskSizeGb", 100), nodes, what="node")
    known = find(machine, "gcp")
    for block in ("localNvmeSsdBlockConfig", "ephemeralStorageLocalSsdConfig"):
        number = bill.number(f"nodeConfig.{block}.localSsdCount", 0)
        if number and not (known and known.nvme_gib):  # those of its type are in the machine's rate
            yield from local_disks(bill, number, nodes, what="node")


def _pool_hours(bill: Bill, machine: str, nodes: Range) -> Iterable[LineItem]:
    if bill.get("nodeConfig.flexStart") is True or bill.get("queuedProvisioning.enabled") is True:
        yield bill.unpriced("machine hours", "no dated price for flex-start (Dynamic Workload Scheduler)")
        return
    names = [name for _, name in bill.resource.all("nodeConfig.reservationAffinity.values[*]")]
    reserved = bill.stack.wired(bill.resource, "nodeConfig", RESERVATION, *names)
    if reserved:
        yield bill.free(f"runs in the reservation `{reserved.name}`, which is billed there")
        nodes = nodes.above(as_number(reserved.get("specificReservation.count")) or nodes.high)
    if nodes.high or not reserved:
        cheap = bill.get("nodeConfig.spot") is True or bill.get("nodeConfig.preemptible") is True
        yield from _hours(bill, machine, bill.get("nodeConfig.guestAccelerators"), nodes, cheap=cheap)


def reservation(bill: Bill) -> Iterable[LineItem]:
    """Hours of reserved machines, billed whether used or not."""
    machine = bill.text("specificReservation.instanceProperties.machineType")
    count = bill.number("specificReservation.count")
    if not machine or count is None:
        yield bill.unknown("reserved hours", "specificReservation")
    else:
        guests = bill.get("specificReservation.instanceProperties.guestAccelerators")
        held = [each.without(Term.SPOT) for each in rates(machine, guests)]
        on = Running(Range.of(count * HOURS), note="billed whether used or not")
        yield from machine_hours(bill, machine, held, Range.of(count), on=on)


def instance(bill: Bill) -> Iterable[LineItem]:
    """Hours and disks of one virtual machine with Linux."""
    machine = bill.text("machineType")
    if not machine:
        yield bill.unknown("machine hours", "machineType")
    else:
        cheap = bill.get("scheduling.provisioningModel") == "SPOT" or bill.get("scheduling.preemptible") is True
        kind, guests = machine.rpartition("/")[2], bill.get("guestAccelerators")
        yield from _hours(bill, kind, guests, Range.of(1), cheap=cheap)
    boot = "bootDisk.initializeParams"
    if bill.get(f"{boot}.size") is MISSING:
        yield bill.unpriced("boot storage", "the boot disk is the image's own: its size is not stated")
    else:
        kind = bill.text(f"{boot}.type", "pd-standard")
        yield from disk(bill, kind, bill.number(f"{boot}.size"), Range.of(1), what="boot")


DECISIONS: Final[Mapping[str, Decision]] = {
    CLUSTER: cluster,
    "gcp:container/nodePool:NodePool": node_pool,
    RESERVATION: reservation,
    "gcp:compute/instance:Instance": instance,
}
