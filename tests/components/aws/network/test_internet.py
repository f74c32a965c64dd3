import pytest

from stackwright.components.aws.network.internet import AwsInternet, AwsInternetArgs
from stackwright.components.intents import Nat
from stackwright.testing.plugin import Cloud

NAT, ROUTE, SUBNET = "aws:ec2/natGateway:NatGateway", "aws:ec2/route:Route", "aws:ec2/subnet:Subnet"
GATEWAY = "aws:ec2/internetGateway:InternetGateway"
ZONES = ["us-east-1a", "us-east-1b", "us-east-1c"]
CIDRS = ["10.20.240.0/24", "10.20.241.0/24", "10.20.242.0/24"]


def program(nat: Nat, keep_zones: bool = False):
    args = AwsInternetArgs(
        vpc_id="vpc-1",
        zones=ZONES,
        keep_zones=keep_zones,
        cidrs=CIDRS,
        route_table_ids=["rtb-1", "rtb-2", "rtb-3"],
        nat=nat,
    )
    return lambda: AwsInternet("internet", args)


@pytest.mark.parametrize(("nat", "gateways"), [(Nat.SINGLE, [0, 0, 0]), (Nat.PER_ZONE, [0, 1, 2])])
def test_every_zone_leaves_through_its_nat_gateway(
    cloud: Cloud, nat: Nat, gateways: list[int], contract_errors
) -> None:
    plan = cloud.deploy(program(nat))
    found = plan.of_type(NAT)
    private = [route for route in plan.of_type(ROUTE) if "natGatewayId" in route.inputs]
    assert [found.index(plan.wired(route, "natGatewayId")[0]) for route in private] == gateways
    assert [route.inputs["routeTableId"] for route in private] == ["rtb-1", "rtb-2", "rtb-3"]
    assert {route.inputs["destinationCidrBlock"] for route in private} == {"0.0.0.0/0"}
    assert len(found) == len(plan.of_type("aws:ec2/eip:Eip")) == len(set(gateways))
    assert contract_errors(plan) == []


def test_a_nat_gateway_waits_for_the_internet_gateway(cloud: Cloud) -> None:
    plan = cloud.preview(program(Nat.SINGLE))
    assert plan.only(GATEWAY).urn in plan.only(NAT).dependencies


def test_public_subnets_give_no_public_addresses(cloud: Cloud) -> None:
    subnets = [subnet.inputs for subnet in cloud.preview(program(Nat.SINGLE)).of_type(SUBNET)]
    assert [subnet["availabilityZone"] for subnet in subnets] == ZONES
    assert [subnet["cidrBlock"] for subnet in subnets] == CIDRS
    assert not any(subnet["mapPublicIpOnLaunch"] for subnet in subnets)
    assert all(subnet["tags"]["kubernetes.io/role/elb"] == "1" for subnet in subnets)


def test_only_public_subnets_have_the_way_to_the_gateway(cloud: Cloud) -> None:
    plan = cloud.preview(program(Nat.PER_ZONE))
    (way,) = [route for route in plan.of_type(ROUTE) if "gatewayId" in route.inputs]
    (table,) = plan.of_type("aws:ec2/routeTable:RouteTable")
    assert plan.wired(way, "routeTableId") == [table]
    joined = plan.of_type("aws:ec2/routeTableAssociation:RouteTableAssociation")
    assert [plan.wired(join, "routeTableId") for join in joined] == [[table]] * 3


@pytest.mark.parametrize(("keep", "ignored"), [(True, ("availabilityZone",)), (False, ())])
def test_subnets_stay_in_zones_that_were_only_counted(cloud: Cloud, keep: bool, ignored: tuple[str, ...]) -> None:
    plan = cloud.preview(program(Nat.SINGLE, keep))
    assert {subnet.ignore_changes for subnet in plan.of_type(SUBNET)} == {ignored}
