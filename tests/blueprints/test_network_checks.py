"""Area of concern: rules on the network and on the way into the cluster."""

from collections.abc import Callable, Sequence

import pytest

from stackwright.blueprints.problems import Problem

Problems = Callable[..., Sequence[Problem]]


@pytest.mark.parametrize("cidr", ["10.0.0.0/16", "172.16.0.0/20", "192.168.0.0/18", "100.64.0.0/16"])
def test_a_private_range_with_room_is_accepted(problems: Problems, cidr: str) -> None:
    assert problems(more=f"network: {{cidr: {cidr}}}\n") == ()


@pytest.mark.parametrize(
    ("cidr", "message", "hint"),
    [
        ("10.0.0.0/15", "is larger than a network may be", ""),
        ("10.0.0.0/21", "has no room for the subnets", ""),
        ("11.0.0.0/16", "is not a private range", ""),
        ("10.0.0.1/16", "is not an address range", "write 10.0.0.0/16"),
        ("fd00::/16", "is not an address range", ""),
        ("everything", "is not an address range", ""),
    ],
)
def test_another_range_is_refused(problems: Problems, cidr: str, message: str, hint: str) -> None:
    (found,) = problems(more=f"network: {{cidr: '{cidr}'}}\n")
    assert (found.path, found.message, found.hint) == ("network.cidr", message, hint)


def test_a_zone_is_named_once(problems: Problems) -> None:
    (found,) = problems(more="network: {zones: [us-east-1a, us-east-1a]}\n")
    assert (found.path, found.message) == ("network.zones[1]", "is listed twice")


@pytest.mark.parametrize("zone", ["us-east-1", "us-west-2a", "us-east-11", "us-east-1-bos-1a", ""])
def test_a_zone_belongs_to_the_region(problems: Problems, zone: str) -> None:
    (found,) = problems(more=f"network: {{zones: [us-east-1a, '{zone}']}}\n")
    assert found.message == "is not a zone of us-east-1"


def test_a_service_is_listed_once(problems: Problems) -> None:
    (found,) = problems(more="network: {services: [logs, logs]}\n")
    assert found.message == "lists a service twice"


def test_services_may_be_left_out_where_there_is_internet(problems: Problems) -> None:
    assert problems(more="network: {services: []}\n") == ()
    assert problems(more="network: {internet: none}\n") == ()


@pytest.mark.parametrize(
    ("cidr", "message"),
    [
        ("0.0.0.0/0", "opens the Kubernetes API to the internet"),
        ("0.0.0.0/1", "opens the Kubernetes API to the internet"),
        ("::/0", "opens the Kubernetes API to the internet"),
        ("2000::/12", "opens the Kubernetes API to the internet"),
        ("2001:db8::/32", "is an IPv6 range, and the network has IPv4 addresses"),
        ("192.168.0.0/24", "is a private range, which never arrives from outside"),
        ("203.0.113.7/24", "is not an address range"),
        ("office", "is not an address range"),
    ],
)
def test_the_cluster_is_open_to_named_public_ranges_only(problems: Problems, cidr: str, message: str) -> None:
    (found,) = problems(more=f"cluster: {{access: {{public_cidrs: ['{cidr}']}}}}\n")
    assert (found.path, found.message) == ("cluster.access.public_cidrs[0]", message)


@pytest.mark.parametrize("access", ["inside", "{public_cidrs: [203.0.113.0/24, 198.51.100.7/32]}"])
def test_a_way_in_that_exists_is_accepted(problems: Problems, access: str) -> None:
    assert problems(more=f"cluster: {{access: {access}}}\n") == ()
