"""Network interfaces of a node, so that every EFA of a machine type is used and the node still joins EKS."""

from dataclasses import dataclass
from enum import StrEnum

from stackwright.accelerators.machines import Machine


class Kind(StrEnum):
    """`InterfaceType` of a launch template's network interface."""

    PLAIN = "interface"
    EFA = "efa"
    EFA_ONLY = "efa-only"


@dataclass(frozen=True, slots=True)
class Interface:
    """One network interface of a launch template."""

    network_card_index: int
    device_index: int
    kind: Kind


NVLINK_DOMAINS = ("GB200", "GB300")
"""Accelerators whose machines share one NVLink domain, which pods claim through NVIDIA's DRA driver (ComputeDomain)."""


def joined(machine: Machine, nodes: int) -> bool:
    """Whether so many of `machine` work as one over the fabric between them."""
    return nodes > 1 and machine.fabric_interfaces > 0


def over_tcp(machine: Machine, nodes: int) -> str:
    """How a job over so many of `machine` exchanges what it works on, where they have no fabric; else empty."""
    exchange = {"nvidia": "NCCL", "neuron": "collective communication", "amd": "RCCL"}.get(machine.family)
    if exchange is None or nodes < 2 or machine.fabric_interfaces:
        return ""
    return f"{machine.name} has no fabric, so {exchange} between nodes goes over TCP"


def efa_interfaces(machine: Machine) -> tuple[Interface, ...]:
    """Interfaces that use every EFA of `machine`, card 0 first; empty where it has none.

    Card 0 carries the node's IP traffic and an EFA, the other cards are `efa-only` on device 1: with plain
    `efa` there, nodeadm manages them and the node does not join (terraform-aws-modules/terraform-aws-eks v21,
    aws/karpenter-provider-aws vpclimits, modelplane). Cards and EFA counts: DescribeInstanceTypes, in `aws.csv`.

    Where card 0 has no EFA (p6-b300) it is a plain interface and the other cards use device 0, as AWS PCS's
    template and the EC2 User Guide (efa-acc-inst-types) do; dstack uses device 1 there. That guide and Karpenter
    know a second layout for all: card 0 plain on device 0 and `efa-only` on device 1, others `efa-only` on device 0.
    """
    if not machine.fabric_interfaces:
        return ()
    first = Kind.EFA if machine.primary_card_has_fabric else Kind.PLAIN
    device = 1 if machine.primary_card_has_fabric else 0
    rest = (Interface(card, device, Kind.EFA_ONLY) for card in range(1, machine.network_cards))
    return (Interface(0, 0, first), *rest)
