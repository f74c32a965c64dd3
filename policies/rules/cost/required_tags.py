"""Rule ai-required-tags."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource, joined
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Put, Remedy
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


def _wanted_values(resource: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Put]:
    path, usual = LABELS[resource.type], _usual_tags(resource, graph)
    for key in config["keys"]:
        if key in config["values"] and _lacks(resource.get(path), usual, key):
            yield Put(joined(path, key), config["values"][key])


@rule(
    id="ai-required-tags",
    types=frozenset(LABELS),
    severity="medium",
    fix="add the tag to the resource, or to the provider's default tags",
    remedy=Remedy(below=dict.fromkeys(set(LABELS.values()), _wanted_values)),
    frameworks=maps_to(Family.COST),
    params=(
        Param(
            "keys",
            [],
            {"type": "array", "items": {"type": "string"}},
            "Tags that every resource carries; none when empty.",
        ),
        Param(
            "values",
            {},
            {"type": "object", "additionalProperties": {"type": "string"}},
            "Values that a remediation gives to tags that are not there; it adds no tag without one.",
        ),
        Param(
            "patterns",
            {},
            {"type": "object", "additionalProperties": {"type": "string", "format": "regex"}},
            "Regular expressions that values of tags match as a whole, by tag; a tag that is not there matches.",
        ),
    ),
    example_params={"keys": ["owner"], "values": {"owner": "research"}},
    good=(part(token("s3/Bucket"), "data", {"tags": {"owner": "research"}}),),
    bad=but("data", tags={"team": "research"}),
)
def check(resource: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Resources carry the tags that bills and owners are found by."""
    wanted, patterns = [str(key) for key in config["keys"]], config["patterns"]
    if not wanted and not patterns:
        return
    path = LABELS[resource.type]
    given = resource.get(path)
    usual = _usual_tags(resource, graph)
    made = resource.property_dependencies.get(top_level(path))
    for key in wanted:
        if given is not UNKNOWN and _lacks(given, usual, key):
            yield fail(path, "lacks a wanted tag")
        elif UNKNOWN in (given, _tag(given, key)) and _tag(usual, key) is MISSING and not made:
            yield unknown(path)
    for key, pattern in patterns.items():
        value = next((found for found in (_tag(given, key), _tag(usual, key)) if found not in (MISSING, "")), MISSING)
        if UNKNOWN in (given, value):
            yield from () if made else (unknown(path),)
        elif isinstance(value, str) and re.fullmatch(pattern, value) is None:
            yield fail(path, "has a tag whose value is not of the wanted form")


def _lacks(given: Any, usual: Any, key: str) -> bool:
    return all(_tag(tags, key) in (MISSING, "") for tags in (given, usual))


def _tag(tags: Any, key: str) -> Any:
    return cast("Mapping[str, Any]", tags).get(key, MISSING) if isinstance(tags, Mapping) else MISSING


def _usual_tags(resource: Resource, graph: Graph) -> Any:
    """Default tags of the resource's provider; the SDK sends a provider's objects as JSON."""
    value = graph.provider_inputs(resource).get(DEFAULTS.get(resource.provider_package, ""))
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    given = cast("Mapping[str, Any]", value if isinstance(value, Mapping) else {})
    return given["tags"] if isinstance(given.get("tags"), Mapping) else given
