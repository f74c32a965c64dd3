"""What a cloud cannot do, with the reason, and its rules for names, tags and sizes: data that needs no cloud SDK."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Feature(StrEnum):
    """What a blueprint can ask for and not every cloud has; the value is the spec path and what stands there."""

    ACCESS_BY_DNS = "cluster.access: dns"
    CAPACITY_BLOCK = "compute.capacity: capacity_block"
    PLACEMENT_WITH_RESERVATION = "compute.placement_group with a reservation"
    SCALE_TO_ZERO = "endpoint.variants[].instances.min: 0"
    ENDPOINT_NOT_ON_DEMAND = "endpoint.variants[] on machines that are not sold on demand"
    FILLED_LUSTRE = "storage.scratch.kind: lustre with storage.datasets"
    FILLED_NFS = "storage.scratch.kind: nfs with storage.datasets"


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing that a cloud cannot do."""

    cloud: str
    feature: Feature
    reason: str
    instead: str
    """What to ask for in its place."""
    source: str


@cache
def limits() -> tuple[Limit, ...]:
    """Every row of `limits.csv`."""
    table = files("stackwright.components").joinpath("limits.csv")
    with table.open(encoding="utf-8") as lines:
        return tuple(
            Limit(row["cloud"], Feature(row["feature"]), row["reason"], row["instead"], row["source"])
            for row in csv.DictReader(lines)
        )


