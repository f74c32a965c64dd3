from itertools import pairwise

import pytest

from stackwright.components.azure.network.private_tier import AzurePrivateTier, AzurePrivateTierArgs
from stackwright.components.intents import Nat
from stackwright.testing.plugin import Cloud

SUBNET, GROUP = "azure-native:network:Subnet", "azure-native:network:NetworkSecurityGroup"
WAYS = ["/way-1", "/way-2"]


def tier(nat: Nat = Nat.PER_ZONE) -> AzurePrivateTier:
    args = AzurePrivateTierArgs(
        resource_group="lab",
        location="eastus",
        network_name="net",
        cidr="10.20.0.0/16",
        zones=["1", "2"],
        nat=nat,
        gateway_ids=[] if nat is Nat.NONE else WAYS,
    )
    return AzurePrivateTier("private", args)


@pytest.mark.parametrize("nat", Nat)
def test_subnets_are_accepted(cloud: Cloud, nat: Nat, contract_errors) -> None:
    plan = cloud.deploy(lambda: tier(nat))
    assert contract_errors(plan) == []
    names = ["machines-1", "machines-2", "filesystem", "cluster", "endpoints"]
    assert {each.name for each in plan.of_type(SUBNET)} == {f"private-{name}" for name in names}


def test_every_subnet_has_a_security_group_and_no_way_out_by_default(cloud: Cloud) -> None:
    plan = cloud.preview(tier)
    for subnet in plan.of_type(SUBNET):
        assert subnet.get("defaultOutboundAccess") is False
        assert [each.type for each in plan.wired(subnet, "networkSecurityGroup")] == [GROUP]
        assert subnet.get("privateEndpointNetworkPolicies") == "Enabled"


def test_machines_go_out_in_their_own_zone(cloud: Cloud) -> None:
    plan = cloud.preview(tier)
    found = {each.name: each.get("natGateway.id") for each in plan.of_type(SUBNET) if "natGateway" in each.inputs}
    assert found == {
        "private-machines-1": "/way-1",
        "private-machines-2": "/way-2",
        "private-filesystem": "/way-1",
    }


def test_without_a_way_out_no_subnet_has_one(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: tier(Nat.NONE))
    assert not [each.name for each in plan.of_type(SUBNET) if "natGateway" in each.inputs]


def test_the_subnet_of_control_planes_is_theirs(cloud: Cloud) -> None:
    subnet = cloud.preview(tier).only(SUBNET, "private-cluster")
    assert subnet.get("delegations[0].serviceName") == "Microsoft.ContainerService/managedClusters"


def test_a_network_takes_one_change_at_a_time(cloud: Cloud) -> None:
    plan = cloud.preview(tier)
    order = ["machines-1", "machines-2", "filesystem", "cluster", "endpoints"]
    subnets = [plan.only(SUBNET, f"private-{name}") for name in order]
    assert all(one.urn in other.dependencies for one, other in pairwise(subnets))
