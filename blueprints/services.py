"""Private ways to a cloud's services: what each shape needs, and what each cloud calls it."""

from collections.abc import Mapping, Sequence

from stackwright.blueprints.sections import StackSpec
from stackwright.blueprints.values import Cloud, Service

_S = Service
_APIS = "googleapis.com"
NEEDS: Mapping[str, tuple[Service, ...]] = {
    "landing": (_S.REGISTRY, _S.KEYS, _S.LOGS, _S.IDENTITY),
    "training": (_S.CLUSTER, _S.COMPUTE, _S.REGISTRY, _S.IDENTITY, _S.LOGS),
    "inference": (_S.ENDPOINT, _S.REGISTRY, _S.KEYS, _S.LOGS, _S.METRICS, _S.IDENTITY),
}
"""Services without which a stack of the shape does not start when it has no internet.

EKS: https://docs.aws.amazon.com/eks/latest/userguide/private-clusters.html
SageMaker: https://docs.aws.amazon.com/sagemaker/latest/dg/host-vpc.html
"""
NAMES: Mapping[Cloud, Mapping[Service, tuple[str, ...]]] = {
    Cloud.AWS: {
        _S.CLUSTER: ("eks", "eks-auth"),
        _S.COMPUTE: ("ec2", "autoscaling", "elasticloadbalancing"),
        _S.ENDPOINT: ("sagemaker.api", "sagemaker.runtime"),
        _S.FILESYSTEM: ("fsx", "elasticfilesystem"),
        _S.IDENTITY: ("sts",),
        _S.KEYS: ("kms",),
        _S.LOGS: ("logs",),
        _S.METRICS: ("monitoring",),
        _S.REGISTRY: ("ecr.api", "ecr.dkr"),
        _S.SECRETS: ("secretsmanager",),
        _S.SESSIONS: ("ssm", "ssmmessages", "ec2messages"),
    },
    Cloud.GCP: {
        _S.CLUSTER: (_APIS, "gke.goog"),
        _S.COMPUTE: (_APIS,),
        _S.ENDPOINT: (_APIS,),
        _S.FILESYSTEM: (_APIS,),
        _S.IDENTITY: (_APIS,),
        _S.KEYS: (_APIS,),
        _S.LOGS: (_APIS,),
        _S.METRICS: (_APIS,),
        _S.REGISTRY: (_APIS, "gcr.io", "pkg.dev"),
        _S.SECRETS: (_APIS,),
        _S.SESSIONS: (_APIS,),
    },
    Cloud.AZURE: {
        _S.CLUSTER: (),
        _S.COMPUTE: (),
        _S.ENDPOINT: ("amlworkspace",),
        _S.FILESYSTEM: ("file",),
        _S.IDENTITY: (),
        _S.KEYS: ("vault",),
        _S.LOGS: (),
        _S.METRICS: (),
        _S.REGISTRY: ("registry",),
        _S.SECRETS: ("vault",),
        _S.SESSIONS: (),
    },
}
"""Names of interface endpoints (`com.amazonaws.<region>.<name>`), of domains, of private link groups.

On Google Cloud one endpoint serves all APIs. On Azure those with none are reached by the cloud's own network.
https://docs.aws.amazon.com/vpc/latest/privatelink/aws-services-privatelink-support.html
https://cloud.google.com/vpc/docs/configure-private-service-connect-apis
https://learn.microsoft.com/azure/private-link/private-endpoint-dns
"""


def services_of(spec: StackSpec, shape: str) -> tuple[Service, ...]:
    """Services that get a private way in the stack of `spec`."""
    return NEEDS[shape] if spec.network.services is None else spec.network.services


def names_of(services: Sequence[Service], cloud: Cloud) -> list[str]:
    """What `cloud` calls `services`, each name once."""
    return list(dict.fromkeys(name for service in services for name in NAMES[cloud][service]))
