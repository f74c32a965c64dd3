"""Area of concern: what every shape stands on."""

from collections.abc import Callable

import pytest

from stackwright.blueprints.ground import listed_steps
from stackwright.blueprints.load import Loaded
from stackwright.blueprints.program import compose_stack
from stackwright.testing.plugin import Cloud

shapes = pytest.mark.parametrize("shape", ["landing", "training", "inference"])


@shapes
def test_every_component_comes_from_a_place_in_the_blueprint(
    cloud: Cloud, loaded: Callable[..., Loaded], shape: str
) -> None:
    found = loaded(shape)
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


@shapes
def test_a_change_of_environment_renames_no_component(cloud: Cloud, loaded: Callable[..., Loaded], shape: str) -> None:
    plans = [
        cloud.preview(lambda: compose_stack(loaded(shape, f"environment: {environment}\n")))  # noqa: B023
        for environment in ("dev", "prod")
    ]
    names = [{r.name for r in plan if r.type.startswith("stackwright:")} for plan in plans]
    assert names[0] == names[1]


def test_steps_are_numbered() -> None:
    assert listed_steps(["a", "b"]) == ["1. a", "2. b"]
