from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.aws.network import AwsNetwork, AwsNetworkArgs
from stackwright.components.intents import Nat
from stackwright.components.roles import Network
from stackwright.testing.plugin import Cloud

VPC, SUBNET, NAT = "aws:ec2/vpc:Vpc", "aws:ec2/subnet:Subnet", "aws:ec2/natGateway:NatGateway"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"


def network(**knobs: Any) -> AwsNetwork:
    return AwsNetwork("net", AwsNetworkArgs(key_arn=KEY, **knobs))


PROGRAMS = {
    "defaults": lambda: network(),
    "smallest": lambda: network(cidr="10.0.0.0/20", zone_count=1, nat=Nat.NONE),
    "largest": lambda: network(
        zone_names=[f"us-east-1{letter}" for letter in "abcdef"],
        services=["ecr.api", "ecr.dkr", "sts", "logs", "monitoring", "ec2", "eks", "eks-auth", "kms", "fsx"],
        log_retention_days=3653,
    ),
}


@pytest.mark.parametrize("program", PROGRAMS.values(), ids=PROGRAMS)
def test_a_network_is_accepted_and_judged_at_preview(
    cloud: Cloud, program, contract_errors, unreadable_documents
) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert unreadable_documents(cloud.preview(program)) == []


def test_names_resolve_inside(cloud: Cloud) -> None:
    vpc = cloud.preview(network).only(VPC).inputs
    assert (vpc["cidrBlock"], vpc["enableDnsSupport"], vpc["enableDnsHostnames"]) == ("10.20.0.0/16", True, True)


def test_the_default_security_group_lets_nothing_through(cloud: Cloud) -> None:
    plan = cloud.preview(network)
    group = plan.only("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")
    assert plan.wired(group, "vpcId") == [plan.only(VPC)]
    assert {"ingress", "egress"} & set(group.inputs) == set()


def test_its_traffic_is_recorded_with_the_given_key(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: network(log_retention_days=30))
    assert plan.wired(plan.only("aws:ec2/flowLog:FlowLog"), "vpcId") == [plan.only(VPC)]
    group = plan.only("aws:cloudwatch/logGroup:LogGroup").inputs
    assert (group["kmsKeyId"], group["retentionInDays"]) == (KEY, 30)


@pytest.mark.parametrize(("nat", "gateways", "subnets"), [(Nat.NONE, 0, 3), (Nat.SINGLE, 1, 6), (Nat.PER_ZONE, 3, 6)])
def test_the_internet_is_reached_as_asked(cloud: Cloud, nat: Nat, gateways: int, subnets: int) -> None:
    plan = cloud.preview(lambda: network(nat=nat))
    assert len(plan.of_type(NAT)) == gateways
    assert len(plan.of_type(SUBNET)) == subnets
    assert len(plan.of_type("aws:ec2/internetGateway:InternetGateway")) == (gateways > 0)
    assert not any(subnet.inputs["mapPublicIpOnLaunch"] for subnet in plan.of_type(SUBNET))


def test_counted_zones_are_known_at_preview_and_can_hold_a_cluster(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: network(nat=Nat.NONE))
    zones = [subnet.inputs["availabilityZone"] for subnet in plan.of_type(SUBNET)]
    assert zones == ["us-east-1a", "us-east-1b", "us-east-1d"]


def test_zones_are_taken_by_name(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: network(nat=Nat.NONE, zone_names=["us-east-1d", "us-east-1b"]))
    subnets = plan.of_type(SUBNET)
    assert [subnet.inputs["availabilityZone"] for subnet in subnets] == ["us-east-1d", "us-east-1b"]
    assert {subnet.ignore_changes for subnet in subnets} == {()}


def test_more_zones_than_the_region_has_are_refused(cloud: Cloud) -> None:
    with pytest.raises(pulumi.RunError, match="zones to use, not 6: us-east-1a, "):
        cloud.preview(lambda: network(zone_count=6))


def private_ids(plan) -> list[str]:
    return [s.id for s in plan.of_type(SUBNET) if "kubernetes.io/role/internal-elb" in s.inputs["tags"]]


def test_its_private_subnets_are_the_ones_to_live_in(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: pulumi.export("ids", network().subnet_ids))
    assert plan.outputs["ids"] == private_ids(plan)
    assert len(plan.outputs["ids"]) == 3


@pytest.mark.parametrize(("zone", "place"), [(None, 0), ("us-east-1a", 0), ("us-east-1d", 2)])
def test_the_subnet_of_a_zone_is_found(cloud: Cloud, zone: str | None, place: int) -> None:
    plan = cloud.deploy(lambda: pulumi.export("id", network().subnet_in(zone)))
    assert plan.outputs["id"] == private_ids(plan)[place]


def test_a_zone_without_a_subnet_is_refused_at_preview(cloud: Cloud) -> None:
    with pytest.raises(pulumi.RunError, match="no subnet in us-east-1f, only in us-east-1a, us-east-1b, us-east-1d"):
        cloud.preview(lambda: pulumi.export("id", network().subnet_in("us-east-1f")))


def test_who_waits_for_a_subnet_waits_for_its_way_out(cloud: Cloud) -> None:
    from pulumi_aws import ec2

    def program() -> None:
        ec2.NetworkInterface("probe", subnet_id=network().subnet_in(None))

    plan = cloud.preview(program)
    waited = plan.wired(plan.only("aws:ec2/networkInterface:NetworkInterface"), "subnetId")
    assert {"aws:ec2/route:Route", SUBNET} <= {resource.type for resource in waited}


def test_it_is_a_network_of_the_blueprints(cloud: Cloud) -> None:
    found: list[Network] = []
    plan = cloud.deploy(lambda: (found.append(network()), pulumi.export("id", found[0].id)))
    assert plan.outputs["id"] == plan.only(VPC).id


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("cidr", "10.0.0.0/8"),
        ("zone_count", 0),
        ("zone_count", 7),
        ("zone_names", ["us-east-1a", "us-east-1a"]),
    ],
)
def test_what_cannot_be_laid_out_is_refused(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        AwsNetworkArgs.model_validate({"key_arn": KEY, field: value})
