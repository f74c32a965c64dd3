"""Rules about the nodes of GKE clusters: those of pools, and of a cluster that keeps its default pool."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.machine_counts import largest
from stackwright.policies.remedy import Remedy, where
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.rules.gcp.gke import CLUSTER, POOL
from stackwright.policies.shapes import is_set, key_findings
from stackwright.policies.tokens import gcp

TYPES = frozenset({CLUSTER, POOL})
POOLS = frozenset({POOL})
NODES = ("nodeConfig", "nodePools[*].nodeConfig")
"""Where pools and clusters describe nodes."""
_SECURE = {"enableSecureBoot": True, "enableIntegrityMonitoring": True}
_NODES = {
    "machineType": "n2-standard-8",
    "serviceAccount": "nodes@lab.iam.gserviceaccount.com",
    "oauthScopes": ["https://www.googleapis.com/auth/cloud-platform"],
    "workloadMetadataConfig": {"mode": "GKE_METADATA"},
    "shieldedInstanceConfig": _SECURE,
    "bootDiskKmsKey": UNKNOWN,
}
GOOD = (
    part(gcp("kms/CryptoKey"), "key", {"keyRing": "ring"}),
    part(
        CLUSTER,
        "cluster",
        {
            "location": "europe-west4",
            "removeDefaultNodePool": True,
            "enableShieldedNodes": True,
            "workloadIdentityConfig": {"workloadPool": "lab.svc.id.goog"},
        },
    ),
    part(
        POOL,
        "pool",
        {
            "cluster": "cluster",
            "location": "europe-west4",
            "nodeLocations": ["europe-west4-a"],
            "autoscaling": {"minNodeCount": 0, "maxNodeCount": 4},
            "management": {"autoRepair": True, "autoUpgrade": True},
            "nodeConfig": _NODES,
        },
        nodeConfig="key",
    ),
)


def _nodes(resource: Resource) -> Iterator[str]:
    """Where a resource describes nodes."""
    if resource.type == POOL:
        yield "nodeConfig"
    elif True not in (resource.get("removeDefaultNodePool"), resource.get("enableAutopilot")):
        pools = [path for path, value in resource.all("nodePools[*]") if value is not MISSING]
        yield from (f"{path}.nodeConfig" for path in pools)
        if not pools:
            yield "nodeConfig"


def _has_its_nodes(resource: Resource) -> bool:
    """Whether it is known that the nodes that the resource describes are made."""
    return UNKNOWN not in (resource.get("removeDefaultNodePool"), resource.get("enableAutopilot"))


def _knows_pods(resource: Resource) -> bool:
    """Whether nodes could tell who a pod is; that of a cluster needs a pool of identities."""
    known = resource.type == POOL or is_set(resource.get("workloadIdentityConfig.workloadPool"))
    return known and _has_its_nodes(resource)


def _not_flex_start(pool: Resource) -> bool:
    return pool.get("nodeConfig.flexStart") is not UNKNOWN


def _at(path: str, value: Any, wanted: tuple[Any, ...], text: str) -> Iterator[Finding]:
    if value is UNKNOWN:
        yield unknown(path)
    elif not any(value is one or value == one for one in wanted):
        yield fail(path, text)


@rule(
    id="gcp-gke-workload-identity",
    types=TYPES,
    severity="high",
    fix="give the cluster a `workload_pool`, and nodes the metadata mode GKE_METADATA",
    remedy=Remedy(
        dict.fromkeys([f"{nodes}.workloadMetadataConfig.mode" for nodes in NODES], where(_knows_pods, "GKE_METADATA"))
    ),
    frameworks=maps_to(Family.ACCESS, checkov="CKV_GCP_69", trivy="GCP-0057"),
    good=GOOD,
    bad=but("pool", nodeConfig={**_NODES, "workloadMetadataConfig": {"mode": "GCE_METADATA"}}),
)
def workload_identity(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Pods act as service accounts of their own, never as their node."""
    if resource.type == CLUSTER and resource.get("enableAutopilot") is not True:
        path = "workloadIdentityConfig.workloadPool"
        pool = resource.get(path)
        if pool is UNKNOWN and not graph.wired(resource, "workloadIdentityConfig"):
            yield unknown(path)
        elif not is_set(pool):
            yield fail(path, "is not given")
    for base in _nodes(resource):
        path = f"{base}.workloadMetadataConfig.mode"
        yield from _at(path, resource.get(path), ("GKE_METADATA",), "is not GKE_METADATA")


