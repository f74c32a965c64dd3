"""Area of concern: the inference stack."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stackwright.blueprints.inference.spec import InferenceSpec
from stackwright.blueprints.load import Loaded, load
from stackwright.blueprints.program import compose_stack
from stackwright.testing.plugin import Cloud, Plan

EXAMPLE = load(Path(__file__).parents[3] / "blueprints/examples/inference-aws.yaml")


@pytest.fixture
def plan(cloud: Cloud) -> Plan:
    return cloud.deploy(lambda: compose_stack(EXAMPLE))


def test_variants_share_the_traffic_as_the_blueprint_says(plan: Plan) -> None:
    config = plan.only("aws:sagemaker/endpointConfiguration:EndpointConfiguration")
    found = {v["variantName"]: (v["instanceType"], v["initialVariantWeight"]) for v in config.get("productionVariants")}
    assert found == {"stable": ("ml.g6e.xlarge", 90), "canary": ("ml.g6e.xlarge", 10)}


def test_each_variant_scales_between_its_own_bounds(plan: Plan) -> None:
    spec = EXAMPLE.spec
    assert isinstance(spec, InferenceSpec)
    asked = sorted((variant.instances.min, variant.instances.max) for variant in spec.endpoint.variants)
    targets = plan.of_type("aws:appautoscaling/target:Target")
    assert sorted((t.get("minCapacity"), t.get("maxCapacity")) for t in targets) == asked
    assert len(set(asked)) == 2


def test_variables_reach_the_container(plan: Plan) -> None:
    found = [r.get("primaryContainer.environment") for r in plan.of_type("aws:sagemaker/model:Model")]
    assert {"MAX_BATCH_SIZE": "32"} in found


def test_requests_are_kept_in_the_capture_bucket(plan: Plan) -> None:
    capture = plan.only("aws:sagemaker/endpointConfiguration:EndpointConfiguration").get("dataCaptureConfig")
    assert capture["initialSamplingPercentage"] == 10
    assert str(capture["destinationS3Uri"]).startswith("s3://inference-capture-")


def test_a_user_gets_a_call_that_works(plan: Plan) -> None:
    assert str(plan.outputs["call"]).startswith(
        "aws sagemaker-runtime invoke-endpoint --endpoint-name inference-endpoint-"
    )
    assert "capture_uri" in plan.outputs


def test_nothing_is_captured_unless_it_is_asked(cloud: Cloud, loaded: Callable[..., Loaded]) -> None:
    plan = cloud.preview(lambda: compose_stack(loaded("inference")))
    assert "capture_uri" not in plan.outputs
    assert [r.name for r in plan.of_type("aws:s3/bucket:Bucket") if "capture" in r.name] == []
