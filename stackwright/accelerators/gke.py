"""What joins several nodes of GKE, one row a machine family: networks beside its own, TPU slices, NVLink domains.

GKE makes the networks of accelerators itself (`accelerator_network_profile`, with the DRANET driver that pods claim
them from) in Dataplane V2, from version 1.34.1-gke.1829001, on the machine types that Google lists for DRANET: A3
Ultra, A4, A4X, TPU v6e and TPU7x. That is chosen where it holds, as no network is planned by hand then. A3 High and
A3 Mega are not listed: GPUDirect-TCPX(O) binds NICs by GKE's multi-network API, which DRANET must not share a cluster
with. So they get networks of their own, as do the others on an older version.
https://cloud.google.com/kubernetes-engine/docs/how-to/allocate-network-resources-dra

Bandwidth of machines without a fabric comes with the machine type and gVNIC; Tier_1 networking is for other machine
series (https://cloud.google.com/compute/docs/networking/configure-vm-with-high-bandwidth-configuration), so nothing
sets it.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from math import inf, prod

from stackwright.accelerators.machines import Machine

PROFILE_SINCE = ("1.34.1-gke.1829001",)
"""GKE version from which it makes the networks of accelerators itself."""

_VERSION = re.compile(r"1\.(\d+)(?:\.(\d+)(?:-gke\.(\d+))?)?")


class Joining(StrEnum):
    """Where the networks between several accelerated nodes come from."""

    NOTHING = "nothing"
    """The node's own network does, or there is one node."""
    PROFILE = "profile"
    """GKE makes them."""
    NETWORKS = "networks"
    """The stack makes them."""


@dataclass(frozen=True, slots=True)
class Family:
    """Facts of one machine family on GKE."""

    prefix: str
    """Start of the machine types, or a whole name; the longest one that fits holds."""
    fabric: str
    """What joins several nodes; empty where nothing does, as every TPU host is a slice of its own."""
    profile: bool
    """Whether GKE can make the networks."""
    claims: str
    """Device class of DRANET that pods claim interfaces from."""
    networks: int
    """VPCs with one interface of a node each, beside the node's own."""
    rdma_subnets: int
    """Subnets, with one interface of a node each, of one more VPC with the RoCE profile of the zone."""
    mtu: int
    """Bytes of a packet in all of them."""
    oldest: tuple[str, ...]
    """First GKE version with the machine and its fabric, by minor version where they differ."""
    policy: bool
    """Whether several nodes need a workload policy, which places them on one switch of NVLink or one torus."""
    domain: str
    """Accelerator topology of that policy, where it is always the same."""
    domain_nodes: int
    """Most nodes in one such domain; no limit of its own when 0."""
    topologies: tuple[str, ...]
    """Slices of several TPU hosts, smallest first."""
    compact: bool
    """Whether a compact placement takes the machines."""
    fast_socket: bool
    """Whether NCCL Fast Socket speeds up what goes over gVNIC."""
    installer: str
    """DaemonSets that pods need for the fabric, where they are, and the guide that tells how."""
    source: str


def families() -> tuple[Family, ...]:
    """Every row of `gke.csv`."""
    return tuple(_table().values())


def family_of(machine: Machine) -> Family:
    """The facts of `machine`."""
    fitting = [prefix for prefix in _table() if machine.name.startswith(prefix)]
    return _table()[max(fitting, key=len)]


def joining(machine: Machine, nodes: int, version: str | None) -> Joining:
    """Where the networks between `nodes` of `machine` come from, in a cluster that begins with `version`."""
    family = family_of(machine)
    if nodes < 2:
        return Joining.NOTHING
    if family.profile and since(version, PROFILE_SINCE):
        return Joining.PROFILE
    return Joining.NETWORKS if family.networks else Joining.NOTHING


def slices(machine: Machine) -> Mapping[int, str]:
    """TPU topologies of several hosts of `machine`, by how many hosts they have.

    Of the topologies with one number of chips, the one nearest to a cube is listed: its torus has the shortest ways.
    """
    return {hosts_of(each, machine): each for each in family_of(machine).topologies}


def hosts_of(topology: str, machine: Machine) -> int:
    """How many hosts a slice has: its chips, by those of one machine."""
    return prod(map(int, topology.split("x"))) // machine.accelerator_count


def since(version: str | None, lines: tuple[str, ...]) -> bool:
    """Whether GKE `version` has what came with `lines`; a minor version alone is its newest, none is that of today."""
    if version is None or not lines:
        return True
    asked, known = _parts(version), [_parts(line) for line in lines]
    same = [line for line in known if line[0] == asked[0]]
    return asked >= (same or [max(known)])[0]


def _parts(version: str) -> tuple[float, float, float]:
    found = _VERSION.match(version)
    if found is None:
        raise ValueError(f"{version} is not a version of GKE such as 1.35 or 1.34.1-gke.1829001")
    minor, patch, build = found.groups()
    return float(minor), float(patch or inf), float(build or inf)


@cache
def _table() -> Mapping[str, Family]:
    with files("stackwright.accelerators").joinpath("gke.csv").open(encoding="utf-8") as lines:
        return {row["prefix"]: _family(row) for row in csv.DictReader(lines)}


def _family(row: Mapping[str, str]) -> Family:
    return Family(
        prefix=row["prefix"],
        fabric=row["fabric"],
        profile=row["profile"] == "yes",
        claims=row["claims"],
        networks=int(row["networks"]),
        rdma_subnets=int(row["rdma_subnets"]),
        mtu=int(row["mtu"]),
        oldest=tuple(row["oldest"].split()),
        policy=row["policy"] == "yes",
        domain=row["domain"],
        domain_nodes=int(row["domain_nodes"]),
        topologies=tuple(row["topologies"].split()),
        compact=row["compact"] == "yes",
        fast_socket=row["fast_socket"] == "yes",
        installer=row["installer"],
        source=row["source"],
    )
