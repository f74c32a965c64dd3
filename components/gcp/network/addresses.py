"""How the address range of a network is cut into the ranges of its subnet and of Google's services."""

from dataclasses import dataclass
from ipaddress import IPv4Network

from stackwright.components.ranges import network_of


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


def ranges(cidr: str) -> Ranges:
    """The parts of `cidr`; a /16 has 16,380 machines and pods for 128 nodes."""
    network = network_of(cidr, "gcp")
    half, pods = network.subnets(prefixlen_diff=1)
    nodes, rest = half.subnets(prefixlen_diff=1)
    services, peering, endpoint, _ = rest.subnets(prefixlen_diff=2)
    return Ranges(str(nodes), str(pods), str(services), str(peering), str(endpoint.network_address + 2))


_FABRIC = (IPv4Network("192.168.0.0/16"), IPv4Network("172.16.0.0/16"))
_FABRIC_PREFIX = 20


def fabric_ranges(cidr: str) -> list[str]:
    """Ranges, for 4,092 machines each, of the networks that join machines beside the network `cidr`.

    Networks of one machine must not overlap: https://cloud.google.com/vpc/docs/multiple-interfaces-concepts
    """
    network = network_of(cidr, "gcp")
    free = next(each for each in _FABRIC if not each.overlaps(network))
    return [str(part) for part in free.subnets(new_prefix=_FABRIC_PREFIX)]