@rule(
    id="gcp-gke-shielded-nodes",
    types=TYPES,
    severity="medium",
    fix="set `enable_secure_boot` and `enable_integrity_monitoring` to true",
    remedy=Remedy(
        {"enableShieldedNodes": True}
        | dict.fromkeys(
            [f"{nodes}.shieldedInstanceConfig.{switch}" for nodes in NODES for switch in _SECURE],
            where(_has_its_nodes, True),
        )
    ),
    frameworks=maps_to(Family.INTEGRITY, checkov="CKV_GCP_68 CKV_GCP_71 CKV_GCP_72", trivy="GCP-0055"),
    good=GOOD,
    bad=but("pool", nodeConfig={**_NODES, "shieldedInstanceConfig": {"enableSecureBoot": False}}),
)
def shielded(resource: Resource) -> Iterator[Finding]:
    """Nodes start only software that is signed and unchanged."""
    if resource.type == CLUSTER:
        path = "enableShieldedNodes"
        yield from _at(path, resource.get(path), (True, MISSING), "is false (the default is true)")
    for base in _nodes(resource):
        path = f"{base}.shieldedInstanceConfig"
        watched, booted = (resource.get(f"{path}.enable{what}") for what in ("IntegrityMonitoring", "SecureBoot"))
        yield from _at(f"{path}.enableIntegrityMonitoring", watched, (True, MISSING), "is false")
        # drivers of accelerators that are built on the node are unsigned, and secure boot refuses them
        if resource.get(f"{base}.guestAccelerators") is MISSING:
            yield from _at(f"{path}.enableSecureBoot", booted, (True,), "is not true (the default is false)")


@rule(
    id="gcp-gke-node-sa",
    types=TYPES,
    severity="high",
    fix="give nodes a service account of their own with the roles that nodes need",
    frameworks=maps_to(Family.ACCESS, checkov="CKV2_GCP_1", trivy="GCP-0050"),
    good=GOOD,
    bad=but("pool", nodeConfig={**_NODES, "serviceAccount": "default"}),
)
def own_account(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Nodes act as a service account of their own."""
    for base in _nodes(resource):
        path = f"{base}.serviceAccount"
        account = resource.get(path)
        if account is UNKNOWN:
            if not graph.wired(resource, base.partition("[")[0]):
                yield unknown(path)
        elif not is_set(account):
            yield fail(path, "is not given, so nodes act as the default account of the project")
        elif account == "default" or str(account).endswith("-compute@developer.gserviceaccount.com"):
            yield fail(path, "is the default account of the project")


@rule(
    id="gcp-gke-boot-disk-cmek",
    types=TYPES,
    severity="medium",
    fix="give `boot_disk_kms_key` a key of your own",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION),
    good=GOOD,
    bad=but("pool", nodeConfig={key: value for key, value in _NODES.items() if key != "bootDiskKmsKey"}),
)
def disk_key(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Disks of nodes are encrypted with a key that the project owns."""
    for base in _nodes(resource):
        yield from key_findings(resource, graph, f"{base}.bootDiskKmsKey")


@rule(
    id="gcp-gke-repair-upgrade",
    types=POOLS,
    severity="low",
    fix="leave `auto_repair` and `auto_upgrade` on",
    remedy=Remedy({"management.autoUpgrade": True, "management.autoRepair": where(_not_flex_start, True)}),
    frameworks=maps_to(Family.INTEGRITY, checkov="CKV_GCP_9 CKV_GCP_10", trivy="GCP-0058 GCP-0063"),
    good=GOOD,
    bad=but("pool", management={"autoRepair": False, "autoUpgrade": True}),
)
def kept_well(pool: Resource) -> Iterator[Finding]:
    """Nodes are repaired and upgraded by GKE."""
    yield from _at("management.autoUpgrade", pool.get("management.autoUpgrade"), (True, MISSING), "is false")
    if pool.get("nodeConfig.flexStart") is not True:  # flex-start refuses repair
        yield from _at("management.autoRepair", pool.get("management.autoRepair"), (True, MISSING), "is false")


@rule(
    id="gcp-gke-nodepool-bounded",
    types=POOLS,
    severity="high",
    fix="lower the largest number of nodes (it counts per zone), or raise `max_nodes` of this rule",
    frameworks=maps_to(Family.COST),
    params=(Param("max_nodes", 64, {"type": "number", "minimum": 1}, "Most nodes of one pool, all zones together."),),
    good=GOOD,
    bad=but("pool", autoscaling={"minNodeCount": 0, "maxNodeCount": 1000}),
)
def bounded(pool: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Node pools cannot grow beyond a limit."""
    path = "autoscaling" if is_set(pool.get("autoscaling")) else "nodeCount"
    most = largest(pool, graph)
    if most is UNKNOWN:
        yield unknown(path)
    elif most is MISSING:
        yield fail(path, "gives no largest number of nodes")
    elif most > config["max_nodes"]:
        yield fail(path, "allows more nodes than the limit")


RULES = (workload_identity, shielded, own_account, disk_key, kept_well, bounded)
