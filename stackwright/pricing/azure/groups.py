"""What groups of machines cost on Azure: scale sets."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING, Resource
from stackwright.pricing.azure.compute import rate
from stackwright.pricing.azure.disks import disk
from stackwright.pricing.azure.endpoints import SCALING
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import LineItem, Range, Term
from stackwright.pricing.nodes import machine_hours, node_range


def scale_set(bill: Bill) -> Iterable[LineItem]:
    """Machines of a scale set with Linux, between the bounds of what scales it, and their disks."""
    machine, nodes = bill.text("sku.name"), _nodes(bill)
    if not machine or nodes is None:
        yield bill.unknown("machine hours", "sku.name" if not machine else "sku.capacity")
        return
    profile = "virtualMachineProfile"
    term = Term.SPOT if bill.get(f"{profile}.priority") == "Spot" else Term.ON_DEMAND
    yield from machine_hours(bill, machine, [rate(machine)], nodes, term, note="the rate for Linux")
    yield from _disk(bill, f"{profile}.storageProfile.osDisk", nodes, "system")
    for place, _ in bill.resource.all(f"{profile}.storageProfile.dataDisks[*]"):
        yield from _disk(bill, place, nodes, "data")


def _nodes(bill: Bill) -> Range | None:
    count = bill.number("sku.capacity")
    scaling = _scaling(bill)
    if scaling is None:
        return None if count is None else Range.of(count)
    low, high = (
        [as_number(each) for _, each in scaling.all(f"profiles[*].capacity.{bound}")]
        for bound in ("minimum", "maximum")
    )
    least, most = ([each for each in found if each is not None] for found in (low, high))
    return node_range(bill, min(least, default=None), count, max(most, default=None))


def _scaling(bill: Bill) -> Resource | None:
    return bill.stack.graph.pointing_at(bill.resource, SCALING, "targetResourceUri")


def _disk(bill: Bill, at: str, nodes: Range, what: str) -> Iterable[LineItem]:
    if bill.get(f"{at}.diffDiskSettings") is not MISSING:
        yield bill.free("ephemeral disks are in the machine's rate (Azure documentation, ephemeral OS disks)")
        return
    kind, size = bill.text(f"{at}.managedDisk.storageAccountType"), bill.number(f"{at}.diskSizeGB")
    if kind and size:
        yield from disk(bill, kind, size, nodes, what=what)
    else:
        yield bill.unpriced(f"{what} storage", "the disk is the image's own: its type or size is not stated")


DECISIONS: Final[Mapping[str, Decision]] = {"azure-native:compute:VirtualMachineScaleSet": scale_set}
