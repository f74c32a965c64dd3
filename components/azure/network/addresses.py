"""How the address range of a network is cut into subnets, so that adding a zone moves none of them."""

from dataclasses import dataclass

from stackwright.components.ranges import network_of

ZONES = ("1", "2", "3")
ZONES_MAX = len(ZONES)
"""Zones of a region: https://learn.microsoft.com/azure/reliability/availability-zones-overview"""
POD_CIDR = "100.64.0.0/14"
"""Addresses of pods, which the network carries without having them: https://learn.microsoft.com/azure/aks/azure-cni-overlay"""


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


def tiers(cidr: str, zones: int) -> Tiers:
    """Sixteen equal parts: the first ones for machines, the last three for file systems, clusters and endpoints.

    A /16 gives /20 each, of whose 4,096 addresses Azure keeps five.
    """
    parts = [str(part) for part in network_of(cidr, "azure").subnets(prefixlen_diff=4)]
    return Tiers(tuple(parts[:zones]), filesystem=parts[-3], cluster=parts[-2], endpoints=parts[-1])
