from ipaddress import IPv4Network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.components.aws.network.addresses import ZONES_MAX, tiers
from stackwright.components.ranges import network_of

networks = st.builds(
    lambda second, prefix: str(IPv4Network(f"10.{second}.0.0/{prefix}")),
    st.integers(0, 255),
    st.integers(16, 20),
)


def test_a_16_gives_private_20s_and_public_24s() -> None:
    found = tiers("10.20.0.0/16", 3)
    assert found.private == ("10.20.0.0/20", "10.20.16.0/20", "10.20.32.0/20")
    assert found.public == ("10.20.240.0/24", "10.20.241.0/24", "10.20.242.0/24")


@given(networks, st.integers(1, ZONES_MAX))
def test_subnets_lie_in_the_network_and_never_overlap(cidr: str, zones: int) -> None:
    found = tiers(cidr, zones)
    subnets = [IPv4Network(subnet) for subnet in (*found.private, *found.public)]
    assert len(found.private) == len(found.public) == zones
    assert all(subnet.subnet_of(IPv4Network(cidr)) for subnet in subnets)
    assert not [(a, b) for i, a in enumerate(subnets) for b in subnets[i + 1 :] if a.overlaps(b)]
    assert all(subnet.prefixlen <= 28 for subnet in subnets)


@given(networks, st.integers(1, ZONES_MAX - 1))
def test_adding_a_zone_moves_no_subnet(cidr: str, zones: int) -> None:
    before, after = tiers(cidr, zones), tiers(cidr, zones + 1)
    assert after.private[:zones] == before.private
    assert after.public[:zones] == before.public


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "172.31.0.0/20", "192.168.0.0/18", "100.64.0.0/16"])
def test_private_ranges_are_taken(cidr: str) -> None:
    assert str(network_of(cidr, "aws")) == cidr


@pytest.mark.parametrize(
    ("cidr", "why"),
    [
        ("ten", "not an IPv4 range"),
        ("10.20.1.0/16", "not an IPv4 range"),
        ("10.0.0.0/15", "/15 is not a size from /16"),
        ("10.20.0.0/24", "/24 is not a size from /16"),
        ("8.8.0.0/16", "not a private range"),
        ("172.32.0.0/16", "not a private range"),
    ],
)
def test_other_ranges_are_refused_with_what_is_allowed(cidr: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        network_of(cidr, "aws")
