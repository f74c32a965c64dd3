"""Address ranges, checked the same way on every cloud: that of a network, and those that reach a Kubernetes API."""

from ipaddress import IPv4Network, ip_network

from stackwright.components.limits import PRIVATE_RANGES

PREFIX_MIN, PREFIX_MAX = 16, 20
"""Sizes of a network: one that fits every cloud, and whose parts are the smallest that their services take.

https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html (/16 to /28),
https://cloud.google.com/vpc/docs/configure-private-services-access#considerations (/24 for Google's services),
https://learn.microsoft.com/azure/azure-managed-lustre/amlfs-prerequisites#network-size (/24 for file systems)
"""

WIDEST_PREFIX = {4: 8, 6: 16}
"""Shortest prefix of a range that people connect from, by IP version; a shorter one stands for the internet."""


def network_of(cidr: str, cloud: str) -> IPv4Network:
    """The range `cidr`, or a ValueError that says what `cloud` allows."""
    try:
        network = IPv4Network(cidr)
    except ValueError:
        raise ValueError("is not an IPv4 range such as 10.20.0.0/16") from None
    if not PREFIX_MIN <= network.prefixlen <= PREFIX_MAX:
        raise ValueError(
            f"/{network.prefixlen} is not a size from /{PREFIX_MIN} (65,536 addresses) to /{PREFIX_MAX} (4,096)"
        )
    *most, last = PRIVATE_RANGES[cloud]
    if not any(network.subnet_of(IPv4Network(allowed)) for allowed in (*most, last)):
        raise ValueError(f"is not a private range: use {', '.join(most)} or {last}")
    return network


def callers(cidrs: list[str]) -> list[str]:
    """`cidrs`, if none of them is so wide that it opens a Kubernetes API to the internet."""
    for cidr in cidrs:
        network = ip_network(cidr, strict=False)
        if network.prefixlen < WIDEST_PREFIX[network.version]:
            raise ValueError(f"{cidr} opens the Kubernetes API to the internet - list the ranges you connect from")
    return cidrs
