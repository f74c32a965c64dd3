import json
from typing import Any

import pulumi
import pytest

from stackwright.accelerators.catalog import machine
from stackwright.components.aws.account import account_of, document
from stackwright.components.aws.endpoint.host import HOST
from stackwright.components.aws.endpoint.permissions import statements
from stackwright.components.intents import Variant
from stackwright.testing.plugin import Cloud

IMAGE = "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:0.33.0-lmi"
OWN = "123456789012.dkr.ecr.us-east-1.amazonaws.com/team/serve@sha256:0123"
MACHINE = machine("g6e.xlarge", "aws")


def _statements(cloud: Cloud, *variants: Variant, capture: str | None = None) -> list[dict[str, Any]]:
    def program() -> None:
        account = account_of(pulumi.ComponentResource("test:index:Box", "box"))
        granted = statements(account, pulumi.Output.from_input("chat"), variants, capture)
        pulumi.export("policy", document(*granted))

    return json.loads(cloud.preview(program).outputs["policy"])["Statement"]


def _resources(found: list[dict[str, Any]], action: str) -> list[str]:
    return [arn for each in found if action in each["Action"] for arn in each["Resource"]]


def test_images_are_pulled_from_the_repositories_of_the_variants_alone(cloud: Cloud) -> None:
    found = _statements(cloud, Variant("a", MACHINE, IMAGE), Variant("b", MACHINE, OWN), Variant("c", MACHINE, IMAGE))
    assert _resources(found, "ecr:BatchGetImage") == [
        "arn:aws:ecr:us-east-1:123456789012:repository/team/serve",
        "arn:aws:ecr:us-east-1:763104351884:repository/djl-inference",
    ]


def test_only_the_models_are_read(cloud: Cloud) -> None:
    archive = Variant("a", MACHINE, IMAGE, "s3://models/a/model.tar.gz")
    folder = Variant("b", MACHINE, IMAGE, "s3://models/b/")
    found = _statements(cloud, archive, folder)
    assert _resources(found, "s3:GetObject") == ["arn:aws:s3:::models/a/model.tar.gz", "arn:aws:s3:::models/b/*"]
    listed = [each["Condition"]["StringLike"]["s3:prefix"] for each in found if "s3:ListBucket" in each["Action"]]
    assert listed == ["a/model.tar.gz*", "b/*"]


def test_an_image_that_carries_its_model_reads_no_bucket(cloud: Cloud) -> None:
    found = _statements(cloud, Variant("a", MACHINE, IMAGE))
    assert not any(action.startswith("s3:") for each in found for action in each["Action"])


def test_captured_requests_are_written_below_the_endpoints_name(cloud: Cloud) -> None:
    found = _statements(cloud, Variant("a", MACHINE, IMAGE), capture="captured")
    assert _resources(found, "s3:PutObject") == ["arn:aws:s3:::captured/chat/*"]


def test_logs_are_those_of_the_endpoint(cloud: Cloud) -> None:
    found = _statements(cloud, Variant("a", MACHINE, IMAGE))
    group = "arn:aws:logs:us-east-1:123456789012:log-group:/aws/sagemaker/Endpoints/chat:*"
    assert _resources(found, "logs:PutLogEvents") == [group]


def test_no_action_is_a_wildcard_and_what_changes_things_has_a_scope(cloud: Cloud) -> None:
    found = _statements(cloud, Variant("a", MACHINE, IMAGE, "s3://models/a/"), capture="captured")
    assert not any("*" in action for each in found for action in each["Action"])
    everywhere = {action for each in found if each["Resource"] == ["*"] for action in each["Action"]}
    reading = {action for action in everywhere if action.startswith("ec2:Describe")}
    assert everywhere - reading == {"ecr:GetAuthorizationToken", "cloudwatch:PutMetricData"}


@pytest.mark.parametrize(
    "image",
    ["vllm/vllm-openai", "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference", "public.ecr.aws/x/y:1", ""],
)
def test_an_image_elsewhere_or_without_a_tag_is_refused(image: str) -> None:
    with pytest.raises(ValueError, match="is not an image in ECR with a tag"):
        HOST.image(image)


def test_an_image_of_china_is_in_ecr() -> None:
    assert HOST.image("123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn/serve:1")["region"] == "cn-north-1"


@pytest.mark.parametrize("address", ["models/a", "s3://models", "s3://models/", "gs://models/a"])
def test_model_data_is_an_address_in_a_bucket(address: str) -> None:
    with pytest.raises(ValueError, match="is not an address like"):
        HOST.files(address)
