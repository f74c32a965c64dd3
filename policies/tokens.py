"""Type tokens of provider resources, older spellings included."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from stackwright.plan.graph import Graph

EVERY: Final = frozenset({"*"})
"""Types of a rule that judges all resources."""


def token(name: str) -> str:
    """Type token of an AWS resource: `s3/Bucket` is `aws:s3/bucket:Bucket`."""
    module, _, kind = name.partition("/")
    return f"aws:{module}/{kind[0].lower()}{kind[1:]}:{kind}"


def gcp(name: str) -> str:
    """Type token of a Google Cloud resource: `storage/Bucket` is `gcp:storage/bucket:Bucket`."""
    return token(name).replace("aws:", "gcp:", 1)


def azure(name: str) -> str:
    """Type token of an Azure resource: `storage/StorageAccount` is `azure-native:storage:StorageAccount`."""
    return f"azure-native:{name.replace('/', ':')}"


def kubernetes(name: str) -> str:
    """Type token of a Kubernetes resource: `apps/Deployment` is `kubernetes:apps/v1:Deployment`."""
    group, _, kind = name.partition("/")
    return f"kubernetes:{group}/v1:{kind}"


def tokens(*names: str, of: Callable[[str], str] = token) -> frozenset[str]:
    """Type tokens of several resources, AWS ones unless `of` is the function of another cloud."""
    return frozenset(of(name) for name in names)


_VERSIONED: Final = re.compile(r"azure-native(?:_\w+?_v\w+)?:(\w+)(?:/v\w+)?:(\w+)")
_BEFORE_V1: Final = re.compile(r"kubernetes:([\w.-]+)/v\d+(?:alpha|beta)\d+:((\w+?)(?:List|Patch)?)")
_MOVED: Final = {
    "DaemonSet": "apps",
    "Deployment": "apps",
    "Ingress": "networking.k8s.io",
    "NetworkPolicy": "networking.k8s.io",
    "ReplicaSet": "apps",
}
"""Where the kinds went that `extensions/v1beta1` once held."""


@lru_cache(maxsize=4096)
def unversioned(token: str) -> str:
    """Token that rules know a type by: azure-native's without an API version, Kubernetes' with its first stable one."""
    if token.startswith("azure-native") and (found := _VERSIONED.fullmatch(token)):
        return f"azure-native:{found[1]}:{found[2]}"
    if token.startswith("kubernetes:") and (found := _BEFORE_V1.fullmatch(token)):
        group = _MOVED.get(found[3], found[1]) if found[1] == "extensions" else found[1]
        return kubernetes(f"{group}/{found[2]}")
    return token


def unversioned_graph(graph: Graph) -> Graph:
    """The graph with the types that rules know; itself where there is nothing to change."""
    if all(unversioned(one.type) == one.type for one in graph):
        return graph
    plain = (replace(one, type=unversioned(one.type)) for one in graph)
    return Graph(plain, project=graph.project, stack=graph.stack, outputs=graph.outputs)


# pulumi-aws 7 still ships the spellings of 6 beside the new ones
BUCKETS: Final = tokens("s3/Bucket", "s3/BucketV2")
BUCKET_ENCRYPTION: Final = tokens(
    "s3/BucketServerSideEncryptionConfiguration", "s3/BucketServerSideEncryptionConfigurationV2"
)
BUCKET_BLOCKS: Final = tokens("s3/BucketPublicAccessBlock")
BUCKET_POLICIES: Final = tokens("s3/BucketPolicy")
BUCKET_ACLS: Final = tokens("s3/BucketAcl", "s3/BucketAclV2")
BUCKET_VERSIONING: Final = tokens("s3/BucketVersioning", "s3/BucketVersioningV2")
BUCKET_LOGGING: Final = tokens("s3/BucketLogging", "s3/BucketLoggingV2")
BUCKET_LIFECYCLES: Final = tokens("s3/BucketLifecycleConfiguration", "s3/BucketLifecycleConfigurationV2")
KEYS: Final = (
    tokens("kms/Key", "kms/ReplicaKey", "kms/ExternalKey", "kms/ReplicaExternalKey", "kms/Alias")
    | tokens("kms/CryptoKey", "kms/CryptoKeyVersion", "kms/KeyHandle", of=gcp)
    | tokens("keyvault/Key", "keyvault/Vault", "keyvault/ManagedHsm", "compute/DiskEncryptionSet", of=azure)
)
"""Keys that an account owns; on Azure a key is named by its vault or by a disk encryption set too."""
