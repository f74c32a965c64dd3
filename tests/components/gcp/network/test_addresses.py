from ipaddress import IPv4Address, IPv4Network
from itertools import combinations

import pytest

from stackwright.components.gcp.network.addresses import fabric_ranges, ranges
from stackwright.components.ranges import network_of


@pytest.mark.parametrize("cidr", ["10.20.0.0/16", "192.168.0.0/18", "100.64.0.0/20"])
def test_the_parts_are_inside_and_apart(cidr: str) -> None:
    found = ranges(cidr)
    parts = [IPv4Network(part) for part in (found.nodes, found.pods, found.services, found.peering)]
    assert all(part.subnet_of(IPv4Network(cidr)) for part in parts)
    assert not any(one.overlaps(other) for one, other in combinations(parts, 2))
    address = IPv4Address(found.endpoint)
    assert address in IPv4Network(cidr)
    assert not any(address in part for part in parts)


def test_half_is_for_pods_and_a_quarter_for_machines() -> None:
    found = ranges("10.20.0.0/16")
    assert (found.pods, found.nodes, found.services) == ("10.20.128.0/17", "10.20.0.0/18", "10.20.64.0/20")


@pytest.mark.parametrize(
    ("cidr", "said"),
    [
        ("10.20.0.0/24", "is not a size"),
        ("10.0.0.0/8", "is not a size"),
        ("8.8.0.0/16", "is not a private range"),
        ("everywhere", "is not an IPv4 range"),
    ],
)
def test_what_cannot_be_a_network_is_refused(cidr: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        network_of(cidr, "gcp")


@pytest.mark.parametrize(("cidr", "block"), [("10.20.0.0/16", "192.168.0.0/16"), ("192.168.64.0/20", "172.16.0.0/16")])
def test_networks_of_a_fabric_are_beside_that_of_the_cluster(cidr: str, block: str) -> None:
    found = [IPv4Network(each) for each in fabric_ranges(cidr)]
    assert len(found) == 16
    assert all(each.subnet_of(IPv4Network(block)) for each in found)
    assert not any(each.overlaps(IPv4Network(cidr)) for each in found)
