"""How the address range of a network is cut into subnets, so that adding a zone moves none of them."""

from dataclasses import dataclass
from ipaddress import IPv4Network

PREFIX_MIN, PREFIX_MAX = 16, 20
"""Sizes of a network: a /20 gives the smallest subnets that file systems and control planes take, /24 and /28.

https://learn.microsoft.com/azure/azure-managed-lustre/amlfs-prerequisites#network-size
"""
ZONES_MAX = 3
"""Zones of a region: https://learn.microsoft.com/azure/reliability/availability-zones-overview"""
POD_CIDR = "100.64.0.0/14"
"""Addresses of pods, which the network carries without having them: https://learn.microsoft.com/azure/aks/azure-cni-overlay"""

_PRIVATE = IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16")


@dataclass(frozen=True, slots=True)
class Tiers:
    """Ranges of the subnets."""

    private: tuple[str, ...]
    """Machines, one for each zone."""
    filesystem: str
    """File systems that stand in the network themselves."""
    cluster: str
    """Control planes of clusters."""
    endpoints: str
    """Private endpoints of Azure services."""


def network_of(cidr: str) -> IPv4Network:
    """The range `cidr`, or a ValueError that says what is allowed."""
    try:
        network = IPv4Network(cidr)
    except ValueError:
        raise ValueError("is not an IPv4 range such as 10.20.0.0/16") from None
    if not PREFIX_MIN <= network.prefixlen <= PREFIX_MAX:
        raise ValueError(
            f"/{network.prefixlen} is not a size from /{PREFIX_MIN} (65,536 addresses) to /{PREFIX_MAX} (4,096)"
        )
    if not any(network.subnet_of(allowed) for allowed in _PRIVATE):
        raise ValueError(
            "is not a private range: use 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16 (pods have 100.64.0.0/14)"
        )
    return network


def tiers(cidr: str, zones: int) -> Tiers:
    """Sixteen equal parts: the first ones for machines, the last three for file systems, clusters and endpoints.

    A /16 gives /20 each, of whose 4,096 addresses Azure keeps five.
    """
    parts = [str(part) for part in network_of(cidr).subnets(prefixlen_diff=4)]
    return Tiers(tuple(parts[:zones]), filesystem=parts[-3], cluster=parts[-2], endpoints=parts[-1])
