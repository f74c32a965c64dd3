"""What data services cost on Google Cloud: tables, slots, Spark clusters, caches."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.accelerators.catalog import find
from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.gcp.compute import rates
from stackwright.pricing.gcp.disks import disk
from stackwright.pricing.model import HOURS, LineItem, Range, Term
from stackwright.pricing.nodes import machine_hours
from stackwright.pricing.prices import Key

ROWS: Final = Key("BigQuery", "active logical storage", "GB-month")
SLOTS: Final[Mapping[str, Key]] = {
    edition: Key("BigQuery", f"{edition} slots", "slot-hour")
    for edition in ("STANDARD", "ENTERPRISE", "ENTERPRISE_PLUS")
}
SPARK: Final = Key("Dataproc", "cluster management", "vCPU-hour")

KEYS: Final = (ROWS, *SLOTS.values(), SPARK)

_ROLES: Final[Mapping[str, tuple[float, bool]]] = {
    "masterConfig": (1, False),
    "workerConfig": (2, False),
    "preemptibleWorkerConfig": (0, True),
}
"""Machines of a cluster by their part in it: how many where that is not said, and whether they are spot."""


def table(bill: Bill) -> Iterable[LineItem]:
    """Rows of a BigQuery table, as many as a log group is written; queries are not counted."""
    yield bill.used(ROWS, "log_gb")


def reservation(bill: Bill) -> Iterable[LineItem]:
    """Slots that are always there, and in the high those that autoscaling adds."""
    edition, slots = bill.text("edition", "STANDARD"), bill.number("slotCapacity")
    if edition is None or slots is None:
        yield bill.unknown("slots", "slotCapacity" if slots is None else "edition")
        return
    more = bill.number("autoscale.maxSlots", 0)
    if edition not in SLOTS or more is None:
        yield bill.unpriced("slots", f"no dated price for edition {edition}")
    else:
        yield bill.priced(SLOTS[edition], Range(slots, slots, slots + more) * HOURS)


def cluster(bill: Bill) -> Iterable[LineItem]:
    """Machines and disks of a Spark cluster, and its fee for every vCPU."""
    for role, (usual, cheap) in _ROLES.items():
        at = f"clusterConfig.{role}"
        machine, count = bill.text(f"{at}.machineType"), bill.number(f"{at}.numInstances", usual)
        if count is None:
            yield bill.unknown(f"{role} nodes", f"{at}.numInstances")
        elif count:
            yield from _nodes(bill, at, role, machine, count, cheap=cheap)


def _nodes(bill: Bill, at: str, role: str, machine: str | None, count: float, *, cheap: bool) -> Iterable[LineItem]:
    known = find(machine, "gcp") if machine else None
    if not machine or known is None:
        reason = "its machine type is Dataproc's choice" if not machine else f"the vCPUs of {machine} are not known"
        yield bill.unpriced(f"{role} nodes", reason)
        return
    nodes, guests = Range.of(count), bill.get(f"{at}.accelerators")
    yield bill.priced(SPARK, nodes * (known.vcpus * HOURS), dimension=f"{role} cluster management")
    yield from machine_hours(bill, machine, rates(machine, None), nodes, Term.SPOT if cheap else Term.ON_DEMAND)
    if guests is not MISSING:
        yield bill.unpriced(f"{role} accelerators", "no dated price for accelerators of a Spark cluster")
    kind = bill.text(f"{at}.diskConfig.bootDiskType", "pd-standard")
    size = bill.number(f"{at}.diskConfig.bootDiskSizeGb")
    if size is None:
        yield bill.unpriced(f"{role} storage", "the size of its disks is Dataproc's choice")
    else:
        yield from disk(bill, kind, size, nodes, what=role)


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:bigquery/table:Table": table,
    "gcp:bigquery/reservation:Reservation": reservation,
    "gcp:dataproc/cluster:Cluster": cluster,
}
