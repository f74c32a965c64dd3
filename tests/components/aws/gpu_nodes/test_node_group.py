from dataclasses import replace
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine, resolve
from stackwright.components.aws.gpu_nodes import AwsGpuNodes, AwsGpuNodesArgs
from stackwright.components.aws.keys import AwsKey, AwsKeyArgs
from stackwright.components.intents import Capacity, Purchase
from stackwright.testing.plugin import Cloud, Plan

NODES = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
PLACEMENT = "aws:ec2/placementGroup:PlacementGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
RESERVATION = "cr-0123456789abcdef0"
PLACE: dict[str, Any] = {
    "cluster_name": "train",
    "version": "1.34",
    "node_role_arn": "arn:aws:iam::123456789012:role/nodes",
    "cluster_security_group_id": "sg-cluster",
    "network_id": "vpc-1",
    "network_cidr": "10.0.0.0/16",
    "subnet_id": "subnet-1",
}


def _arguments(**knobs: Any) -> AwsGpuNodesArgs:
    chosen = {"machine": resolve("H100:8", "aws"), "nodes": 4, "key_arn": "arn:key", **knobs}
    return AwsGpuNodesArgs(**PLACE, **chosen)


def _plan(cloud: Cloud, **knobs: Any) -> Plan:
    return cloud.preview(lambda: AwsGpuNodes("gpus", _arguments(key_arn=AwsKey("key", AwsKeyArgs()).id, **knobs)))


@pytest.mark.parametrize(
    "knobs",
    [
        {},
        {"disk_gib": 1000, "placement_group": True, "tags": {"owner": "research"}, "purchase": Purchase(Capacity.SPOT)},
        {"purchase": Purchase(Capacity.RESERVATION, RESERVATION)},
        {"purchase": Purchase(Capacity.CAPACITY_BLOCK, RESERVATION)},
        {"machine": machine("trn1.32xlarge", "aws")},
        {"machine": machine("p6-b300.48xlarge", "aws")},
        {"machine": machine("g6.xlarge", "aws"), "nodes": 0},
    ],
    ids=["defaults", "max", "reservation", "capacity block", "neuron", "p6-b300", "small"],
)
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    plan = cloud.deploy(lambda: AwsGpuNodes("gpus", _arguments(**knobs)))
    assert contract_errors(plan) == []


@pytest.mark.parametrize(
    ("name", "image", "resource"),
    [
        ("p5.48xlarge", "AL2023_x86_64_NVIDIA", "nvidia.com/gpu"),
        ("g5g.xlarge", "AL2023_ARM_64_NVIDIA", "nvidia.com/gpu"),
        ("trn1.32xlarge", "AL2023_x86_64_NEURON", "aws.amazon.com/neuron"),
        ("inf2.xlarge", "AL2023_x86_64_NEURON", "aws.amazon.com/neuron"),
    ],
)
def test_image_and_taint_follow_the_maker(cloud: Cloud, name: str, image: str, resource: str) -> None:
    nodes = _plan(cloud, machine=machine(name, "aws")).only(NODES)
    assert nodes.inputs["amiType"] == image
    assert nodes.inputs["taints"] == [{"key": resource, "value": "true", "effect": "NO_SCHEDULE"}]
    assert nodes.inputs["labels"][f"{resource}.present"] == "true"


def test_labels_and_taints_are_told_as_kubernetes_writes_them(cloud: Cloud) -> None:
    kept: list[AwsGpuNodes] = []
    cloud.preview(lambda: kept.append(AwsGpuNodes("gpus", _arguments())))
    assert list(kept[0].taints) == ["nvidia.com/gpu=true:NoSchedule"]
    assert kept[0].labels == {
        "nvidia.com/gpu.present": "true",
        "stackwright/accelerator": "H100",
        "stackwright/capacity": "on_demand",
    }


def test_there_are_as_many_nodes_as_asked_all_the_time(cloud: Cloud) -> None:
    nodes = _plan(cloud, nodes=4).only(NODES)
    assert nodes.inputs["scalingConfig"] == {"minSize": 4, "maxSize": 4, "desiredSize": 4}
    assert nodes.inputs["subnetIds"] == ["subnet-1"]
    assert nodes.inputs["nodeRepairConfig"] == {"enabled": True}


def test_a_pool_can_be_emptied(cloud: Cloud) -> None:
    assert _plan(cloud, nodes=0).only(NODES).inputs["scalingConfig"] == {"minSize": 0, "maxSize": 1, "desiredSize": 0}


