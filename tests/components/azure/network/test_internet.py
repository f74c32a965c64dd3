import pytest

from stackwright.components.azure.network.internet import AzureInternet, AzureInternetArgs
from stackwright.components.intents import Nat
from stackwright.testing.plugin import Cloud

GATEWAY, ADDRESS = "azure-native:network:NatGateway", "azure-native:network:PublicIPAddress"


def internet(nat: Nat) -> AzureInternet:
    args = AzureInternetArgs(resource_group="lab", location="eastus", zones=["1", "2", "3"], nat=nat)
    return AzureInternet("internet", args)


@pytest.mark.parametrize(("nat", "zones"), [(Nat.SINGLE, ["1"]), (Nat.PER_ZONE, ["1", "2", "3"])])
def test_each_gateway_stands_with_its_address_in_one_zone(cloud: Cloud, nat, zones, contract_errors) -> None:
    plan = cloud.deploy(lambda: internet(nat))
    assert contract_errors(plan) == []
    assert [each.get("zones") for each in plan.of_type(GATEWAY)] == [[zone] for zone in zones]
    assert [each.get("zones") for each in plan.of_type(ADDRESS)] == [[zone] for zone in zones]


@pytest.mark.parametrize(("nat", "different"), [(Nat.SINGLE, 1), (Nat.PER_ZONE, 3)])
def test_there_is_a_way_for_every_zone(cloud: Cloud, nat: Nat, different: int) -> None:
    import pulumi

    ways = cloud.deploy(lambda: pulumi.export("ways", internet(nat).gateway_ids)).outputs["ways"]
    assert (len(ways), len(set(ways))) == (3, different)


def test_addresses_are_static_ones_that_need_a_rule_to_be_reached(cloud: Cloud) -> None:
    address = cloud.deploy(lambda: internet(Nat.SINGLE)).only(ADDRESS)
    assert (address.get("sku.name"), address.get("publicIPAllocationMethod")) == ("Standard", "Static")
