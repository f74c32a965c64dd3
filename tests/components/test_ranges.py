"""Area of concern: one check of address ranges for all clouds, with what each allows."""

import pytest

from stackwright.components.limits import PRIVATE_RANGES
from stackwright.components.ranges import callers, network_of


@pytest.mark.parametrize("cloud", sorted(PRIVATE_RANGES))
def test_private_ranges_of_the_right_size_are_taken(cloud: str) -> None:
    for allowed in PRIVATE_RANGES[cloud]:
        start = allowed.partition("/")[0]
        assert str(network_of(f"{start}/16", cloud)) == f"{start}/16"
        assert str(network_of(f"{start}/20", cloud)) == f"{start}/20"


def test_the_shared_range_is_that_of_pods_on_azure() -> None:
    assert network_of("100.64.0.0/16", "aws")
    with pytest.raises(ValueError, match=r"use 10\.0\.0\.0/8, 172\.16\.0\.0/12 or 192\.168\.0\.0/16"):
        network_of("100.64.0.0/16", "azure")


@pytest.mark.parametrize(
    ("cidr", "reason"),
    [("10.0.0.0/8", "/8 is not a size"), ("8.8.0.0/16", "not a private"), ("x", "not an IPv4 range")],
)
def test_anything_else_is_refused_with_what_is_allowed(cidr: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        network_of(cidr, "aws")


def test_ranges_that_people_connect_from_are_taken_as_they_are_written() -> None:
    written = ["8.0.0.0/8", "203.0.113.9/24", "2001::/16"]
    assert callers(written) == written


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "8.0.0.0/7", "::/0", "2000::/15"])
def test_a_range_that_is_the_internet_opens_no_api(cidr: str) -> None:
    with pytest.raises(ValueError, match=f"{cidr} opens the Kubernetes API to the internet"):
        callers(["203.0.113.0/24", cidr])
