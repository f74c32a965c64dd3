"""How the address range of a network is cut into subnets, so that adding a zone moves none of them."""

from dataclasses import dataclass
from ipaddress import IPv4Network

PREFIX_MIN, PREFIX_MAX = 16, 20
"""Sizes of a network: AWS takes /16 to /28, and public subnets of a /20 are the smallest that AWS takes, /28.

https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
"""
ZONES_MAX = 6
"""The largest number of zones in a region (us-east-1)."""

_PRIVATE = IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16")
_SHARED = IPv4Network("100.64.0.0/10")


@dataclass(frozen=True, slots=True)
class Tiers:
    """Ranges of the subnets, one private and one public for each zone."""

    private: tuple[str, ...]
    public: tuple[str, ...]


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


def tiers(cidr: str, zones: int) -> Tiers:
    """Sixteen equal parts: the first ones are the private subnets, the last one holds the public subnets.

    A /16 gives private /20 (4,091 machines or pods each) and public /24.
    """
    parts = list(network_of(cidr).subnets(prefixlen_diff=4))
    public = list(parts[-1].subnets(prefixlen_diff=4))
    return Tiers(tuple(map(str, parts[:zones])), tuple(map(str, public[:zones])))
