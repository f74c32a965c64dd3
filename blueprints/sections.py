"""Sections that shapes share, and the head of every blueprint."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, Field

from stackwright.blueprints.values import (
    NAME,
    Basis,
    Cloud,
    Days,
    Email,
    Environment,
    Flag,
    Internet,
    NatGateways,
    NodeCount,
    Nodes,
    Number,
    Section,
    Service,
    Way,
    Whole,
    branches,
    refusal,
)
from stackwright.components.intents import Capacity, FilesystemKind
from stackwright.pricing.told import usage_model

VERSION = 1
"""Version of the file that this release reads."""


ZoneCount = Annotated[Whole, Field(ge=2, le=6)]
"""How many zones a network spans."""
ZoneNames = Annotated[tuple[str, ...], Field(min_length=2, max_length=6)]
"""Which zones a network spans."""


def _zones_refused() -> Any:
    return refusal(
        "is neither a number nor a list of zones", allowed="2 to 6, or a list such as [us-east-1a, us-east-1b]"
    )


if TYPE_CHECKING:
    Usage = BaseModel
else:
    Usage = usage_model(Section)


Name = Annotated[str, Field(pattern=NAME, min_length=2, max_length=21, examples=["research"])]
"""Start of every name in a stack, short enough for the longest name that a cloud takes."""


class Network(Section):
    """The private network."""

    cidr: str = Field(default="10.0.0.0/16", examples=["10.20.0.0/16"])
    """Private address range of the network, from /16 to /20; choose one that no peer network uses."""
    zones: Annotated[ZoneCount | ZoneNames, branches(_zones_refused, number=ZoneCount, items=ZoneNames)] = Field(
        default=2, examples=[3, ["us-east-1a", "us-east-1b"], ["us-central1-a", "us-central1-b"], ["1", "2"]]
    )
    """Zones that the network spans: how many, or their names; 2 in dev and staging, 3 in prod."""
    internet: Internet = Internet.NAT
    """Whether private subnets reach the internet through NAT gateways."""
    nat: NatGateways = NatGateways.SINGLE
    """How many NAT gateways there are; one in dev and staging, one a zone in prod."""
    services: tuple[Service, ...] | None = Field(default=None, max_length=20, examples=[["registry", "logs", "keys"]])
    """Services with a private way to them; what the shape needs when unset. Object storage always has one."""


class Retention(Section):
    """A private bucket."""

    retention_days: Days | None = None
    """Days a replaced or deleted object is kept; kept for good when unset."""


class Scratch(Section):
    """A fast shared file system in front of the datasets."""

    kind: FilesystemKind = FilesystemKind.LUSTRE
    """`lustre` for throughput, `nfs` for convenience."""
    size_gib: Whole = Field(default=1200, ge=1, examples=[1200, 4800, 9000, 4096])
    """Size of the file system; the smallest that the cloud sells when unset. On AWS, nfs grows by itself."""
    throughput: Whole = Field(default=250, ge=1, examples=[125, 250, 500, 1000])
    """Throughput of a lustre file system, in MB/s per TiB; each cloud sells some sizes with each."""


def _access_refused() -> Any:
    return refusal(
        "is not a way in",
        allowed="inside, dns, or {public_cidrs: [...]}",
        hint="`inside` reaches the API from the network only",
    )


class PublicAccess(Section):
    """Addresses that reach the Kubernetes API from outside."""

    public_cidrs: tuple[str, ...] = Field(min_length=1, max_length=40, examples=[["203.0.113.0/24"]])
    """Public address ranges, never the whole internet."""


class Cluster(Section):
    """The Kubernetes cluster."""

    access: Annotated[Way | PublicAccess, branches(_access_refused, text=Way, fields=PublicAccess)] = Field(
        default=Way.INSIDE, examples=["inside", {"public_cidrs": ["203.0.113.0/24"]}]
    )
    """Who reaches the Kubernetes API: `inside` the network only, who IAM lets in by `dns` (GKE), or `public_cidrs`."""
    version: str | None = Field(default=None, pattern=r"^1\.\d{2}$", examples=["1.35"])
    """Kubernetes version, in quotes; the version that the release is tested with when unset."""


class Machines(Section):
    """What runs the work, by accelerator or by machine type."""

    accelerator: str | None = Field(default=None, min_length=1, max_length=40, examples=["H100:8", "L40S:1"])
    """Accelerator and how many of them a machine has, such as `H100:8`; resolved to a machine type of the cloud."""
    machine_type: str | None = Field(
        default=None, min_length=1, max_length=60, examples=["p5.48xlarge", "a3-highgpu-8g", "Standard_ND96isr_H100_v5"]
    )
    """Machine type by its name at the cloud, instead of `accelerator`."""


class Compute(Machines):
    """The accelerated nodes."""

    nodes: Nodes = NodeCount(min=1, expected=1, max=1)
    """Number of nodes: one number, or {min, expected, max}."""
    capacity: Capacity = Capacity.ON_DEMAND
    """How the nodes are bought."""
    reservation_id: str | None = Field(
        default=None, min_length=1, max_length=400, examples=["cr-0123456789abcdef0", "h100-reservation"]
    )
    """Reservation or capacity block to use, for those two kinds of capacity, as the cloud names it."""
    zone: str | None = Field(default=None, min_length=1, max_length=30, examples=["us-east-1a", "us-central1-a", "1"])
    """Zone of the nodes and of their file system; the first zone of the network when unset."""
    disk_gib: Whole = Field(default=200, ge=50, le=16384)
    """Size of each node's encrypted system disk."""
    placement_group: Flag = False
    """Whether nodes are placed close together; can make scarce machines harder to get."""


