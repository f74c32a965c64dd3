from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.azure.network import AzureNetwork, AzureNetworkArgs
from stackwright.components.intents import Nat
from stackwright.components.roles import Network
from stackwright.testing.plugin import Cloud

VNET, SUBNET = "azure-native:network:VirtualNetwork", "azure-native:network:Subnet"
GIVEN = {
    "resource_group": "lab",
    "location": "eastus",
    "tags": {"owner": "research"},
    "vault_uri": "https://v.vault.azure.net",
    "key_name": "k",
    "key_user_id": "/identity",
}


def args(**knobs: Any) -> AzureNetworkArgs:
    return AzureNetworkArgs.model_validate({**GIVEN, **knobs})


def network(**knobs: Any) -> AzureNetwork:
    return AzureNetwork("net", args(**knobs))


PROGRAMS = {
    "defaults": lambda: network(),
    "smallest": lambda: network(cidr="10.0.0.0/20", zone_count=1, nat=Nat.NONE),
    "largest": lambda: network(
        zone_names=["3", "1", "2"],
        services=["blob", "file", "registry", "vault", "amlworkspace"],
        workspace_id="/workspace",
        protect=True,
    ),
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_network_is_accepted(cloud: Cloud, program, contract_errors) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert contract_errors(cloud.preview(program)) == []


@pytest.mark.parametrize(("nat", "gateways"), [(Nat.NONE, 0), (Nat.SINGLE, 1), (Nat.PER_ZONE, 3)])
def test_the_internet_is_reached_as_asked(cloud: Cloud, nat: Nat, gateways: int) -> None:
    plan = cloud.preview(lambda: network(nat=nat))
    assert len(plan.of_type("azure-native:network:NatGateway")) == gateways
    assert len(plan.of_type("azure-native:network:PublicIPAddress")) == gateways


def test_there_is_a_subnet_of_machines_in_each_zone(cloud: Cloud) -> None:
    def program() -> None:
        made = network(zone_names=["3", "1"])
        pulumi.export("zones", made.zones)
        pulumi.export("subnets", made.subnet_ids)
        pulumi.export("first", made.subnet_in(None))
        pulumi.export("second", made.subnet_in("1"))

    found = cloud.deploy(program).outputs
    assert found["zones"] == ["3", "1"]
    assert found["subnets"] == [found["first"], found["second"]]


def test_a_zone_that_the_network_is_not_in_is_refused(cloud: Cloud) -> None:
    with pytest.raises(pulumi.RunError, match="no subnet in 3, only in 1, 2"):
        cloud.deploy(lambda: network(zone_count=2).subnet_in("3"))


def test_its_traffic_is_recorded_where_the_network_reaches_it_privately(cloud: Cloud) -> None:
    plan = cloud.preview(network)
    log, account = plan.only("azure-native:network:FlowLog"), plan.only("azure-native:storage:StorageAccount")
    assert plan.wired(log, "targetResourceId") == [plan.only(VNET)]
    endpoint = plan.only("azure-native:network:PrivateEndpoint", "net-endpoints-flow-logs")
    assert account in plan.wired(endpoint, "privateLinkServiceConnections")


def test_a_resource_gets_an_address_in_the_subnet_of_endpoints(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: network().connect("key", service="vault", resource_id="/vault"))
    endpoint = plan.only("azure-native:network:PrivateEndpoint", "net-endpoints-key")
    assert plan.wired(endpoint, "subnet") == [plan.only(SUBNET, "net-private-endpoints")]


def test_it_carries_the_tags(cloud: Cloud) -> None:
    assert cloud.preview(network).only(VNET).get("tags") == GIVEN["tags"]


def test_a_network_fills_the_role(cloud: Cloud) -> None:
    made: list[Network] = []
    cloud.deploy(lambda: made.append(network()))
    assert len(made) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cidr", "8.8.0.0/16"),
        ("zone_count", 4),
        ("zone_names", ["1", "1"]),
        ("zone_names", ["eastus-1"]),
        ("log_retention_days", 400),
    ],
)
def test_what_azure_refuses_is_refused_before(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        args(**{field: value})
