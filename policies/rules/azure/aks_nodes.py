"""Rules about the nodes of AKS clusters: those of pools, and of the pools that a cluster lists itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.machine_counts import MACHINES, bases, below, largest
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.rules.azure.aks import CLUSTER, GOOD, POOL
from stackwright.policies.shapes import all_in, key_findings
from stackwright.policies.tokens import azure

TYPES = frozenset({CLUSTER, POOL})
_LIST = {CLUSTER: "agentPoolProfiles[*].", POOL: ""}


@rule(
    id="azure-aks-no-node-public-ip",
    types=TYPES,
    severity="high",
    fix="leave `enable_node_public_ip` out; reach the internet through a NAT gateway",
    remedy=Remedy(dict.fromkeys([f"{base}enableNodePublicIP" for base in _LIST.values()], False)),
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AZURE_143"),
    good=GOOD,
    bad=but("gpu", enableNodePublicIP=True),
)
def no_public_ip(resource: Resource) -> Iterator[Finding]:
    """Nodes have no public address."""
    path = f"{_LIST[resource.type]}enableNodePublicIP"
    yield from all_in(resource, path, False, MISSING, text="gives nodes public addresses")


@rule(
    id="azure-aks-disk-encryption",
    types=TYPES,
    severity="medium",
    fix="give the cluster a `disk_encryption_set_id`, and set `enable_encryption_at_host` of pools",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.ENCRYPTION,
        checkov="CKV_AZURE_117 CKV_AZURE_227",
        trivy="AZU-0067",
        azure_policy="7d7be79c-23ba-4033-84dd-45e2a5ccdd67 41425d9f-d1a5-499a-9932-f8ed8453932c",
    ),
    good=GOOD,
    bad=but("gpu", enableEncryptionAtHost=False),
)
def disks_encrypted(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Disks of nodes are encrypted with a key that the subscription owns, and so is what their hosts cache."""
    if resource.type == CLUSTER:
        yield from key_findings(resource, graph, "diskEncryptionSetID")
    yield from all_in(resource, f"{_LIST[resource.type]}enableEncryptionAtHost", True, text="is not true")


@rule(
    id="azure-aks-pool-bounded",
    types=TYPES | {azure("compute/VirtualMachineScaleSet")},
    severity="high",
    fix="lower `max_count`, or raise `max_nodes` of this rule",
    frameworks=maps_to(Family.COST),
    params=(Param("max_nodes", 64, {"type": "number", "minimum": 1}, "Most nodes of one pool."),),
    good=GOOD,
    bad=but("gpu", maxCount=1000),
)
def bounded(resource: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Node pools cannot grow beyond a limit."""
    row = MACHINES[resource.type]
    for base in bases(resource, row):
        path, most = below(base, row.most[0]), largest(resource, graph, base)
        if most is UNKNOWN:
            yield unknown(path)
        elif most is MISSING:
            yield fail(path, "is not given")
        elif most > config["max_nodes"]:
            yield fail(path, "allows more nodes than the limit")


RULES = (no_public_ip, disks_encrypted, bounded)