class Budget(Section):
    """The limits of the price."""

    monthly_usd: Number = Field(gt=0, le=100_000_000, examples=[5000])
    """Most that the stack may cost in a month, in US dollars."""
    max_hourly_usd: Number | None = Field(default=None, gt=0, le=1_000_000, examples=[100])
    """Most that one hour may cost with every node running, in US dollars; no limit when unset."""
    basis: Basis = Basis.EXPECTED
    """Number of the estimate that is compared with the limit."""
    alert_percent: tuple[Annotated[Whole, Field(ge=1, le=200)], ...] = Field(
        default=(50, 80, 100), min_length=1, max_length=4, examples=[[50, 80, 100]]
    )
    """Shares of the limit at which a mail is sent, in rising order."""
    notify: tuple[Email, ...] = Field(min_length=1, max_length=10, examples=[["ml-platform@example.com"]])
    """E-mail addresses that budget and other alarms go to."""
    billing_account: str | None = Field(default=None, min_length=1, max_length=40, examples=["012345-6789AB-CDEF01"])
    """Google Cloud billing account that the budget is made in; other clouds have none."""


class Policy(Section):
    """What this stack asks of the policy packs."""

    allow_unpriced: tuple[str, ...] = ()
    """Resources without a dated price that the cost gate lets pass: names or types, `*` allowed in names."""
    required_tags: tuple[str, ...] = ()
    """Tags that every resource must carry."""
    allowed_regions: tuple[str, ...] = Field(default=(), examples=[["us-east-1"]])
    """Regions that resources may be in; any when empty."""
    allowed_instance_types: tuple[str, ...] = Field(default=(), examples=[["p5.*", "m7i.*"]])
    """Machine types that may be used, `*` allowed in them; any when empty."""
    denied_instance_types: tuple[str, ...] = Field(default=(), examples=[["p6-*"]])
    """Machine types that are refused, `*` allowed in them."""
    max_gpus: Whole | None = Field(default=None, ge=0, examples=[64])
    """Most accelerators that the stack may reach; 64 when unset."""
    max_resource_usd: Number | None = Field(default=None, gt=0, examples=[50000])
    """Most that one resource may cost in a month; no limit when unset."""


class Exemption(Section):
    """A finding of a policy rule that somebody answers for until a date."""

    rule: str = Field(min_length=1, max_length=80, examples=["aws-s3-access-logging"])
    """Id of the rule."""
    urn: str = Field(min_length=1, max_length=400, examples=["urn:pulumi:prod::*::scratch", "*::scratch"])
    """URN of the resource, `*` allowed in it."""
    reason: str = Field(min_length=10, max_length=400)
    """Why the finding is acceptable."""
    owner: str = Field(min_length=1, max_length=100, examples=["ml-platform@example.com"])
    """Who answers for it."""
    expires: date | None = Field(default=None, examples=["2027-01-31"])
    """Last day of the exemption; rules of high and critical severity need one."""


class StackSpec(Section):
    """What every blueprint says, whatever its shape."""

    stackwright: Whole = Field(default=VERSION, ge=1)
    """Version of this file's format."""
    name: Name
    """Start of every name in the stack; a change replaces everything."""
    cloud: Cloud
    """Cloud that the stack runs on."""
    account: str | None = Field(default=None, min_length=1, max_length=64, examples=["research-prod"])
    """Google Cloud project, Azure subscription or AWS account that the stack is made in, and no other."""
    region: str = Field(min_length=1, max_length=40, examples=["us-east-1", "us-central1", "eastus"])
    """Region that the stack runs in."""
    environment: Environment = Environment.DEV
    """Profile of defaults: `prod` protects data and spans more zones, `dev` is cheap and easy to remove."""
    network: Network = Network()
    """The private network."""
    budget: Budget
    """The limits and who hears of them."""
    usage: Usage = Usage()
    """What the price is estimated for, where the stack itself cannot say; nothing of it is made."""
    policy: Policy = Policy()
    """What this stack asks of the policy packs."""
    exemptions: tuple[Exemption, ...] = Field(default=(), max_length=100)
    """Findings that somebody answers for until a date; those of a whole project belong in its policy.yaml."""
    tags: dict[str, str] = Field(default={}, examples=[{"owner": "research"}])
    """Tags that every resource carries."""
    protect: Flag = False
    """Whether data, keys, clusters and file systems refuse deletion; so in prod."""
    log_retention_days: Whole = Field(default=30, ge=1, le=3653)
    """Days that logs are kept; 7 in dev (on Azure 30), 30 in staging, 365 in prod."""
