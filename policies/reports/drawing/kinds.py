"""What a type of resource is in a picture: its kind, and the tier that the kind stands in; one row each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from stackwright.policies.tokens import unversioned


class Tier(StrEnum):
    """Bands of the picture, the outermost first."""

    OUTSIDE = "outside"
    PUBLIC = "public"
    PRIVATE = "private"
    DATA = "data"
    IDENTITY = "identity"
    OPERATIONS = "operations"


@dataclass(frozen=True, slots=True)
class Kind:
    """What a box stands for."""

    name: str
    tier: Tier
    anchors: tuple[str, ...] = ()
    """Beginnings of type tokens that make something of this kind."""
    parts: tuple[str, ...] = ()
    """Beginnings of type tokens that belong to this kind, and say nothing where an anchor is beside them."""


KINDS: Final = (
    Kind("model endpoint", Tier.PRIVATE, (
        "aws:sagemaker/endpoint", "gcp:vertex/aiEndpoint", "pulumi-python:dynamic/vertex:Deployment",
        "azure-native:machinelearningservices:OnlineEndpoint", "aws:bedrock/provisionedModelThroughput",
    ), (
        "aws:sagemaker/", "pulumi-python:dynamic/vertex:", "azure-native:machinelearningservices:", "aws:bedrock",
        "gcp:vertex/", "azure-native:cognitiveservices:", "aws:appautoscaling/",
    )),
    Kind("cluster", Tier.PRIVATE, (
        "aws:eks/cluster:", "aws:ecs/cluster:", "gcp:container/cluster:",
        "azure-native:containerservice:ManagedCluster",
    ), ("aws:eks/", "gcp:container/", "azure-native:containerservice:")),
    Kind("network", Tier.PRIVATE, (
        "aws:ec2/vpc:", "gcp:compute/network:", "azure-native:network:VirtualNetwork:",
    ), (
        "aws:ec2/", "aws:vpc/", "gcp:compute/", "azure-native:network:", "azure-native:privatedns:",
        "gcp:servicenetworking/", "kubernetes:networking.k8s.io/",
    )),
    Kind("nodes", Tier.PRIVATE, (
        "aws:eks/nodeGroup", "gcp:container/nodePool", "azure-native:containerservice:AgentPool",
        "azure-native:machinelearningservices:Compute",
    )),
    Kind("training job", Tier.PRIVATE, ("aws:sagemaker/trainingJob", "gcp:vertex/aiCustomJob", "aws:batch/")),
    Kind("machines", Tier.PRIVATE, (
        "aws:ec2/instance:", "aws:autoscaling/group", "aws:ec2/spotInstanceRequest", "aws:sagemaker/notebookInstance",
        "gcp:compute/instance:", "gcp:compute/instanceGroupManager", "gcp:workbench/instance", "gcp:notebooks/",
        "gcp:tpu/", "azure-native:compute:VirtualMachine", "azure-native:compute:VirtualMachineScaleSet",
    ), ("aws:ec2/launchTemplate", "aws:autoscaling/", "azure-native:compute:", "aws:ec2/volumeAttachment")),
    Kind("application", Tier.PRIVATE, (
        "aws:lambda/function", "aws:ecs/service", "gcp:cloudrun", "gcp:cloudfunctions", "azure-native:web:WebApp",
        "azure-native:app:ContainerApp", "kubernetes:apps/", "kubernetes:batch/", "kubernetes:helm.sh/",
        "aws:apprunner/", "azure-native:containerinstance:",
    ), ("aws:lambda/", "aws:ecs/", "azure-native:web:", "azure-native:app:", "kubernetes:")),
    Kind("front door", Tier.PUBLIC, (
        "aws:lb/loadBalancer", "aws:alb/loadBalancer", "aws:elb/loadBalancer", "aws:apigateway/restApi",
        "aws:apigatewayv2/api", "azure-native:network:LoadBalancer", "azure-native:network:ApplicationGateway",
        "azure-native:apimanagement:", "gcp:apigateway/",
    ), ("aws:lb/", "aws:alb/", "aws:elb/", "aws:apigateway", "aws:apigatewayv2")),
    Kind("edge", Tier.OUTSIDE, ("aws:cloudfront/", "azure-native:cdn:", "aws:globalaccelerator/")),
    Kind("domain names", Tier.OUTSIDE, ("aws:route53/", "gcp:dns/", "azure-native:dns:", "aws:acm/")),
    Kind("file system", Tier.DATA, (
        "aws:fsx/", "aws:efs/fileSystem", "gcp:lustre/", "gcp:filestore/", "gcp:parallelstore/",
        "azure-native:storagecache:", "azure-native:netapp:",
    ), ("aws:efs/",)),
    Kind("database", Tier.DATA, (
        "aws:rds/instance", "aws:rds/cluster", "aws:dynamodb/table", "gcp:sql/databaseInstance", "gcp:bigquery/",
        "azure-native:sql:", "azure-native:documentdb:", "azure-native:dbforpostgresql:", "aws:elasticache/",
        "aws:redshift", "aws:opensearch/", "gcp:redis/", "azure-native:cache:", "gcp:firestore/", "gcp:spanner/",
        "gcp:vertex/aiDataset", "gcp:bigtable/", "azure-native:dbformysql:", "azure-native:search:",
    ), ("aws:rds/", "aws:dynamodb/", "gcp:sql/")),
    Kind("image registry", Tier.DATA, (
        "aws:ecr/repository:", "gcp:artifactregistry/repository:", "azure-native:containerregistry:Registry",
    ), ("aws:ecr/", "gcp:artifactregistry/", "azure-native:containerregistry:")),
    Kind("budget", Tier.OPERATIONS, ("aws:budgets/", "gcp:billing/", "azure-native:consumption:", "aws:costexplorer/")),
    Kind("storage", Tier.DATA, (
        "aws:s3/bucket:", "aws:s3/bucketV2", "gcp:storage/bucket:", "azure-native:storage:StorageAccount:",
    ), ("aws:s3/", "gcp:storage/", "azure-native:storage:")),
    Kind("disks", Tier.DATA, ("aws:ebs/volume", "gcp:compute/disk", "azure-native:compute:Disk:")),
    Kind("key", Tier.IDENTITY, (
        "aws:kms/key", "aws:kms/externalKey", "aws:kms/replicaKey", "gcp:kms/cryptoKey:", "gcp:kms/keyRing",
        "azure-native:keyvault:Vault", "azure-native:keyvault:Key", "azure-native:compute:DiskEncryptionSet",
    ), ("aws:kms/", "gcp:kms/", "azure-native:keyvault:")),
    Kind("monitoring", Tier.OPERATIONS, (
        "aws:cloudwatch/dashboard", "aws:cloudwatch/metricAlarm", "gcp:monitoring/", "azure-native:monitor:MetricAlert",
        "azure-native:monitor:ActionGroup", "azure-native:portal:", "azure-native:applicationinsights:",
    ), ("aws:cloudwatch/", "azure-native:monitor:")),
    Kind("messages", Tier.DATA, (
        "aws:sns/topic:", "aws:sqs/queue", "gcp:pubsub/", "azure-native:servicebus:", "azure-native:eventhub:",
        "aws:kinesis/", "aws:msk/",
    ), ("aws:sns/", "aws:sqs/")),
    Kind("logs", Tier.OPERATIONS, (
        "aws:cloudwatch/logGroup", "gcp:logging/", "azure-native:operationalinsights:", "aws:cloudtrail/",
    )),
    Kind("secrets", Tier.IDENTITY, (
        "aws:secretsmanager/", "aws:ssm/parameter", "gcp:secretmanager/", "azure-native:keyvault:Secret",
        "kubernetes:core/v1:Secret",
    )),
    Kind("identity", Tier.IDENTITY, (
        "aws:iam/role:", "aws:iam/user:", "aws:iam/group:", "gcp:serviceaccount/account",
        "azure-native:managedidentity:UserAssignedIdentity", "aws:cognito/",
    ), (
        "aws:iam/", "gcp:serviceaccount/", "gcp:projects/", "azure-native:managedidentity:", "gcp:organizations/",
        "azure-native:authorization:", "kubernetes:rbac.authorization.k8s.io/", "kubernetes:core/v1:ServiceAccount",
    )),
    Kind("resource group", Tier.OPERATIONS, ("azure-native:resources:ResourceGroup",), ("azure-native:resources:",)),
)  # fmt: skip
"""Kinds of boxes. Where a component holds several, the first one says what it is."""
OTHER: Final = Kind("service", Tier.PRIVATE)
"""What no row knows."""
PUBLIC: Final = (
    "aws:ec2/internetGateway", "aws:ec2/natGateway", "aws:ec2/eip", "gcp:compute/routerNat",
    "azure-native:network:NatGateway", "azure-native:network:PublicIPAddress",
)  # fmt: skip
"""Parts of a network by which it reaches the internet, or is reached from there."""
_RANKS: Final[Mapping[str, int]] = {kind.name: rank for rank, kind in enumerate((*KINDS, OTHER))}
_BEGINNINGS: Final[Mapping[str, tuple[Kind, bool]]] = {
    **{begin: (kind, False) for kind in KINDS for begin in kind.parts},
    **{begin: (kind, True) for kind in KINDS for begin in kind.anchors},
}


@lru_cache(maxsize=4096)
def kind_of(token: str) -> tuple[Kind, bool]:
    """Kind of a type, by the longest beginning that the table has, and whether the type makes the kind."""
    known = unversioned(token)
    begins = [begin for begin in _BEGINNINGS if f"{known}:".startswith(begin)]
    return _BEGINNINGS[max(begins, key=len)] if begins else (OTHER, False)


def kind_among(tokens: Iterable[str]) -> Kind:
    """Kind of what consists of resources of these types."""
    found = [kind_of(token) for token in tokens]
    makers = [kind for kind, makes in found if makes] or [kind for kind, _ in found]
    return min(makers, key=lambda kind: _RANKS[kind.name], default=OTHER)


def is_public(token: str) -> bool:
    """Whether the type is a way between a network and the internet."""
    return unversioned(token).startswith(PUBLIC)
