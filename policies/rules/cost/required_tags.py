"""Rule ai-required-tags."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Param, rule
from stackwright.policies.shapes import top_level
from stackwright.policies.tokens import BUCKETS, azure, gcp, token, tokens

# what carries the bill or the data; the SDK gives each of them `tags`
TAGGED = BUCKETS | tokens(
    "cloudwatch/LogGroup",
    "ebs/Volume",
    "ec2/Eip",
    "ec2/Instance",
    "ec2/LaunchTemplate",
    "ec2/NatGateway",
    "ec2/SecurityGroup",
    "ec2/Subnet",
    "ec2/Vpc",
    "ec2/VpcEndpoint",
    "ecr/Repository",
    "efs/FileSystem",
    "eks/Cluster",
    "eks/NodeGroup",
    "fsx/LustreFileSystem",
    "fsx/OntapFileSystem",
    "fsx/OpenZfsFileSystem",
    "iam/Role",
    "kms/Key",
    "sagemaker/Domain",
    "sagemaker/Endpoint",
    "sagemaker/EndpointConfiguration",
    "sagemaker/Model",
    "sagemaker/NotebookInstance",
    "sagemaker/TrainingJob",
    "secretsmanager/Secret",
)
LABELS: Mapping[str, str] = {
    **dict.fromkeys(TAGGED, "tags"),
    **dict.fromkeys(
        tokens(
            "artifactregistry/Repository",
            "bigquery/Dataset",
            "compute/Address",
            "compute/Disk",
            "compute/Instance",
            "compute/InstanceTemplate",
            "filestore/Instance",
            "kms/CryptoKey",
            "lustre/Instance",
            "parallelstore/Instance",
            "pubsub/Topic",
            "secretmanager/Secret",
            "storage/Bucket",
            "tpu/V2Vm",
            "vertex/AiEndpoint",
            "vertex/AiIndexEndpoint",
            "vertex/AiPersistentResource",
            "vertex/AiTensorboard",
            "workbench/Instance",
            of=gcp,
        ),
        "labels",
    ),
    gcp("container/Cluster"): "resourceLabels",
    gcp("container/NodePool"): "nodeConfig.resourceLabels",
    **dict.fromkeys(
        tokens(
            "cognitiveservices/Account",
            "compute/Disk",
            "compute/VirtualMachine",
            "compute/VirtualMachineScaleSet",
            "containerregistry/Registry",
            "containerservice/AgentPool",
            "containerservice/ManagedCluster",
            "keyvault/Vault",
            "machinelearningservices/Compute",
            "machinelearningservices/OnlineDeployment",
            "machinelearningservices/OnlineEndpoint",
            "machinelearningservices/Workspace",
            "managedidentity/UserAssignedIdentity",
            "netapp/Account",
            "netapp/CapacityPool",
            "netapp/CapacityPoolVolume",
            "network/NatGateway",
            "network/NetworkSecurityGroup",
            "network/PrivateEndpoint",
            "network/PublicIPAddress",
            "network/VirtualNetwork",
            "operationalinsights/Workspace",
            "resources/ResourceGroup",
            "search/Service",
            "storage/StorageAccount",
            "storagecache/AmlFilesystem",
            of=azure,
        ),
        "tags",
    ),
}
"""Where each type carries what a bill is split by."""
DEFAULTS = {"aws": "defaultTags", "gcp": "defaultLabels"}
"""Where a provider says what all its resources carry; Azure's has no such setting."""


@rule(
    id="ai-required-tags",
    types=frozenset(LABELS),
    severity="medium",
    fix="add the tag to the resource, or to the provider's default tags",
    frameworks=maps_to(Family.COST),
    params=(
        Param(
            "keys",
            [],
            {"type": "array", "items": {"type": "string"}},
            "Tags that every resource carries; none when empty.",
        ),
    ),
    example_params={"keys": ["owner"]},
    good=(part(token("s3/Bucket"), "data", {"tags": {"owner": "research"}}),),
    bad=but("data", tags={"team": "research"}),
)
def check(resource: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Resources carry the tags that bills and owners are found by."""
    wanted = [str(key) for key in config["keys"]]
    if not wanted:
        return
    path = LABELS[resource.type]
    given = resource.get(path)
    usual = _default_tags(graph.provider_inputs(resource), DEFAULTS.get(resource.provider_package, ""))
    made = resource.property_dependencies.get(top_level(path))
    for key in wanted:
        own = UNKNOWN if given is UNKNOWN else _tag(given, key)
        if own in (MISSING, "") and _tag(usual, key) in (MISSING, ""):
            yield fail(path, "lacks a wanted tag")
        elif own is UNKNOWN and _tag(usual, key) is MISSING and not made:
            yield unknown(path)


def _tag(tags: Any, key: str) -> Any:
    return cast("Mapping[str, Any]", tags).get(key, MISSING) if isinstance(tags, Mapping) else MISSING


def _default_tags(provider: Mapping[str, Any], name: str) -> Any:
    """Default tags of a provider; the SDK sends a provider's objects as JSON."""
    value = provider.get(name)
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    given = cast("Mapping[str, Any]", value if isinstance(value, Mapping) else {})
    return given["tags"] if isinstance(given.get("tags"), Mapping) else given
