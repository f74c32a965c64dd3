"""What AKS wants of a pool of accelerated nodes: who may install the driver, the image, and the InfiniBand feature."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from stackwright.accelerators.fabric import joined
from stackwright.accelerators.machines import Machine

INFINIBAND_FEATURE = ("Microsoft.ContainerService", "AKSInfinibandSupport")
"""Provider and feature of the subscription with which AKS puts the machines of a pool on one InfiniBand network."""


@dataclass(frozen=True, slots=True)
class PoolFacts:
    """Facts of one accelerator on AKS."""

    accelerator: str
    drivers: tuple[str, ...]
    """Who may install the driver, the usual one first: `azure` (AKS itself) or `operator` (in the cluster)."""
    os_sku: str
    """OS SKU of the nodes."""
    divisible: bool
    """Whether an agent pool divides its GPUs (MIG)."""
    infiniband_feature: str
    """State in which machines on InfiniBand want the feature: `registered`, `unregistered`, or empty without one."""
    source: str


def pool_facts(machine: Machine) -> PoolFacts:
    """Facts of the pools of `machine`."""
    return _table()[machine.accelerator]


def operated(machine: Machine, nodes: int) -> bool:
    """Whether the driver of so many nodes of `machine` comes from an operator in the cluster, and not from AKS.

    On InfiniBand it does where both could: that driver comes with `nvidia_peermem`, without which the adapters do not
    reach the memory of GPUs, and which nodes of AKS do not have (ai-dynamo/dynamo, RDMA guide for AKS and issue 14506).
    """
    if machine.cloud != "azure":
        return False
    usual, *others = pool_facts(machine).drivers
    return usual == "operator" or ("operator" in others and joined(machine, nodes))


def all_pool_facts() -> tuple[PoolFacts, ...]:
    """Every row of `aks.csv`."""
    return tuple(_table().values())


@cache
def _table() -> Mapping[str, PoolFacts]:
    table = files("stackwright.accelerators").joinpath("aks.csv")
    with table.open(encoding="utf-8") as lines:
        return {row["accelerator"]: _facts(row) for row in csv.DictReader(lines)}


def _facts(row: Mapping[str, str]) -> PoolFacts:
    return PoolFacts(
        accelerator=row["accelerator"],
        drivers=tuple(row["drivers"].split()),
        os_sku=row["os_sku"],
        divisible=row["divisible"] == "yes",
        infiniband_feature=row["infiniband_feature"],
        source=row["source"],
    )
