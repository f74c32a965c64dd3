from stackwright.components.gcp.network.internet import GcpInternet, GcpInternetArgs
from stackwright.testing.plugin import Cloud

CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
SUBNET = "projects/lab-project/regions/us-central1/subnetworks/lab"


def _internet() -> None:
    network = "projects/lab-project/global/networks/lab"
    GcpInternet("out", GcpInternetArgs(network_id=network, subnet_id=SUBNET, region="us-central1"))


def test_machines_without_addresses_go_out_by_nat(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(_internet, config=CONFIG)
    nat = plan.only("gcp:compute/routerNat:RouterNat")
    assert nat.get("router") == plan.only("gcp:compute/router:Router").outputs["name"]
    assert nat.get("natIpAllocateOption") == "AUTO_ONLY"
    assert contract_errors(plan) == []


def test_only_the_given_subnet_uses_it(cloud: Cloud) -> None:
    nat = cloud.preview(_internet, config=CONFIG).only("gcp:compute/routerNat:RouterNat")
    assert nat.get("sourceSubnetworkIpRangesToNat") == "LIST_OF_SUBNETWORKS"
    assert nat.get("subnetworks") == [{"name": SUBNET, "sourceIpRangesToNats": ["ALL_IP_RANGES"]}]


def test_ports_grow_with_need_and_failures_are_recorded(cloud: Cloud) -> None:
    nat = cloud.preview(_internet, config=CONFIG).only("gcp:compute/routerNat:RouterNat")
    assert nat.get("enableDynamicPortAllocation") is True
    # Cloud NAT refuses both at once: https://cloud.google.com/nat/docs/ports-and-addresses#dynamic-port
    assert nat.get("enableEndpointIndependentMapping") is False
    assert nat.get("logConfig") == {"enable": True, "filter": "ERRORS_ONLY"}


def test_the_default_route_is_declared(cloud: Cloud) -> None:
    route = cloud.preview(_internet, config=CONFIG).only("gcp:compute/route:Route")
    assert (route.get("destRange"), route.get("nextHopGateway")) == ("0.0.0.0/0", "default-internet-gateway")
