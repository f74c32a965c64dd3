from ipaddress import IPv4Network

import pytest

from stackwright.components.azure.network.addresses import POD_CIDR, tiers
from stackwright.components.ranges import network_of


@pytest.mark.parametrize("cidr", ["10.20.0.0/16", "172.16.0.0/20", "192.168.0.0/18"])
@pytest.mark.parametrize("zones", [1, 2, 3])
def test_tiers_are_in_the_network_and_apart(cidr: str, zones: int) -> None:
    found = tiers(cidr, zones)
    ranges = [IPv4Network(each) for each in (*found.private, found.filesystem, found.cluster, found.endpoints)]
    assert all(each.subnet_of(IPv4Network(cidr)) for each in ranges)
    assert not any(a.overlaps(b) for place, a in enumerate(ranges) for b in ranges[place + 1 :])


def test_another_zone_moves_no_subnet() -> None:
    two, three = tiers("10.20.0.0/16", 2), tiers("10.20.0.0/16", 3)
    assert three.private[:2] == two.private
    assert (three.filesystem, three.cluster, three.endpoints) == (two.filesystem, two.cluster, two.endpoints)


@pytest.mark.parametrize(
    ("cidr", "words"),
    [
        ("10.20.0.0/24", "is not a size"),
        ("10.0.0.0/8", "is not a size"),
        ("8.8.0.0/16", "not a private range"),
        ("100.64.0.0/16", "not a private range"),
        ("10.20.0.1/16", "not an IPv4 range"),
        ("net", "not an IPv4 range"),
    ],
)
def test_what_is_no_network_of_ours_is_refused(cidr: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        network_of(cidr, "azure")


def test_pods_overlap_no_network() -> None:
    pods = IPv4Network(POD_CIDR)
    assert not any(pods.overlaps(IPv4Network(own)) for own in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
