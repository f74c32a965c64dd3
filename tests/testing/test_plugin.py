"""Area of concern: what users assert with is fresh each time, deaf to the machine, and loud when it finds nothing."""

import os

import pulumi
import pulumi_aws as aws
import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.testing.plugin import Cloud

BUCKET = "aws:s3/bucket:Bucket"


def _two_buckets() -> None:
    aws.s3.Bucket("one")
    aws.s3.Bucket("two", tags={"first": aws.s3.Bucket("zero").arn})


def test_the_one_resource_is_given_or_the_test_fails_with_what_there_is(cloud: Cloud) -> None:
    plan = cloud.deploy(_two_buckets)
    assert plan.only(BUCKET, "one").name == "one"
    with pytest.raises(AssertionError, match=r"expected one .*Bucket.* found 3; there is .*Bucket one"):
        plan.only(BUCKET)
    with pytest.raises(AssertionError, match="found 0"):
        plan.only("aws:kms/key:Key")


def test_outputs_are_there_after_deployment_and_unknown_at_preview(cloud: Cloud) -> None:
    assert str(cloud.deploy(_two_buckets).only(BUCKET, "two").get("tags.first")).startswith("arn:aws:s3:::zero-")
    assert cloud.preview(_two_buckets).only(BUCKET, "two").get("tags.first") is UNKNOWN


def test_configuration_is_that_of_the_test(cloud: Cloud) -> None:
    def program() -> None:
        pulumi.export("size", pulumi.Config("app").require_int("size"))

    assert cloud.deploy(program, config={"app:size": "3"}).outputs == {"size": 3}
    with pytest.raises(pulumi.ConfigMissingError):
        cloud.deploy(program)


def test_the_region_is_that_of_the_test(cloud: Cloud) -> None:
    def program() -> None:
        pulumi.export("where", aws.get_region_output().region)

    assert cloud.deploy(program, region="eu-west-1").outputs == {"where": "eu-west-1"}


def test_credentials_of_the_machine_are_not_seen(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hunter2")
    request.getfixturevalue("cloud")
    assert [name for name in os.environ if name.startswith("AWS_")] == []
