import pytest

from stackwright.components.azure.network.addresses import tiers
from stackwright.components.azure.network.rules import of_cluster, of_endpoints, of_filesystem, of_machines
from stackwright.components.intents import Nat

CIDR = "10.20.0.0/16"
RANGES = tiers(CIDR, 2)
ALL = {
    "machines": of_machines(CIDR, Nat.PER_ZONE),
    "filesystem": of_filesystem(RANGES, CIDR),
    "cluster": of_cluster(RANGES, CIDR),
    "endpoints": of_endpoints(CIDR),
}
OUTSIDE = {"*", "Internet", "0.0.0.0/0", "AzureCloud"}


@pytest.mark.parametrize("tier", ALL)
def test_nothing_comes_in_from_the_internet(tier: str) -> None:
    ingress, _ = ALL[tier]
    assert not [what for what, traffic in ingress.items() if OUTSIDE & {*traffic.other}]


@pytest.mark.parametrize("tier", ALL)
def test_what_goes_to_the_internet_has_its_ports(tier: str) -> None:
    _, egress = ALL[tier]
    assert not [what for what, traffic in egress.items() if OUTSIDE & {*traffic.other} and not traffic.ports]


def test_machines_without_a_way_out_reach_the_network_alone() -> None:
    _, egress = of_machines(CIDR, Nat.NONE)
    assert [traffic.other for traffic in egress.values()] == [(CIDR, "100.64.0.0/14")]


def test_private_endpoints_begin_nothing() -> None:
    ingress, egress = ALL["endpoints"]
    assert egress == {}
    assert [traffic.ports for traffic in ingress.values()] == [("443", "2049")]


def test_file_systems_are_reached_from_machines_by_lustre_alone() -> None:
    ingress, egress = ALL["filesystem"]
    assert ingress["machines"].other == RANGES.private
    assert ingress["machines"].ports == egress["machines"].ports == ("988", "1019-1023")


def test_service_tags_stand_alone_as_azure_asks() -> None:
    tags = [t.other for _, egress in ALL.values() for t in egress.values() if not t.other[0][0].isdigit()]
    assert tags
    assert all(len(other) == 1 for other in tags)
