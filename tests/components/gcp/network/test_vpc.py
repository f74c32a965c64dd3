import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs, KeyUser
from stackwright.components.gcp.network import GcpNetwork, GcpNetworkArgs
from stackwright.components.intents import Nat
from stackwright.testing.plugin import Cloud

NETWORK = "gcp:compute/network:Network"
SUBNET = "gcp:compute/subnetwork:Subnetwork"
NAT = "gcp:compute/routerNat:RouterNat"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-east1"}


def _network(**knobs) -> GcpNetwork:
    key = GcpKey("key", GcpKeyArgs())
    return GcpNetwork("net", GcpNetworkArgs(key_id=key.used_by(KeyUser.LOGGING), **knobs))


def _network_once() -> GcpNetwork:
    return GcpNetwork("once", GcpNetworkArgs(key_id="key"))


def _max() -> None:
    zones = ["us-east1-c", "us-east1-d"]
    services = ["googleapis.com", "pkg.dev", "gcr.io"]
    _network(cidr="10.9.0.0/20", zone_names=zones, services=services, log_retention_days=3650).peered()


@pytest.mark.parametrize("program", [_network, _max])
def test_a_network_is_accepted(cloud: Cloud, contract_errors, program) -> None:
    assert contract_errors(cloud.deploy(program, config=CONFIG)) == []


def test_it_has_no_subnet_and_no_route_that_is_not_declared(cloud: Cloud) -> None:
    network = cloud.preview(_network, config=CONFIG).only(NETWORK)
    assert network.get("autoCreateSubnetworks") is False
    assert network.get("deleteDefaultRoutesOnCreate") is True


def test_its_subnet_is_private_and_records_its_traffic(cloud: Cloud) -> None:
    subnet = cloud.preview(_network, config=CONFIG).only(SUBNET)
    assert subnet.get("privateIpGoogleAccess") is True
    assert subnet.get("logConfig.flowSampling") == 1
    assert subnet.get("region") == "us-east1"
    assert [each["rangeName"] for each in subnet.get("secondaryIpRanges")] == ["pods", "services"]


def test_flows_are_kept_under_the_key_as_long_as_asked(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _network(log_retention_days=30), config=CONFIG)
    bucket = plan.only("gcp:logging/projectBucketConfig:ProjectBucketConfig", "net-flow-logs")
    assert bucket.get("retentionDays") == 30
    assert "/cryptoKeys/key-" in bucket.get("cmekSettings.kmsKeyName")
    name = plan.only(SUBNET).outputs["name"]
    assert f'subnetwork_name="{name}"' in plan.only("gcp:logging/projectSink:ProjectSink").get("filter")


@pytest.mark.parametrize(("nat", "gateways"), [(Nat.NONE, 0), (Nat.SINGLE, 1), (Nat.PER_ZONE, 1)])
def test_one_nat_spans_all_zones(cloud: Cloud, nat: Nat, gateways: int) -> None:
    plan = cloud.preview(lambda: _network(nat=nat), config=CONFIG)
    assert len(plan.of_type(NAT)) == len(plan.of_type("gcp:compute/route:Route")) == gateways
    internet = [rule for rule in plan.of_type("gcp:compute/firewall:Firewall") if rule.name.endswith("to-internet")]
    assert len(internet) == gateways


def test_who_waits_for_the_subnet_waits_for_its_way_out(cloud: Cloud) -> None:
    def program() -> None:
        pulumi.export("found", _network().subnet_ids)
        GcpNetwork("next", GcpNetworkArgs(key_id=_network_once().subnet_ids[0]))

    plan = cloud.deploy(program, config=CONFIG)
    name = plan.only(SUBNET, "net").outputs["name"]
    assert plan.outputs["found"] == [f"projects/lab-project/regions/us-east1/subnetworks/{name}"]
    waiting = plan.only("gcp:logging/projectBucketConfig:ProjectBucketConfig", "next-flow-logs")
    assert plan.only(NAT, "once-internet").urn in waiting.dependencies


def test_zones_are_those_of_the_region(cloud: Cloud) -> None:
    def program() -> None:
        network = _network(zone_count=2)
        pulumi.export("zones", network.zones)
        pulumi.export("places", [network.zone_or_first(None), network.zone_or_first("us-east1-c")])

    found = cloud.preview(program, config=CONFIG).outputs
    assert found["zones"] == ["us-east1-b", "us-east1-c"]
    assert found["places"] == ["us-east1-b", "us-east1-c"]


def test_a_zone_outside_of_the_network_is_refused(cloud: Cloud) -> None:
    with pytest.raises(pulumi.RunError, match="no machines in us-east1-d, only in us-east1-b"):
        cloud.preview(lambda: _network(zone_count=1).zone_or_first("us-east1-d"), config=CONFIG)


@pytest.mark.parametrize(
    ("region", "said"), [("us-east1", "has 3 zones to use, not 4"), ("us-east-1", "is not a region of gcp")]
)
def test_zones_that_the_region_does_not_have_are_refused(cloud: Cloud, region: str, said: str) -> None:
    with pytest.raises(pulumi.RunError, match=said):
        cloud.preview(lambda: _network(zone_count=4), config={**CONFIG, "gcp:region": region})


def test_google_is_peered_with_once_and_only_when_asked(cloud: Cloud) -> None:
    def twice() -> None:
        network = _network()
        pulumi.export("path", network.peered())
        network.peered()

    connection = "gcp:servicenetworking/connection:Connection"
    plan = cloud.preview(twice, config=CONFIG)
    name = plan.only(NETWORK).outputs["name"]
    assert plan.outputs["path"] == f"projects/lab-project/global/networks/{name}"
    assert len(plan.of_type(connection)) == 1
    assert cloud.preview(_network, config=CONFIG).of_type(connection) == []


@pytest.mark.parametrize(
    ("knob", "value"), [("cidr", "8.8.0.0/16"), ("zone_names", ["us-east1-b"] * 2), ("log_retention_days", 4000)]
)
def test_what_cannot_be_built_is_refused(knob: str, value: object) -> None:
    with pytest.raises(ValidationError, match=knob):
        GcpNetworkArgs.model_validate({"key_id": "key", knob: value})