@pytest.mark.parametrize(
    ("capacity", "expected"),
    [
        (Capacity.ON_DEMAND, "ON_DEMAND"),
        (Capacity.SPOT, "SPOT"),
        (Capacity.RESERVATION, "ON_DEMAND"),
        (Capacity.CAPACITY_BLOCK, "CAPACITY_BLOCK"),
    ],
)
def test_the_machine_type_is_named_once(cloud: Cloud, capacity: Capacity, expected: str) -> None:
    reserved = capacity in {Capacity.RESERVATION, Capacity.CAPACITY_BLOCK}
    plan = _plan(cloud, purchase=Purchase(capacity, RESERVATION if reserved else ""))
    nodes, template = plan.only(NODES), plan.only(TEMPLATE)
    assert nodes.inputs["capacityType"] == expected
    block = capacity is Capacity.CAPACITY_BLOCK
    assert nodes.inputs.get("instanceTypes") == (None if block else ["p5.48xlarge"])
    assert template.inputs.get("instanceType") == ("p5.48xlarge" if block else None)
    assert nodes.inputs["updateConfig"]["updateStrategy"] == ("MINIMAL" if reserved else "DEFAULT")


def test_a_placement_group_is_there_when_asked_and_only_then(cloud: Cloud) -> None:
    assert _plan(cloud).of_type(PLACEMENT) == []
    plan = _plan(cloud, placement_group=True)
    assert plan.only(PLACEMENT).inputs["strategy"] == "cluster"
    assert plan.wired(plan.only(TEMPLATE), "placement") == [plan.only(PLACEMENT)]


@pytest.mark.parametrize("capacity", [Capacity.RESERVATION, Capacity.CAPACITY_BLOCK])
def test_terraform_aws_eks_3661_no_placement_group_with_reserved_capacity(capacity: Capacity) -> None:
    with pytest.raises(ValidationError, match="placement_group does not go with"):
        _arguments(placement_group=True, purchase=Purchase(capacity, RESERVATION))


def test_efa_leaves_and_enters_through_a_group_open_to_itself(cloud: Cloud) -> None:
    plan = _plan(cloud)
    group = plan.only(GROUP)
    for rule in (plan.only(INGRESS, "gpus-fabric-from-each-other"), plan.only(EGRESS, "gpus-fabric-to-each-other")):
        assert rule.inputs["ipProtocol"] == "-1"
        assert plan.wired(rule, "securityGroupId") == plan.wired(rule, "referencedSecurityGroupId") == [group]


def test_lustre_passes_both_ways_inside_the_network_alone(cloud: Cloud) -> None:
    plan = _plan(cloud)
    ports = {
        (r.type, r.inputs["fromPort"], r.inputs["toPort"])
        for r in plan.of_type(INGRESS, EGRESS)
        if r.get("cidrIpv4") == "10.0.0.0/16"
    }
    assert ports == {(kind, *pair) for kind in (INGRESS, EGRESS) for pair in ((988, 988), (1018, 1023))}
    assert not any(r.get("cidrIpv4") == "0.0.0.0/0" for r in plan.of_type(INGRESS, EGRESS))


def test_a_machine_without_efa_has_the_same_groups(cloud: Cloud) -> None:
    plan = _plan(cloud, machine=machine("g6.xlarge", "aws"))
    template = plan.only(TEMPLATE)
    assert "networkInterfaces" not in template.inputs
    assert plan.only(GROUP) in plan.wired(template, "vpcSecurityGroupIds")
    assert "sg-cluster" in template.inputs["vpcSecurityGroupIds"]


def test_the_scaling_group_is_told_after_deployment(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: pulumi.export("group", AwsGpuNodes("gpus", _arguments()).scaling_group))
    assert isinstance(plan.outputs["group"], str)


def test_a_machine_without_accelerators_is_refused() -> None:
    plain = replace(machine("g6.xlarge", "aws"), family="", name="m7i.large")
    with pytest.raises(ValidationError, match="is not a machine of AWS with accelerators"):
        _arguments(machine=plain)


@pytest.mark.parametrize("nodes", [-1, 451])
def test_more_nodes_than_a_group_takes_are_refused(nodes: int) -> None:
    with pytest.raises(ValidationError, match="nodes"):
        _arguments(nodes=nodes)
