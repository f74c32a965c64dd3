"""What relational databases and tables cost on AWS: machines, storage, capacity, requests."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision, as_number
from stackwright.pricing.model import HOURS, LineItem, Range
from stackwright.pricing.prices import Key

CLUSTER: Final = "aws:rds/cluster:Cluster"

AURORA_STORAGE: Final = Key("RDS", "Aurora storage", "GB-month")
AURORA_IO: Final = Key("RDS", "Aurora I/O", "1M requests")
SERVERLESS: Final = Key("RDS", "Aurora Serverless v2 capacity", "ACU-hour")
TABLE_STORAGE: Final = Key("DynamoDB", "storage", "GB-month")
TABLE_WRITES: Final = Key("DynamoDB", "on-demand writes", "1M units")
TABLE_READS: Final = Key("DynamoDB", "on-demand reads", "1M units")
WRITE_CAPACITY: Final = Key("DynamoDB", "provisioned write capacity", "WCU-hour")
READ_CAPACITY: Final = Key("DynamoDB", "provisioned read capacity", "RCU-hour")
_SINGLE, _MULTI = "Single-AZ", "Multi-AZ"


def disk(kind: str, zones: str) -> Key:
    """Storage of a database instance (`gp3`, `Single-AZ`)."""
    return Key("RDS", f"{kind} storage, {zones}", "GB-month")


def machine_hour(machine: str, engine: str, zones: str = "") -> Key:
    """Hours of a database instance (`db.t3.large`, `postgres`, `Multi-AZ`); Aurora has no zones of its own."""
    return Key("RDS", f"{machine} {engine}{', ' * bool(zones)}{zones}", "hour")


KEYS: Final = (
    *(AURORA_STORAGE, AURORA_IO, SERVERLESS),
    *(TABLE_STORAGE, TABLE_WRITES, TABLE_READS, WRITE_CAPACITY, READ_CAPACITY),
    *(disk(kind, zones) for kind in ("gp2", "gp3", "io1", "io2") for zones in (_SINGLE, _MULTI)),
)

BY_MACHINE: Final = frozenset({"RDS"})
"""Services of which each machine type has a price of its own."""

_FREE_GP3_IOPS = 12_000
"""IOPS that gp3 has without a charge at any size (Amazon RDS User Guide, gp3 storage)."""


def instance(bill: Bill) -> Iterable[LineItem]:
    """Hours and storage of a database instance; a second zone has rates of its own."""
    machine, engine, several = bill.text("instanceClass"), bill.text("engine"), bill.get("multiAz")
    if not machine or engine is None or several not in (True, False, MISSING):
        missing = "instanceClass" if not machine else "engine" if engine is None else "multiAz"
        yield bill.unknown("database hours", missing)
        return
    zones = _MULTI if several is True else _SINGLE
    if not engine:
        yield bill.unpriced("database hours", "the engine is that of the database that it is made from")
    else:
        key = machine_hour(machine, engine, zones)
        yield bill.priced(key, Range.of(HOURS), dimension=f"{machine} {engine} hours, {zones}")
    yield from _storage(bill, zones)


def _storage(bill: Bill, zones: str) -> Iterable[LineItem]:
    size, iops = bill.number("allocatedStorage"), bill.number("iops", 0)
    kind = bill.text("storageType", "io1" if iops else "gp2")  # the provider's default
    if size is None or kind is None or iops is None:
        yield bill.unknown("storage", "allocatedStorage" if size is None else "storageType")
        return
    most = bill.number("maxAllocatedStorage", 0) or 0
    yield bill.priced(disk(kind, zones), Range(size, size, max(size, most)))
    if iops > (_FREE_GP3_IOPS if kind == "gp3" else 0):
        yield bill.unpriced("IOPS", f"no dated price for provisioned IOPS on {kind}")


def cluster(bill: Bill) -> Iterable[LineItem]:
    """Storage and I/O of an Aurora cluster; its instances are billed themselves."""
    engine, kind = bill.text("engine"), bill.text("storageType", "aurora")
    if engine is None or kind is None:
        yield bill.unknown("storage", "engine" if engine is None else "storageType")
    elif not engine.startswith("aurora") or bill.text("engineMode", "provisioned") != "provisioned":
        yield bill.unpriced("cluster", "no dated price for Multi-AZ clusters and Aurora Serverless v1")
    elif kind not in ("", "aurora"):
        yield bill.unpriced("storage", f"no dated price for {kind} storage")
    else:
        yield bill.used(AURORA_STORAGE, "database_gb")
        yield bill.used(AURORA_IO, "database_requests", times=1e-6)


def cluster_instance(bill: Bill) -> Iterable[LineItem]:
    """Hours of an instance of Aurora; capacity units within the bounds of its cluster where it is serverless."""
    machine, engine = bill.text("instanceClass"), bill.text("engine")
    owner = bill.stack.wired(bill.resource, "clusterIdentifier", CLUSTER, bill.get("clusterIdentifier"))
    if not machine or engine is None:
        yield bill.unknown("database hours", "instanceClass" if not machine else "engine")
    elif owner is not None and owner.get("storageType") == "aurora-iopt1":
        yield bill.unpriced("database hours", "no dated price for I/O-optimized instances")
    elif machine == "db.serverless":
        bounds = [
            as_number(owner.get(f"serverlessv2ScalingConfiguration.{each}Capacity")) if owner else None
            for each in ("min", "max")
        ]
        if bounds[0] is None or bounds[1] is None:
            yield bill.unknown("capacity units", "clusterIdentifier")
        else:
            note = "expected is the least capacity"
            yield bill.priced(SERVERLESS, Range(bounds[0], bounds[0], bounds[1]) * HOURS, note=note)
    else:
        yield bill.priced(machine_hour(machine, engine), Range.of(HOURS), dimension=f"{machine} {engine} hours")


def table(bill: Bill) -> Iterable[LineItem]:
    """Storage of a table, and its requests or the capacity that it holds ready."""
    mode, kind = bill.text("billingMode", "PROVISIONED"), bill.text("tableClass", "STANDARD")
    if kind != "STANDARD":
        yield bill.unpriced("storage", f"no dated price for table class {kind or 'unknown'}")
        return
    yield bill.used(TABLE_STORAGE, "table_gb")
    if mode is None:
        yield bill.unknown("requests", "billingMode")
    elif mode == "PAY_PER_REQUEST":
        yield bill.used(TABLE_WRITES, "table_writes", times=1e-6)
        yield bill.used(TABLE_READS, "table_reads", times=1e-6)
    else:
        for key, path in ((WRITE_CAPACITY, "writeCapacity"), (READ_CAPACITY, "readCapacity")):
            units = bill.number(path)
            yield bill.unknown(path, path) if units is None else bill.priced(key, Range.of(units * HOURS))
        if bill.resource.all("globalSecondaryIndexes[*]"):
            yield bill.unpriced("indexes", "capacity of secondary indexes is not worked out")
    if bill.get("pointInTimeRecovery.enabled") is True:
        yield bill.unpriced("backups", "no dated price for point-in-time recovery")
    if bill.resource.all("replicas[*]"):
        yield bill.unpriced("replicas", "no dated price for replicas in other regions")


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:rds/instance:Instance": instance,
    CLUSTER: cluster,
    "aws:rds/clusterInstance:ClusterInstance": cluster_instance,
    "aws:dynamodb/table:Table": table,
}
