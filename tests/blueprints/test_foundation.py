"""Area of concern: what all components of a stack share."""

from collections.abc import Callable

import pytest

from stackwright.blueprints.foundation import access_of, foundation_of, nat_of
from stackwright.blueprints.load import Loaded
from stackwright.blueprints.sections import Network, PublicAccess
from stackwright.blueprints.values import Internet, NatGateways, Way
from stackwright.components.intents import ClusterAccess, Nat


def test_the_foundation_is_what_the_blueprint_says(loaded: Callable[..., Loaded]) -> None:
    found = foundation_of(loaded(more="name: research\nenvironment: prod\ntags: {owner: me}\n").spec)
    assert (found.prefix, found.region, found.environment) == ("research", "us-east-1", "prod")
    assert (found.protect, found.log_retention_days, found.tags) == (True, 365, {"owner": "me"})
    assert (found.account, found.billing_account) == ("", "")


@pytest.mark.parametrize("cloud", ["aws", "azure"])
def test_the_account_is_that_of_the_blueprint(loaded: Callable[..., Loaded], cloud: str) -> None:
    account = {"aws": "123456789012", "azure": "00000000-0000-0000-0000-000000000000"}[cloud]
    assert foundation_of(loaded("landing", f"account: '{account}'\n", cloud=cloud).spec).account == account


def test_a_budget_of_google_cloud_is_made_in_a_billing_account(loaded: Callable[..., Loaded]) -> None:
    found = foundation_of(loaded("landing", cloud="gcp").spec)
    assert (found.account, found.billing_account) == ("research-prod", "012345-6789AB-CDEF01")


@pytest.mark.parametrize(
    ("internet", "nat", "expected"),
    [
        (Internet.NONE, NatGateways.PER_ZONE, Nat.NONE),
        (Internet.NAT, NatGateways.SINGLE, Nat.SINGLE),
        (Internet.NAT, NatGateways.PER_ZONE, Nat.PER_ZONE),
    ],
)
def test_gateways_are_made_only_where_there_is_internet(internet: Internet, nat: NatGateways, expected: Nat) -> None:
    assert nat_of(Network(internet=internet, nat=nat)) is expected


def test_access_is_inside_unless_ranges_are_named() -> None:
    assert access_of(Way.INSIDE) == ClusterAccess()
    assert access_of(Way.DNS) == ClusterAccess(dns=True)
    assert access_of(PublicAccess(public_cidrs=("203.0.113.0/24",))).public_cidrs == ("203.0.113.0/24",)


@pytest.mark.parametrize(("nodes", "machine"), [(1, None), (2, "p5.48xlarge")])
def test_machines_are_joined_where_there_are_several(
    loaded: Callable[..., Loaded], nodes: int, machine: str | None
) -> None:
    found = foundation_of(loaded(more=f"compute: {{accelerator: 'H100:8', nodes: {nodes}}}\n").spec).joined
    assert (found and found.name) == machine
    assert foundation_of(loaded("landing").spec).joined is None
