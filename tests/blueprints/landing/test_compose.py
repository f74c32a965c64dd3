"""Area of concern: the landing stack."""

from pathlib import Path

from stackwright.blueprints.load import load
from stackwright.blueprints.program import compose_stack
from stackwright.testing.plugin import Cloud

EXAMPLE = load(Path(__file__).parents[3] / "blueprints/examples/landing-aws.yaml")


def test_it_is_the_ground_and_nothing_more(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: compose_stack(EXAMPLE))
    tops = {r.type.rpartition(":")[2] for r in plan if not r.custom and r.parent and plan.component(r) is None}
    assert tops == {"AwsKey", "AwsNetwork", "AwsLogBucket", "AwsBucket", "AwsRegistry", "AwsMonitoring", "AwsBudget"}


def test_a_user_gets_addresses_and_the_next_steps(cloud: Cloud) -> None:
    outputs = cloud.deploy(lambda: compose_stack(EXAMPLE)).outputs
    assert str(outputs["datasets_uri"]).startswith("s3://landing-datasets-")
    assert "/landing-images-" in str(outputs["registry_url"])
    assert len(outputs["subnet_ids"]) == 3
    assert outputs["next"][0].startswith("1. ")
