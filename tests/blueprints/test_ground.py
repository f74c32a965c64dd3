"""Area of concern: what every shape stands on."""

from collections.abc import Callable

import pytest

from stackwright.blueprints.ground import listed_steps
from stackwright.blueprints.load import Loaded
from stackwright.blueprints.program import compose_stack
from stackwright.testing.plugin import Cloud

shapes = pytest.mark.parametrize("shape", ["landing", "training", "inference"])
clouds = pytest.mark.parametrize("where", ["aws", "gcp", "azure"])


@clouds
@shapes
def test_every_component_comes_from_a_place_in_the_blueprint(
    cloud: Cloud, loaded: Callable[..., Loaded], shape: str, where: str
) -> None:
    found = loaded(shape, cloud=where)
    plan = cloud.preview(lambda: compose_stack(found))
    tops = {r.name for r in plan if not r.custom and r.parent and plan.component(r) is None}
    assert tops
    assert tops <= {f"{shape}-{name}" for name in found.shape.sources}


@shapes
def test_private_endpoints_are_those_that_the_shape_needs(
    cloud: Cloud, loaded: Callable[..., Loaded], shape: str
) -> None:
    plan = cloud.deploy(lambda: compose_stack(loaded(shape, "network: {internet: none}\n")))
    names = {
        r.inputs["serviceName"].rpartition("us-east-1.")[2] for r in plan.of_type("aws:ec2/vpcEndpoint:VpcEndpoint")
    }
    assert {"s3", "ecr.api", "ecr.dkr", "logs", "sts"} <= names
    assert not plan.of_type("aws:ec2/natGateway:NatGateway")


@shapes
def test_the_budget_is_that_of_the_blueprint(cloud: Cloud, loaded: Callable[..., Loaded], shape: str) -> None:
    plan = cloud.preview(lambda: compose_stack(loaded(shape)))
    assert plan.only("aws:budgets/budget:Budget").get("limitAmount") == "60000.00"


@clouds
@shapes
def test_a_change_of_environment_renames_no_component(
    cloud: Cloud, loaded: Callable[..., Loaded], shape: str, where: str
) -> None:
    plans = [
        cloud.preview(lambda: compose_stack(loaded(shape, f"environment: {environment}\n", cloud=where)))  # noqa: B023
        for environment in ("dev", "prod")
    ]
    names = [{r.name for r in plan if r.type.startswith("stackwright:")} for plan in plans]
    assert names[0] == names[1]


@pytest.mark.parametrize("where", ["gcp", "azure"])
@pytest.mark.parametrize("kind", ["lustre", "nfs"])
def test_a_file_system_of_another_cloud_has_a_size_that_it_sells(
    cloud: Cloud, loaded: Callable[..., Loaded], where: str, kind: str
) -> None:
    found = loaded("training", f"storage: {{scratch: {{kind: {kind}}}}}\n", cloud=where)
    outputs = cloud.deploy(lambda: compose_stack(found)).outputs
    assert outputs["scratch_type"] in ("lustre", "nfs", "nfs4", "aznfs")
    assert not any("appear there" in step for step in outputs["next"])


def test_steps_are_numbered() -> None:
    assert listed_steps(["a", "b"]) == ["1. a", "2. b"]
