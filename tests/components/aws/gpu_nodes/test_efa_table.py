"""Area of concern: what a node group of each EFA family asks of EC2, against the facts and where others are wrong."""

from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine, machines
from stackwright.accelerators.fabric import efa_interfaces
from stackwright.components.aws.gpu_nodes import AwsGpuNodes, AwsGpuNodesArgs
from stackwright.components.intents import Capacity, Purchase
from stackwright.testing.plugin import Cloud, Plan

TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
NODES = "aws:eks/nodeGroup:NodeGroup"
RESERVATION = "cr-0123456789abcdef0"
PLACE: dict[str, Any] = {
    "cluster_name": "train",
    "version": "1.34",
    "node_role_arn": "arn:aws:iam::123456789012:role/nodes",
    "cluster_security_group_id": "sg-cluster",
    "network_id": "vpc-1",
    "network_cidr": "10.0.0.0/16",
    "subnet_id": "subnet-1",
    "key_arn": "arn:aws:kms:us-east-1:123456789012:key/k",
    "nodes": 2,
}
FAMILIES = {
    "p4d.24xlarge": (4, "skypilot 8391: one of four was used"),
    "p4de.24xlarge": (4, "karpenter vpclimits"),
    "p5.4xlarge": (1, "karpenter: the small p5 has one card"),
    "p5.48xlarge": (32, "PCS template; METR/hawk 1727"),
    "p5e.48xlarge": (32, "PCS template"),
    "p5en.48xlarge": (16, "PCS template, karpenter"),
    "p6-b200.48xlarge": (8, "PCS template"),
    "p6-b300.48xlarge": (17, "aicr, terraform-aws-eks and pulumi-eks take card 0 for an EFA"),
    "g6e.24xlarge": (2, "karpenter documentation"),
    "g6e.48xlarge": (4, "karpenter documentation"),
    "g6.48xlarge": (1, "karpenter documentation"),
    "g7e.48xlarge": (4, "karpenter documentation"),
    "trn1.32xlarge": (8, "karpenter"),
    "trn1n.32xlarge": (16, "karpenter"),
    "trn2.48xlarge": (16, "not in the table of karpenter"),
}
each_family = pytest.mark.parametrize(
    ("name", "interfaces"),
    [pytest.param(name, count, id=f"{name} ({why})") for name, (count, why) in FAMILIES.items()],
)


def _plan(cloud: Cloud, name: str, **knobs: Any) -> Plan:
    args = AwsGpuNodesArgs(**PLACE, machine=machine(name, "aws"), **knobs)
    return cloud.preview(lambda: AwsGpuNodes("gpus", args))


def _interfaces(plan: Plan) -> list[dict[str, Any]]:
    return plan.only(TEMPLATE).inputs.get("networkInterfaces", [])


@each_family
def test_a_node_has_the_interfaces_of_its_family(cloud: Cloud, name: str, interfaces: int) -> None:
    found = _interfaces(_plan(cloud, name))
    assert [each["networkCardIndex"] for each in found] == list(range(interfaces))
    assert [(each["deviceIndex"], each["interfaceType"]) for each in found] == [
        (each.device_index, each.kind.value) for each in efa_interfaces(machine(name, "aws"))
    ]


@each_family
def test_card_0_is_efa_but_on_p6_b300_and_all_others_are_efa_only(cloud: Cloud, name: str, interfaces: int) -> None:
    first, *others = _interfaces(_plan(cloud, name))
    plain = name == "p6-b300.48xlarge"
    assert (first["deviceIndex"], first["interfaceType"]) == (0, "interface" if plain else "efa")
    assert [(each["deviceIndex"], each["interfaceType"]) for each in others] == [(0 if plain else 1, "efa-only")] * (
        interfaces - 1
    )


