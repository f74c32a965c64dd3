from stackwright.components.gcp.network.peering import GcpServicePeering, GcpServicePeeringArgs
from stackwright.testing.plugin import Cloud

CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
NETWORK = "projects/lab-project/global/networks/lab"


def _peering() -> None:
    GcpServicePeering("peer", GcpServicePeeringArgs(network_id=NETWORK, cidr="10.20.80.0/20"))


def test_google_takes_addresses_from_the_reserved_range_only(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(_peering, config=CONFIG)
    reserved = plan.only("gcp:compute/globalAddress:GlobalAddress")
    assert (reserved.get("address"), reserved.get("prefixLength")) == ("10.20.80.0", 20)
    assert (reserved.get("purpose"), reserved.get("addressType")) == ("VPC_PEERING", "INTERNAL")
    connection = plan.only("gcp:servicenetworking/connection:Connection")
    assert connection.get("reservedPeeringRanges") == [reserved.outputs["name"]]
    assert contract_errors(plan) == []


def test_lustre_servers_reach_their_clients_and_no_other_port(cloud: Cloud) -> None:
    rule = cloud.preview(_peering, config=CONFIG).only("gcp:compute/firewall:Firewall")
    assert (rule.get("direction"), rule.get("sourceRanges")) == ("INGRESS", ["10.20.80.0/20"])
    assert rule.get("allows") == [{"protocol": "tcp", "ports": ["988", "6988"]}]