def limit(cloud: str, feature: Feature) -> Limit | None:
    """Why `cloud` cannot do `feature`; None when it can."""
    return next((each for each in limits() if each.cloud == cloud and each.feature is feature), None)


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
            if not self.written(key, value):
                yield key, f"has other characters than {self.words}"

    def written(self, key: str, value: str) -> bool:
        """Whether key and value have the characters that are taken."""
        return bool(re.fullmatch(self.key_form, key) and re.fullmatch(self.value_form, value))

    def nearest(self, key: str, value: str) -> tuple[str, str] | None:
        """The tag in lower case with `_` for what is not taken; None where that is no tag either."""
        plain = re.sub(r"[^a-z0-9_-]+", "_", key.lower()), re.sub(r"[^a-z0-9_-]+", "_", value.lower())
        return None if list(self.problems(dict([plain]))) else plain


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
    steps_gib: Mapping[int, int] = field(default_factory=dict[int, int])
    """Smallest size and step, by throughput, where both depend on it."""
    steps_max: int = 0
    """How many steps the largest size has, at the highest throughput as at the lowest; no limit when 0."""

    def smallest(self, throughput: int = 0) -> int:
        """Smallest size with that throughput."""
        return self.steps_gib.get(throughput, self.smallest_gib)

    def step(self, throughput: int = 0) -> int:
        """What larger sizes are multiples of."""
        return self.steps_gib.get(throughput, self.step_gib)

    def sold(self, size_gib: int, throughput: int = 0) -> bool:
        """Whether there is a file system of that size."""
        steps, rest = divmod(size_gib, self.step(throughput))
        return size_gib == self.smallest(throughput) or (rest == 0 and 0 < steps <= (self.steps_max or steps))

    def nearest(self, size_gib: int, throughput: int = 0) -> tuple[int, int]:
        """Sizes below and above that are sold."""
        step = self.step(throughput)
        most = self.steps_max or size_gib + 1
        below = min(max(size_gib, 0) // step, most)
        return max(below * step, self.smallest(throughput)), max(min(below + 1, most), 1) * step


LUSTRE: Mapping[str, LustreRules] = {
    "aws": LustreRules(
        smallest_gib=1200,
        step_gib=2400,
        throughputs=(125, 250, 500, 1000),
        fabric_gib={125: 38400, 250: 19200, 500: 9600, 1000: 4800},
        source="https://docs.aws.amazon.com/fsx/latest/LustreGuide/using-fsx-lustre.html (PERSISTENT_2, SSD)",
    ),
    "gcp": LustreRules(
        smallest_gib=9000,
        step_gib=9000,
        throughputs=(125, 250, 500, 1000),
        fabric_gib={},
        source="https://cloud.google.com/managed-lustre/docs/create-instance (tiers), .../quotas (most steps)",
        steps_gib={125: 72000, 250: 36000, 500: 18000, 1000: 9000},
        steps_max=106,
    ),
    "azure": LustreRules(
        smallest_gib=4096,
        step_gib=4096,
        throughputs=(40, 125, 250, 500),
        fabric_gib={},
        source="https://learn.microsoft.com/azure/azure-managed-lustre/create-file-system-portal",
        steps_gib={40: 49152, 125: 16384, 250: 8192, 500: 4096},
        steps_max=32,
    ),
}


@dataclass(frozen=True, slots=True)
class NfsRules:
    """Sizes in which a cloud sells shares that do not grow by themselves."""

    smallest_gib: int
    largest_gib: int
    source: str
    large_gib: int = 0
    """Size from which others are a multiple of `large_step_gib`."""
    large_step_gib: int = 1

    def nearest(self, size_gib: int) -> int:
        """The size itself where it is sold, else the next larger one that is, or the largest."""
        size = min(max(size_gib, self.smallest_gib), self.largest_gib)
        return size if size < self.large_gib else -(-size // self.large_step_gib) * self.large_step_gib


NFS: Mapping[str, NfsRules] = {
    "gcp": NfsRules(
        smallest_gib=1024,
        largest_gib=102_400,
        source="https://cloud.google.com/filestore/docs/service-tiers (regional)",
        large_gib=10_240,
        large_step_gib=2_560,
    ),
    "azure": NfsRules(
        smallest_gib=100,
        largest_gib=102_400,
        source="https://learn.microsoft.com/azure/storage/files/understanding-billing (premium)",
    ),
}

LOG_RETENTION_DAYS: Mapping[str, Sequence[int]] = {
    # https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
    "aws": (
        *(1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731),
        *(1096, 1827, 2192, 2557, 2922, 3288, 3653),
    ),
    # https://cloud.google.com/logging/quotas#logs_retention_periods
    "gcp": range(1, 3651),
    # Log Analytics from 30 days, flow logs up to 365:
    # https://learn.microsoft.com/azure/azure-monitor/logs/data-retention-configure
    # https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview
    "azure": range(30, 366),
}
"""Days that a log can be kept and queried."""

_RFC_1918 = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
_RFC_6598 = "100.64.0.0/10"
PRIVATE_RANGES: Mapping[str, tuple[str, ...]] = {
    "aws": (*_RFC_1918, _RFC_6598),
    "gcp": (*_RFC_1918, _RFC_6598),
    "azure": _RFC_1918,
}
"""Ranges that a network may be in; on Azure the shared range is that of pods.

https://learn.microsoft.com/azure/aks/azure-cni-overlay
"""

DISK_GIB_MAX: Mapping[str, int] = {"aws": 16384, "gcp": 65536, "azure": 2048}
"""Largest system disk of a node.

https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html, https://cloud.google.com/compute/docs/disks,
https://learn.microsoft.com/azure/aks/concepts-storage
"""

NAME_LENGTH_MAX: Mapping[str, int] = {"aws": 32, "gcp": 17}
"""Characters of a stack's name, so that every name made of it fits.

On AWS: IAM roles have 64 (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html), of which the
longest ending of a component takes 22 (`-tools-ebs-csi`, a dash and seven characters) and a blueprint's word up to 10.
On Google Cloud: GKE names have 40, of which the longest ending (`-cluster-system-` and seven characters) takes 23.
https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters
"""

NOTIFY_MAX: Mapping[str, int] = {"aws": 10, "gcp": 5, "azure": 50}
"""E-mail addresses that a budget of the cloud tells.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateNotification.html
https://cloud.google.com/billing/docs/how-to/budgets-notification-recipients
https://learn.microsoft.com/azure/cost-management-billing/costs/tutorial-acm-create-budgets
"""

VARIANTS_MAX: Mapping[str, int] = {"aws": 10, "azure": 20}
"""Variants of a managed endpoint, where a limit is told.

https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_CreateEndpointConfig.html
https://learn.microsoft.com/azure/machine-learning/how-to-manage-quotas#azure-machine-learning-online-endpoints
"""

INSTANCES_MAX: Mapping[str, int] = {"azure": 50}
"""Instances of a variant, where a limit is told, at the same address."""
