"""What clusters of nodes cost on AWS: caches, search, warehouses, brokers; and search and warehouses without nodes."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import HOURS, Basis, LineItem, Range
from stackwright.pricing.prices import Key

SEARCH_DISK: Final = Key("OpenSearch", "gp2 storage", "GB-month")
SEARCH_UNIT: Final = Key("OpenSearch Serverless", "compute", "OCU-hour")
SEARCH_STORED: Final = Key("OpenSearch Serverless", "storage", "GB-month")
MANAGED_STORAGE: Final = Key("Redshift", "managed storage", "GB-month")
WAREHOUSE_UNIT: Final = Key("Redshift Serverless", "compute", "RPU-hour")
BROKER_DISK: Final = Key("MSK", "broker storage", "GB-month")
BACKUP: Final = Key("ElastiCache", "backup storage", "GB-month")

KEYS: Final = (SEARCH_DISK, SEARCH_UNIT, SEARCH_STORED, MANAGED_STORAGE, WAREHOUSE_UNIT, BROKER_DISK, BACKUP)

BY_MACHINE: Final = frozenset({"ElastiCache", "MSK", "OpenSearch", "Redshift"})
"""Services of which each node type has a price of its own."""


def _nodes(bill: Bill, service: str, machine: str | None, count: float | None, path: str, unit: str) -> LineItem:
    if not machine or count is None:
        return bill.unknown("node hours", path)
    return bill.priced(Key(service, machine, unit), Range.of(count * HOURS), dimension=f"{machine} hours")


def cache(bill: Bill) -> Iterable[LineItem]:
    """Nodes of a cache."""
    if bill.get("replicationGroupId") is not MISSING:
        yield bill.free("a node of its replication group, which is billed itself (Amazon ElastiCache pricing)")
        return
    count = bill.number("numCacheNodes", 1)
    yield _nodes(bill, "ElastiCache", bill.text("nodeType"), count, "nodeType", "node-hour")


def cache_group(bill: Bill) -> Iterable[LineItem]:
    """Nodes of all shards of a cache, replicas included."""
    single = bill.number("numCacheClusters", 0)
    shards, replicas = bill.number("numNodeGroups", 1), bill.number("replicasPerNodeGroup", 0)
    count = None if single is None or shards is None or replicas is None else single or shards * (1 + replicas)
    yield _nodes(bill, "ElastiCache", bill.text("nodeType"), count, "nodeType", "node-hour")
    if bill.number("snapshotRetentionLimit", 0) != 0:
        yield bill.used(BACKUP, "snapshot_gb")


def search_domain(bill: Bill) -> Iterable[LineItem]:
    """Data nodes, dedicated masters, warm nodes and disks of a search domain."""
    data = bill.number("clusterConfig.instanceCount", 1)
    machine = bill.text("clusterConfig.instanceType", "m4.large.search")  # the API's default
    yield _nodes(bill, "OpenSearch", machine, data, "clusterConfig.instanceType", "hour")
    for kind, what in (("dedicatedMaster", "dedicatedMasterCount"), ("warm", "warmCount")):
        if bill.get(f"clusterConfig.{kind}Enabled") is True:
            count = bill.number(f"clusterConfig.{what}", 3 if kind == "dedicatedMaster" else None)
            node = bill.text(f"clusterConfig.{kind}Type")
            yield _nodes(bill, "OpenSearch", node, count, f"clusterConfig.{kind}Type", "hour")
    size, kind = bill.number("ebsOptions.volumeSize", 0), bill.text("ebsOptions.volumeType", "gp2")
    if data is None or size is None:
        yield bill.unknown("storage", "ebsOptions.volumeSize")
    elif size and kind == "gp2":
        yield bill.priced(SEARCH_DISK, Range.of(size * data))
    elif size:
        yield bill.unpriced("storage", f"no dated price for {kind or 'unknown'} storage of OpenSearch")


def search_collection(bill: Bill) -> Iterable[LineItem]:
    """Compute units of a collection, half of them for indexing; collections of an account share them."""
    least = 1.0 if bill.get("standbyReplicas") == "DISABLED" else 2.0
    assumed = bill.stack.usage.search_units
    units = Range(*(max(least, each) for each in (assumed.low, assumed.expected, assumed.high)))
    note = f"{bill.assume('search_units')}; {least:g} at least, shared by the collections of an account"
    yield bill.priced(SEARCH_UNIT, units * HOURS, basis=Basis.ASSUMED, note=note)
    yield bill.used(SEARCH_STORED, "database_gb")


def warehouse(bill: Bill) -> Iterable[LineItem]:
    """Nodes of a warehouse, and what it stores apart from them."""
    machine = bill.text("nodeType")
    several = bill.text("clusterType", "single-node") != "single-node"
    count = bill.number("numberOfNodes", None if several else 1)
    yield _nodes(bill, "Redshift", machine, count, "nodeType", "node-hour")
    if machine and machine.startswith(("ra3", "rg")):
        yield bill.used(MANAGED_STORAGE, "database_gb")


def workgroup(bill: Bill) -> Iterable[LineItem]:
    """Capacity of a warehouse without nodes while it answers queries, and what it stores."""
    base = bill.number("baseCapacity", 128)  # the API's default
    if base is None:
        yield bill.unknown("compute", "baseCapacity")
    else:
        yield bill.used(WAREHOUSE_UNIT, "job_hours", times=base)
    yield bill.used(MANAGED_STORAGE, "database_gb")


def brokers(bill: Bill) -> Iterable[LineItem]:
    """Brokers of a Kafka cluster and their disks."""
    count = bill.number("numberOfBrokerNodes")
    machine = bill.text("brokerNodeGroupInfo.instanceType")
    yield _nodes(bill, "MSK", machine, count, "brokerNodeGroupInfo.instanceType", "broker-hour")
    size = bill.number("brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize", 1000)  # the API's default
    if count is None or size is None:
        yield bill.unknown("storage", "brokerNodeGroupInfo.storageInfo")
    else:
        yield bill.priced(BROKER_DISK, Range.of(size * count))


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:elasticache/cluster:Cluster": cache,
    "aws:elasticache/replicationGroup:ReplicationGroup": cache_group,
    "aws:opensearch/domain:Domain": search_domain,
    "aws:opensearch/serverlessCollection:ServerlessCollection": search_collection,
    "aws:redshift/cluster:Cluster": warehouse,
    "aws:redshiftserverless/workgroup:Workgroup": workgroup,
    "aws:msk/cluster:Cluster": brokers,
}
