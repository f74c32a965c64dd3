import pulumi
import pytest

from stackwright.components.aws.network.private_tier import AwsPrivateTier, AwsPrivateTierArgs
from stackwright.testing.plugin import Cloud

SUBNET, TABLE = "aws:ec2/subnet:Subnet", "aws:ec2/routeTable:RouteTable"
JOIN = "aws:ec2/routeTableAssociation:RouteTableAssociation"
ZONES, CIDRS = ["us-east-1a", "us-east-1b"], ["10.20.0.0/20", "10.20.16.0/20"]


def tier(keep_zones: bool = False) -> AwsPrivateTier:
    args = AwsPrivateTierArgs(vpc_id="vpc-1", zones=ZONES, keep_zones=keep_zones, cidrs=CIDRS)
    return AwsPrivateTier("private", args)


def test_machines_get_no_public_address(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(tier)
    subnets = [subnet.inputs for subnet in plan.of_type(SUBNET)]
    assert [(s["availabilityZone"], s["cidrBlock"]) for s in subnets] == list(zip(ZONES, CIDRS, strict=True))
    assert not any(subnet["mapPublicIpOnLaunch"] for subnet in subnets)
    assert all(subnet["tags"]["kubernetes.io/role/internal-elb"] == "1" for subnet in subnets)
    assert contract_errors(plan) == []


def test_each_subnet_has_a_route_table_of_its_own(cloud: Cloud) -> None:
    plan = cloud.preview(tier)
    joins, tables, subnets = plan.of_type(JOIN), plan.of_type(TABLE), plan.of_type(SUBNET)
    assert [plan.wired(join, "routeTableId") for join in joins] == [[table] for table in tables]
    assert [plan.wired(join, "subnetId") for join in joins] == [[subnet] for subnet in subnets]


def test_who_waits_for_a_table_waits_for_its_subnet(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: pulumi.export("tables", tier().route_table_ids))
    assert plan.outputs["tables"] == [table.id for table in plan.of_type(TABLE)]


@pytest.mark.parametrize(("keep", "ignored"), [(True, ("availabilityZone",)), (False, ())])
def test_subnets_stay_in_zones_that_were_only_counted(cloud: Cloud, keep: bool, ignored: tuple[str, ...]) -> None:
    plan = cloud.preview(lambda: tier(keep))
    assert {subnet.ignore_changes for subnet in plan.of_type(SUBNET)} == {ignored}
