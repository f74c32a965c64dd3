"""Neutral values with which a blueprint asks a kit for roles; no cloud's terms, and no pulumi."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from stackwright.accelerators.machines import Machine


class Nat(StrEnum):
    """How private subnets reach the internet."""

    NONE = "none"
    SINGLE = "single"
    PER_ZONE = "per_zone"


class Capacity(StrEnum):
    """How accelerated machines are bought."""

    ON_DEMAND = "on_demand"
    SPOT = "spot"
    RESERVATION = "reservation"
    CAPACITY_BLOCK = "capacity_block"


class FilesystemKind(StrEnum):
    """Shared file systems: `lustre` for throughput, `nfs` for convenience."""

    LUSTRE = "lustre"
    NFS = "nfs"


class RunsOn(StrEnum):
    """What takes on an identity: a pod of the cluster, or the managed endpoint service."""

    POD = "pod"
    ENDPOINT = "endpoint"


@dataclass(frozen=True, slots=True)
class Foundation:
    """What all components of one stack share."""

    prefix: str
    """Start of every logical name; never depends on the environment, so that changing it replaces nothing."""
    region: str
    environment: str
    """`dev`, `staging` or `prod`."""
    protect: bool
    """Data, keys, clusters and file systems refuse deletion."""
    log_retention_days: int
    tags: Mapping[str, str] = field(default_factory=dict[str, str])
    account: str = ""
    """Google Cloud project or Azure subscription that the stack is in; empty takes that of the credentials."""
    billing_account: str = ""
    """Google Cloud billing account that a budget is made in."""
    joined: Machine | None = None
    """Machine type of which several nodes work as one; the cluster has room for their networks."""


@dataclass(frozen=True, slots=True)
class ClusterAccess:
    """Who reaches the Kubernetes API: the listed public CIDRs, or only the network itself when empty."""

    public_cidrs: tuple[str, ...] = ()
    dns: bool = False
    """Through the provider's own name for the API, guarded by IAM (GKE)."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """How the machines of a pool are bought."""

    capacity: Capacity = Capacity.ON_DEMAND
    reservation_id: str = ""
    """Capacity reservation or capacity block to use, for those two kinds."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One model version behind an endpoint; machines are counted in instances."""

    name: str
    machine: Machine
    image: str
    """Container image that serves the model."""
    model_data: str = ""
    """Object store address of the model archive; empty when the image carries the model."""
    weight: float = 1.0
    """Share of the traffic, relative to the other variants."""
    instances_min: int = 1
    instances_max: int = 1
    environment: Mapping[str, str] = field(default_factory=dict[str, str])
