"""Area of concern: a program's requests are kept whole, in order, with the values of a preview."""

import asyncio
from pathlib import Path

import pulumi
import pulumi_aws as aws
import pytest

from stackwright.plan.document import resource_json
from stackwright.plan.graph import UNKNOWN, Graph
from stackwright.plan.record import RecordError, record

BUCKET, POLICY = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"
HERE = Path(__file__).parent


class Store(pulumi.ComponentResource):
    def __init__(self, name: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("test:index:Store", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self, protect=True, aliases=[pulumi.Alias(name="old")])
        bucket = aws.s3.Bucket(name, tags={"n": "1"}, opts=child)
        aws.s3.BucketPolicy(
            name,
            bucket=bucket.id,
            policy=bucket.bucket.apply(lambda n: f'{{"for": "{n}"}}'),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[bucket], ignore_changes=["policy"]),
        )
        self.register_outputs({})


def _program() -> None:
    provider = aws.Provider("here", region="eu-west-1")
    Store("data", pulumi.ResourceOptions(providers=[provider]))
    pulumi.export("where", aws.get_region_output().region)


def _urns(graph: Graph) -> list[str]:
    return [resource.urn for resource in graph]


def test_every_request_is_kept_as_the_engine_would_see_it() -> None:
    graph = record(_program, project="shop", stack="dev", root=HERE)
    bucket, policy = graph.of_type(BUCKET)[0], graph.of_type(POLICY)[0]
    assert bucket.urn == "urn:pulumi:dev::shop::test:index:Store$aws:s3/bucket:Bucket::data"
    assert bucket.parent == "urn:pulumi:dev::shop::test:index:Store::data"
    assert bucket.provider == "urn:pulumi:dev::shop::pulumi:providers:aws::here"
    assert graph.provider_inputs(bucket)["region"] == "eu-west-1"
    assert (bucket.protect, policy.protect) == (True, False)
    assert bucket.aliases[0] == "::old"
    assert policy.dependencies == (bucket.urn,)
    assert policy.property_dependencies == {"bucket": (bucket.urn,), "policy": (bucket.urn,)}
    assert policy.ignore_changes == ("policy",)
    assert bucket.source is not None
    assert bucket.source.file == "test_record.py"


def test_names_are_settled_and_all_else_that_a_cloud_decides_is_unknown() -> None:
    graph = record(_program)
    policy = graph.of_type(POLICY)[0]
    assert policy.get("bucket") is UNKNOWN
    assert policy.get("policy").startswith('{"for": "data-')
    assert graph.outputs == {"where": "us-east-1"}


def test_after_up_every_output_is_there_and_apply_runs() -> None:
    seen: list[str] = []

    def program() -> None:
        aws.s3.Bucket("data").arn.apply(seen.append)

    bucket = record(program, applied=True).of_type(BUCKET)[0]
    assert seen == [bucket.outputs["arn"]]
    assert seen[0].startswith("arn:aws:s3:::data-")


def test_the_same_program_gives_the_same_graph_each_time() -> None:
    first, second = record(_program), record(_program)
    assert [resource_json(r) for r in first] == [resource_json(r) for r in second]


def test_runs_do_not_see_each_other() -> None:
    one = record(lambda: aws.s3.Bucket("one"), project="a", stack="x")
    two = record(lambda: aws.s3.Bucket("two"), project="b", stack="y", config={"b:k": "v"})
    assert _urns(one)[1] == "urn:pulumi:x::a::aws:s3/bucket:Bucket::one"
    assert [urn for urn in _urns(two) if "::a::" in urn] == []

    def program() -> None:
        assert pulumi.Config("b").get("k") is None

    assert len(record(program, project="b")) == 1


def test_a_secret_is_kept_plain_with_its_path() -> None:
    graph = record(lambda: aws.ssm.Parameter("p", type="SecureString", value=pulumi.Output.secret("hunter2")))
    parameter = graph.of_type("aws:ssm/parameter:Parameter")[0]
    assert parameter.get("value") == "hunter2"
    assert parameter.secrets == {"value"}
    assert "hunter2" not in repr(parameter)


def test_a_secret_stays_one_on_its_way_to_another_resource() -> None:
    def program() -> None:
        first = aws.ssm.Parameter("first", type="SecureString", value=pulumi.Output.secret("hunter2"))
        aws.ssm.Parameter("second", type="SecureString", value=first.value.apply(lambda value: str(value)))

    for applied in (False, True):
        second = record(program, applied=applied).of_type("aws:ssm/parameter:Parameter")[1]
        assert (second.get("value"), second.secrets) == ("hunter2", {"value"})


def test_what_only_the_cloud_sets_inside_an_object_is_unknown() -> None:
    def program() -> None:
        cluster = aws.eks.Cluster("c", role_arn="arn", vpc_config={"subnet_ids": ["s"]})
        pulumi.export("group", cluster.vpc_config.cluster_security_group_id)
        pulumi.export("subnets", cluster.vpc_config.subnet_ids)

    assert record(program).outputs == {"group": UNKNOWN, "subnets": ["s"]}


def test_two_resources_of_one_name_are_refused() -> None:
    def program() -> None:
        aws.s3.Bucket("data")
        aws.s3.Bucket("data")

    with pytest.raises(RecordError, match="two resources have the URN"):
        record(program)


def test_an_unexpected_look_up_is_refused() -> None:
    with pytest.raises(RecordError, match="getCertificate"):
        record(lambda: pulumi.export("x", aws.acm.get_certificate_output(domain="example.com").arn))


def test_the_text_of_an_output_is_refused() -> None:
    def program() -> None:
        aws.s3.Bucket("other", tags={"name": f"{aws.s3.Bucket('data').id}"})

    with pytest.raises(RecordError, match="an output was put into a string"):
        record(program)


def test_what_the_program_raises_is_raised() -> None:
    def program() -> None:
        aws.s3.Bucket("data")
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine"):
        record(program)


def test_an_async_program_is_awaited() -> None:
    async def main() -> dict[str, str]:
        await asyncio.sleep(0)
        return {"done": "yes"}

    assert record(lambda: pulumi.run(main)).outputs == {"done": "yes"}


def test_what_is_refused_is_shown_with_its_place() -> None:
    def program() -> None:
        aws.s3.Bucket("data")
        aws.s3.Bucket("data")

    with pytest.raises(RecordError) as refused:
        record(program, root=HERE)
    assert refused.value.source is not None
    assert refused.value.source.file == "test_record.py"
