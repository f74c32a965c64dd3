"""How the address range of a network is cut into the ranges of its subnet and of Google's services."""

from dataclasses import dataclass
from ipaddress import IPv4Network

PREFIX_MIN, PREFIX_MAX = 16, 20
"""Sizes of a network, the same as on the other clouds; the services of a /20 get a /24, the least that Google takes.

https://cloud.google.com/vpc/docs/configure-private-services-access#considerations
"""

_PRIVATE = IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16")
_SHARED = IPv4Network("100.64.0.0/10")


@dataclass(frozen=True, slots=True)
class Ranges:
    """What each part of a network's range is for."""

    nodes: str
    """Machines: a quarter."""
    pods: str
    """Pods: half, of which a node of GKE takes 256 addresses for 110 pods."""
    services: str
    """Kubernetes services: a sixteenth."""
    peering: str
    """Google's file systems, reached by peering: a sixteenth."""
    endpoint: str
    """The one address of Google's APIs."""


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
    if not any(network.subnet_of(allowed) for allowed in (*_PRIVATE, _SHARED)):
        raise ValueError("is not a private range: use 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or 100.64.0.0/10")
    return network


def ranges(cidr: str) -> Ranges:
    """The parts of `cidr`; a /16 has 16,380 machines and pods for 128 nodes."""
    network = network_of(cidr)
    half, pods = network.subnets(prefixlen_diff=1)
    nodes, rest = half.subnets(prefixlen_diff=1)
    services, peering, endpoint, _ = rest.subnets(prefixlen_diff=2)
    return Ranges(str(nodes), str(pods), str(services), str(peering), str(endpoint.network_address + 2))
