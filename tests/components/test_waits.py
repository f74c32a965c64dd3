"""Area of concern: a value that is handed on only once something else is there."""

import pulumi
from pulumi_aws import s3

from stackwright.components.waits import after
from stackwright.testing.plugin import Cloud

BUCKET, OBJECT = "aws:s3/bucket:Bucket", "aws:s3/bucketObject:BucketObject"


def test_a_value_waits_for_others_and_stays_itself(cloud: Cloud) -> None:
    def program() -> None:
        pulumi.export("value", after("mine", pulumi.Output.from_input("theirs")))

    assert cloud.preview(program).outputs["value"] == "mine"


def test_who_takes_the_value_depends_on_what_it_waits_for(cloud: Cloud) -> None:
    def program() -> None:
        first = s3.Bucket("first")
        s3.BucketObject("late", bucket=after("named", first.id))

    plan = cloud.deploy(program)
    late = plan.only(OBJECT)
    assert late.inputs["bucket"] == "named"
    assert plan.wired(late, "bucket") == [plan.only(BUCKET)]
