import pytest
from pydantic import ValidationError

from stackwright.components.azure.network.endpoints import ZONES, AzurePrivateEndpoints, AzurePrivateEndpointsArgs
from stackwright.testing.plugin import Cloud

ENDPOINT, NAMES = "azure-native:network:PrivateEndpoint", "azure-native:network:PrivateDnsZoneGroup"
ZONE, LINK = "azure-native:privatedns:PrivateZone", "azure-native:privatedns:VirtualNetworkLink"


def args(*services: str) -> AzurePrivateEndpointsArgs:
    return AzurePrivateEndpointsArgs(
        resource_group="lab", location="eastus", network_id="/net", subnet_id="/subnet", services=[*services]
    )


def connected() -> None:
    ways = AzurePrivateEndpoints("ways", args("blob"))
    ways.connect("data", service="blob", resource_id="/data")
    ways.connect("logs", service="blob", resource_id="/logs")
    ways.connect("ml", service="amlworkspace", resource_id="/ml")


@pytest.mark.parametrize("program", [lambda: AzurePrivateEndpoints("ways", args()), connected])
def test_private_ways_are_accepted(cloud: Cloud, program, contract_errors) -> None:
    assert contract_errors(cloud.deploy(program)) == []


def test_each_resource_has_an_address_in_the_subnet(cloud: Cloud) -> None:
    plan = cloud.preview(connected)
    endpoint = plan.only(ENDPOINT, "ways-data")
    asked = {"name": "blob", "privateLinkServiceId": "/data", "groupIds": ["blob"]}
    assert endpoint.get("privateLinkServiceConnections") == [asked]
    assert endpoint.get("subnet.id") == "/subnet"


def test_each_private_name_is_there_once_and_looked_up_by_the_network(cloud: Cloud) -> None:
    plan = cloud.preview(connected)
    zones = [each.get("privateZoneName") for each in plan.of_type(ZONE)]
    assert sorted(zones) == sorted([*ZONES["blob"], *ZONES["amlworkspace"]])
    assert {each.get("virtualNetwork.id") for each in plan.of_type(LINK)} == {"/net"}
    assert {each.get("registrationEnabled") for each in plan.of_type(LINK)} == {False}


def test_a_resource_is_found_by_all_names_of_its_service(cloud: Cloud) -> None:
    plan = cloud.preview(connected)
    names = plan.only(NAMES, "ways-ml")
    wired = {each.get("privateZoneName") for each in plan.wired(names, "privateDnsZoneConfigs") if each.type == ZONE}
    assert wired == {*ZONES["amlworkspace"]}


@pytest.mark.parametrize(
    ("services", "words"), [(("blob", "blob"), "listed twice: blob"), (("s3",), "no private names are known for s3")]
)
def test_services_are_known_ones_and_named_once(services, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        args(*services)
