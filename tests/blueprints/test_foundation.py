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
    assert access_of(PublicAccess(public_cidrs=("203.0.113.0/24",))).public_cidrs == ("203.0.113.0/24",)
