"""Area of concern: the training stack."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from stackwright.blueprints.load import Loaded, load
from stackwright.blueprints.program import compose_stack
from stackwright.testing.plugin import Cloud, Plan

EXAMPLE = load(Path(__file__).parents[3] / "blueprints/examples/training-aws.yaml")


@pytest.fixture
def plan(cloud: Cloud) -> Plan:
    return cloud.deploy(lambda: compose_stack(EXAMPLE))


def test_the_nodes_are_those_of_the_blueprint(plan: Plan) -> None:
    pool = plan.only("aws:eks/nodeGroup:NodeGroup", "training-nodes")
    assert (pool.get("scalingConfig.minSize"), pool.get("scalingConfig.maxSize")) == (2, 2)
    template = plan.only("aws:ec2/launchTemplate:LaunchTemplate", "training-nodes")
    assert template.get("blockDeviceMappings[0].ebs.volumeSize") == 500
    assert len(template.get("networkInterfaces")) == 32


def test_training_pods_read_datasets_write_checkpoints_and_pull_images(plan: Plan) -> None:
    bound = plan.only("aws:eks/podIdentityAssociation:PodIdentityAssociation", "training-cluster-training-trainer")
    assert (bound.get("namespace"), bound.get("serviceAccount")) == ("training", "trainer")
    policies = [r for r in plan.of_type("aws:iam/rolePolicy:RolePolicy") if r.name.startswith("training-trainer")]
    statements = [s for r in policies for s in json.loads(r.inputs["policy"])["Statement"]]
    allowed = {action: str(s["Resource"]) for s in statements for action in s["Action"]}
    assert "training-checkpoints-" in allowed["s3:PutObject"]
    assert "training-datasets-" not in allowed["s3:PutObject"]
    assert any("training-datasets-" in str(s["Resource"]) for s in statements if "s3:GetObject" in s["Action"])
    assert "training-images-" in allowed["ecr:BatchGetImage"]


def test_the_file_system_is_filled_from_the_datasets(plan: Plan) -> None:
    files = plan.only("aws:fsx/lustreFileSystem:LustreFileSystem")
    assert (files.get("storageCapacity"), files.get("perUnitStorageThroughput")) == (4800, 250)
    link = plan.only("aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation")
    assert str(link.get("dataRepositoryPath")).startswith("s3://training-datasets-")


def test_a_user_gets_what_is_needed_to_run_a_job(plan: Plan) -> None:
    outputs = plan.outputs
    assert str(outputs["kubeconfig_command"]).startswith("aws eks update-kubeconfig --name training-cluster-")
    assert outputs["node_taints"] == ["nvidia.com/gpu=true:NoSchedule"]
    assert outputs["scratch_type"] == "lustre"
    assert any("scratch_source" in step for step in outputs["next"])


def test_without_a_file_system_nothing_is_said_of_one(cloud: Cloud, loaded: Callable[..., Loaded]) -> None:
    plan = cloud.preview(lambda: compose_stack(loaded()))
    assert not plan.of_type("aws:fsx/lustreFileSystem:LustreFileSystem")
    assert "scratch_source" not in plan.outputs
    assert not any("scratch" in step for step in plan.outputs["next"])


def test_a_reservation_reaches_the_machines(cloud: Cloud, loaded: Callable[..., Loaded]) -> None:
    more = (
        "compute: {accelerator: 'H100:8', capacity: reservation, reservation_id: cr-0123456789abcdef0,"
        " zone: us-east-1b}\nnetwork: {zones: [us-east-1a, us-east-1b]}\n"
    )
    plan = cloud.preview(lambda: compose_stack(loaded(more=more)))
    template = plan.only("aws:ec2/launchTemplate:LaunchTemplate", "training-nodes")
    target = "capacityReservationSpecification.capacityReservationTarget.capacityReservationId"
    assert template.get(target) == "cr-0123456789abcdef0"


def test_nfs_is_mounted_without_a_bucket(cloud: Cloud, loaded: Callable[..., Loaded]) -> None:
    plan = cloud.deploy(lambda: compose_stack(loaded(more="storage: {scratch: {kind: nfs}}\n")))
    assert plan.only("aws:efs/fileSystem:FileSystem")
    assert not plan.of_type("aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation")
