"""What a cloud cannot do, with the reason, and its rules for names, tags and sizes: data that needs no cloud SDK."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Feature(StrEnum):
    """What a blueprint can ask for and not every cloud has; the value is the spec path and what stands there."""

    ACCESS_BY_DNS = "cluster.access: dns"
    CAPACITY_BLOCK = "compute.capacity: capacity_block"
    PLACEMENT_WITH_RESERVATION = "compute.placement_group with a reservation"
    EXPORT_FROM_NFS = "storage.scratch.kind: nfs with storage.datasets"


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that a cloud cannot do."""

    cloud: str
    feature: Feature
    reason: str
    instead: str
    """What to ask for in its place."""
    source: str


LIMITS = (
    Limit(
        "aws",
        Feature.ACCESS_BY_DNS,
        "EKS has no API endpoint that is reached by DNS name and identity alone",
        "use `inside`, or list the ranges you connect from as `public_cidrs`",
        "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    ),
    Limit(
        "azure",
        Feature.ACCESS_BY_DNS,
        "AKS has no API endpoint that is reached by DNS name and identity alone",
        "use `inside`, or list the ranges you connect from as `public_cidrs`",
        "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges",
    ),
    Limit(
        "aws",
        Feature.PLACEMENT_WITH_RESERVATION,
        "a reservation has its own placement, and with a group only part of it starts, or none",
        "leave `placement_group` out",
        "terraform-aws-modules/terraform-aws-eks issue 3661, eksctl-io/eksctl issue 7949",
    ),
    Limit(
        "aws",
        Feature.EXPORT_FROM_NFS,
        "EFS is not tied to a bucket",
        "use `lustre`, or copy with AWS DataSync",
        "https://docs.aws.amazon.com/efs/latest/ug/trnsfr-data-using-datasync.html",
    ),
    Limit(
        "gcp",
        Feature.CAPACITY_BLOCK,
        "Compute Engine sells no capacity blocks",
        "use `reservation`",
        "https://cloud.google.com/compute/docs/instances/reservations-overview",
    ),
    Limit(
        "azure",
        Feature.CAPACITY_BLOCK,
        "Azure sells no capacity blocks",
        "use `reservation`, an on-demand capacity reservation group",
        "https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-overview",
    ),
)


def limit(cloud: str, feature: Feature) -> Limit | None:
    """Why `cloud` cannot do `feature`; None when it can."""
    return next((each for each in LIMITS if each.cloud == cloud and each.feature is feature), None)


@dataclass(frozen=True, slots=True)
class TagRules:
    """What a cloud takes as tags (on Google Cloud: labels) of one resource."""

    count_max: int
    key_length_max: int
    value_length_max: int
    key_form: str
    """Regular expression of a whole key."""
    value_form: str
    words: str
    """Both forms in words."""
    reserved: tuple[str, ...]
    """Starts of keys that the cloud keeps for itself, in lower case."""
    source: str

    def problems(self, tags: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """(key, what is wrong with it), the empty key for all together."""
        if len(tags) > self.count_max:
            yield "", f"{len(tags)} tags: a resource takes {self.count_max}"
        for key, value in tags.items():
            if key.lower().startswith(self.reserved):
                yield key, f"starts with {' or '.join(self.reserved)}, which the cloud keeps for itself"
            if not 1 <= len(key) <= self.key_length_max:
                yield key, f"has {len(key)} characters: a key has 1 to {self.key_length_max}"
            if len(value) > self.value_length_max:
                yield key, f"has a value of {len(value)} characters: at most {self.value_length_max}"
            if not (re.fullmatch(self.key_form, key) and re.fullmatch(self.value_form, value)):
                yield key, f"has other characters than {self.words}"


TAGS: Mapping[str, TagRules] = {
    "aws": TagRules(
        count_max=50,
        key_length_max=128,
        value_length_max=256,
        key_form=r"[\w .:/=+\-@]*",
        value_form=r"[\w .:/=+\-@]*",
        words="letters, digits, spaces and . : / = + - @ _",
        reserved=("aws:",),
        source="https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html",
    ),
    "gcp": TagRules(
        count_max=64,
        key_length_max=63,
        value_length_max=63,
        key_form=r"[a-z][a-z0-9_-]*",
        value_form=r"[a-z0-9_-]*",
        words="lower-case letters, digits, _ and -, a letter first in the key",
        reserved=("goog",),
        source="https://cloud.google.com/resource-manager/docs/labels-overview",
    ),
    "azure": TagRules(
        count_max=50,
        key_length_max=512,
        value_length_max=256,
        key_form=r"[^<>%&\\?/]*",
        value_form=r".*",
        words="all but < > % & \\ ? / in the key",
        reserved=("microsoft", "azure", "windows"),
        source="https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources",
    ),
}

OWN_TAGS = 3
"""Tags that components add to those of the stack: `Name`, and the two that say stack and environment."""


@dataclass(frozen=True, slots=True)
class LustreRules:
    """Sizes and speeds in which a cloud sells managed Lustre."""

    smallest_gib: int
    step_gib: int
    throughputs: tuple[int, ...]
    """MB/s per TiB."""
    fabric_gib: Mapping[int, int]
    """Step of the size, by throughput, where the file system is reached over the fabric."""
    source: str

    def sold(self, size_gib: int) -> bool:
        """Whether there is a file system of that size."""
        return size_gib == self.smallest_gib or (size_gib > 0 and size_gib % self.step_gib == 0)

    def nearest(self, size_gib: int) -> tuple[int, int]:
        """Sizes below and above that are sold."""
        steps = max(size_gib, 0) // self.step_gib
        return max(steps * self.step_gib, self.smallest_gib), (steps + 1) * self.step_gib


LUSTRE: Mapping[str, LustreRules] = {
    "aws": LustreRules(
        smallest_gib=1200,
        step_gib=2400,
        throughputs=(125, 250, 500, 1000),
        fabric_gib={125: 38400, 250: 19200, 500: 9600, 1000: 4800},
        source="https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-fsx-lustre.html (PERSISTENT_2, SSD)",
    ),
}

LOG_RETENTION_DAYS: Mapping[str, tuple[int, ...]] = {
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    "aws": (
        *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
        *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
    ),
}
"""Days that a log can be kept."""

NAME_LENGTH_MAX: Mapping[str, int] = {"aws": 32}
"""Characters of a stack's name, so that every name made of it fits.

On AWS: IAM roles have 64 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html), of which the
longest ending of a component takes 22 (`-tools-ebs-csi`, a dash and seven characters) and a blueprint's word up to 10.
"""

VARIANTS_MAX: Mapping[str, int] = {"aws": 10}
"""Variants of a managed endpoint: https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html"""
