"""Rules about EKS clusters and their node groups."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Put, Remedy
from stackwright.policies.rule import PROD_ONLY, Level, Param, rule
from stackwright.policies.rules.aws.eks_versions import supported
from stackwright.policies.shapes import at_most, key_findings, must_be, texts
from stackwright.policies.tokens import token

CLUSTER = token("eks/Cluster")
POOL = token("eks/NodeGroup")
TYPES = frozenset({CLUSTER})
LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
WORLD = frozenset({"0.0.0.0/0", "::/0"})
GOOD = (
    part(token("kms/Key"), "key"),
    part(
        CLUSTER,
        "cluster",
        {
            "roleArn": "arn",
            "version": "1.35",
            "deletionProtection": True,
            "enabledClusterLogTypes": list(LOGS),
            "vpcConfig": {
                "subnetIds": ["subnet-1"],
                "endpointPrivateAccess": True,
                "endpointPublicAccess": True,
                "publicAccessCidrs": ["203.0.113.0/24"],
            },
            "encryptionConfig": {"provider": {"keyArn": UNKNOWN}, "resources": ["secrets"]},
        },
        encryptionConfig="key",
    ),
    part(
        POOL,
        "pool",
        {
            "clusterName": "cluster",
            "nodeRoleArn": "arn",
            "subnetIds": ["subnet-1"],
            "scalingConfig": {"minSize": 0, "desiredSize": 1, "maxSize": 4},
            "remoteAccess": {"ec2SshKey": "ops", "sourceSecurityGroupIds": ["sg-1"]},
        },
    ),
)


@rule(
    id="aws-eks-secrets-encryption",
    types=TYPES,
    severity="high",
    fix="give `encryption_config` a key of this account for `secrets`",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_58", hub="EKS.3", trivy="AWS-0039"),
    good=GOOD,
    bad=but("cluster", encryptionConfig=MISSING),
)
def secrets_encrypted(cluster: Resource, graph: Graph) -> Iterator[Finding]:
    """Kubernetes secrets are encrypted with a key that the account owns."""
    yield from key_findings(cluster, graph, "encryptionConfig.provider.keyArn")


@rule(
    id="aws-eks-endpoint-private",
    types=TYPES,
    severity="high",
    fix="switch public access off, or list the ranges that may connect",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_38 CKV_AWS_39", hub="EKS.1", trivy="AWS-0040 AWS-0041"),
    params=(Param("private_only", False, {"type": "boolean"}, "Whether listed ranges may not connect either."),),
    good=GOOD,
    bad=but("cluster", vpcConfig={"subnetIds": ["subnet-1"], "endpointPublicAccess": True}),
)
def endpoint_private(cluster: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """The Kubernetes API is not open to the whole internet."""
    public = cluster.get("vpcConfig.endpointPublicAccess")
    if public is False:
        return
    if config["private_only"]:
        path = "vpcConfig.endpointPublicAccess"
        yield unknown(path) if public is UNKNOWN else fail(path, "is not false (the default is true)")
        return
    ranges = cluster.get("vpcConfig.publicAccessCidrs")
    listed = texts(ranges)
    opened = bool(WORLD & set(listed))
    if ranges is UNKNOWN or (isinstance(ranges, list) and UNKNOWN in ranges and not opened):
        yield unknown("vpcConfig.publicAccessCidrs")
    elif not listed or opened:
        path = "vpcConfig.publicAccessCidrs" if listed else "vpcConfig.endpointPublicAccess"
        yield unknown(path) if public is UNKNOWN else fail(path, "opens the API to the whole internet")


def _missing_logs(cluster: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Put]:
    path = "enabledClusterLogTypes"
    given = cluster.get(path)
    if not isinstance(given, list) or not given:
        yield Put(path, list(LOGS))
        return
    missing = [log for log in LOGS if log not in given]
    yield from (Put(f"{path}[{place}]", log) for place, log in enumerate(missing, start=len(cast("list[Any]", given))))


@rule(
    id="aws-eks-audit-logs",
    types=TYPES,
    severity="medium",
    fix="list api, audit, authenticator, controllerManager and scheduler",
    remedy=Remedy(below={"enabledClusterLogTypes": _missing_logs}),
    frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_37", hub="EKS.8", trivy="AWS-0038"),
    good=GOOD,
    bad=but("cluster", enabledClusterLogTypes=["api"]),
)
def all_logs(cluster: Resource) -> Iterator[Finding]:
    """The control plane writes all its logs."""
    value = cluster.get("enabledClusterLogTypes")
    complete = set(LOGS) <= set(texts(value))
    if value is UNKNOWN or (isinstance(value, list) and UNKNOWN in value and not complete):
        yield unknown("enabledClusterLogTypes")
    elif not complete:
        yield fail("enabledClusterLogTypes", "leaves logs out")


@rule(
    id="aws-eks-supported-version",
    types=TYPES,
    severity="medium",
    fix="move to a newer Kubernetes version; extended support costs six times the price",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.COST, checkov="CKV_AWS_339", hub="EKS.2"),
    good=GOOD,
    bad=but("cluster", version="1.29"),
)
def version_supported(cluster: Resource) -> Iterator[Finding]:
    """Clusters run a Kubernetes version in standard support."""
    version = cluster.get("version")
    if version is UNKNOWN:
        yield unknown("version")
    elif version is not MISSING and not supported(str(version), datetime.now(UTC).date()):
        yield fail("version", "is out of standard support")


@rule(
    id="aws-eks-nodegroup-no-ssh",
    types={POOL},
    severity="high",
    fix="leave `remote_access` out, or give `source_security_group_ids`",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_100"),
    good=GOOD,
    bad=but("pool", remoteAccess={"ec2SshKey": "ops"}),
)
def no_ssh(pool: Resource) -> Iterator[Finding]:
    """Nodes do not accept SSH from everywhere."""
    key, groups = pool.get("remoteAccess.ec2SshKey"), pool.get("remoteAccess.sourceSecurityGroupIds")
    if key is MISSING or (isinstance(groups, list) and groups):
        return
    if UNKNOWN in (key, groups):
        yield unknown("remoteAccess")
    else:
        yield fail("remoteAccess.sourceSecurityGroupIds", "is not given, so SSH is open to the internet")


@rule(
    id="aws-eks-nodegroup-bounded",
    types={POOL},
    severity="high",
    fix="lower `scaling_config.max_size`, or raise `max_nodes` of this rule",
    frameworks=maps_to(Family.COST),
    params=(Param("max_nodes", 64, {"type": "number", "minimum": 1}, "Most nodes of one group."),),
    good=GOOD,
    bad=but("pool", scalingConfig={"minSize": 0, "desiredSize": 1, "maxSize": 1000}),
)
def bounded(pool: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Node groups cannot grow beyond a limit."""
    path = "scalingConfig.maxSize"
    limit = config["max_nodes"]
    yield from at_most(pool, path, limit, text="allows more nodes than the limit", missing="is not given")


deletion_protected = rule(
    id="aws-eks-deletion-protection",
    title="Clusters of prod stacks refuse deletion",
    types=TYPES,
    severity="medium",
    fix="set `deletion_protection` to true",
    level=PROD_ONLY,
    frameworks=maps_to(Family.RECOVERY, prowler="eks_cluster_deletion_protection_enabled"),
    good=GOOD,
    bad=but("cluster", deletionProtection=False),
)(must_be("deletionProtection", True, text="is not true"))

RULES = (
    secrets_encrypted,
    endpoint_private,
    all_logs,
    version_supported,
    no_ssh,
    bounded,
    deletion_protected,
)