@each_family
def test_eks_places_the_interfaces_and_none_has_a_public_address(cloud: Cloud, name: str, interfaces: int) -> None:
    plan = _plan(cloud, name)
    assert plan.only(NODES).inputs["subnetIds"] == ["subnet-1"]
    assert "vpcSecurityGroupIds" not in plan.only(TEMPLATE).inputs
    found = _interfaces(plan)
    assert len(found) == interfaces
    assert {each["associatePublicIpAddress"] for each in found} == {"false"}
    assert {each["deleteOnTermination"] for each in found} == {"true"}
    assert [each for each in found if "subnetId" in each] == []


@each_family
def test_efa_passes_through_a_group_that_is_open_to_itself_in_and_out(cloud: Cloud, name: str, interfaces: int) -> None:
    plan = _plan(cloud, name)
    group = plan.only("aws:ec2/securityGroup:SecurityGroup")
    for way, rule in (("Ingress", "gpus-fabric-from-each-other"), ("Egress", "gpus-fabric-to-each-other")):
        found = plan.only(f"aws:vpc/securityGroup{way}Rule:SecurityGroup{way}Rule", rule)
        assert found.inputs["ipProtocol"] == "-1"
        assert plan.wired(found, "securityGroupId") == plan.wired(found, "referencedSecurityGroupId") == [group]
    assert len(_interfaces(plan)) == interfaces


@pytest.mark.parametrize("capacity", [Capacity.RESERVATION, Capacity.CAPACITY_BLOCK])
@pytest.mark.parametrize("name", ["p5.48xlarge", "p6-b300.48xlarge", "trn2.48xlarge"])
def test_terraform_aws_eks_3661_and_eksctl_7949_a_reservation_has_no_placement_group_beside_it(
    cloud: Cloud, name: str, capacity: Capacity
) -> None:
    purchase = Purchase(capacity, RESERVATION)
    plan = _plan(cloud, name, purchase=purchase)
    assert plan.of_type("aws:ec2/placementGroup:PlacementGroup") == []
    assert "placement" not in plan.only(TEMPLATE).inputs
    with pytest.raises(ValidationError, match=f"placement_group does not go with {capacity}"):
        _plan(cloud, name, purchase=purchase, placement_group=True)


@pytest.mark.parametrize("capacity", [Capacity.RESERVATION, Capacity.CAPACITY_BLOCK])
@pytest.mark.parametrize("name", ["p5.48xlarge", "p6-b300.48xlarge", "trn2.48xlarge"])
def test_eksctl_7906_8320_8542_the_target_of_the_reservation_is_there(
    cloud: Cloud, name: str, capacity: Capacity
) -> None:
    found = _plan(cloud, name, purchase=Purchase(capacity, RESERVATION)).only(TEMPLATE).inputs
    target = found["capacityReservationSpecification"]["capacityReservationTarget"]
    assert target == {"capacityReservationId": RESERVATION}


@pytest.mark.parametrize("capacity", [Capacity.ON_DEMAND, Capacity.SPOT])
def test_terraform_aws_eks_3730_efa_alone_makes_no_placement_group(cloud: Cloud, capacity: Capacity) -> None:
    plan = _plan(cloud, "p5.48xlarge", purchase=Purchase(capacity))
    assert plan.of_type("aws:ec2/placementGroup:PlacementGroup") == []
    assert len(_interfaces(plan)) == 32


def test_every_machine_with_several_cards_is_in_the_table_or_like_one_that_is() -> None:
    families = {name.partition(".")[0] for name in FAMILIES}
    several = {each.name.partition(".")[0] for each in machines("aws") if each.accelerator and each.network_cards > 1}
    assert several - families <= {"g7"}


def test_rule_8_several_nodes_without_efa_are_warned_of_and_one_is_not(
    cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    _plan(cloud, "p5.48xlarge")
    assert caplog.messages == []
    _plan(cloud, "g5.xlarge")
    assert ["g5.xlarge has no fabric, so NCCL between nodes goes over TCP" in text for text in caplog.messages] == [
        True
    ]
