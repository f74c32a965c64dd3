from dataclasses import replace
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine
from stackwright.components.aws.endpoint import AwsEndpoint, AwsEndpointArgs
from stackwright.components.aws.identity import AwsRole, AwsRoleArgs
from stackwright.components.aws.keys import AwsKey, AwsKeyArgs
from stackwright.components.intents import RunsOn, Variant
from stackwright.testing.plugin import Cloud, Plan

ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
CONFIG = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
MODEL = "aws:sagemaker/model:Model"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
GRANT = "aws:iam/rolePolicy:RolePolicy"
IMAGE = "763104351884.dkr.ecr.us-east-1.amazonaws.com/djl-inference:0.33.0-lmi"
BLUE = Variant("blue", machine("g6e.xlarge", "aws"), IMAGE, "s3://models/blue/model.tar.gz", weight=9)
GREEN = Variant("green", machine("inf2.xlarge", "aws"), IMAGE, "s3://models/green/", instances_min=2, instances_max=4)


def _endpoint(**knobs: Any) -> AwsEndpoint:
    role = AwsRole("chat-role", AwsRoleArgs(runs_on=RunsOn.ENDPOINT))
    chosen: dict[str, Any] = {"variants": [BLUE], **knobs}
    args = AwsEndpointArgs(
        network_id="vpc-1",
        subnet_ids=["subnet-1", "subnet-2"],
        key_arn=AwsKey("key", AwsKeyArgs()).id,
        role_name=role.name,
        role_arn=role.principal,
        **chosen,
    )
    return AwsEndpoint("chat", args)


MAX: dict[str, Any] = {
    "variants": [replace(BLUE, environment={"OPTION_TP_DEGREE": "1"}), GREEN],
    "requests_per_instance": 120,
    "capture_bucket": "captured",
    "capture_percent": 100,
    "log_retention_days": 90,
}


def _plan(cloud: Cloud, **knobs: Any) -> Plan:
    return cloud.preview(lambda: _endpoint(**knobs))


@pytest.mark.parametrize("knobs", [{}, MAX], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(
    cloud: Cloud, contract_errors, unreadable_documents, knobs: dict[str, Any]
) -> None:
    assert contract_errors(cloud.deploy(lambda: _endpoint(**knobs))) == []
    assert unreadable_documents(_plan(cloud, **knobs)) == []


def test_its_log_group_exists_first_encrypted_and_under_its_name(cloud: Cloud) -> None:
    plan = _plan(cloud)
    endpoint, logs = plan.only(ENDPOINT), plan.only(LOGS)
    assert logs.inputs["name"] == f"/aws/sagemaker/Endpoints/{endpoint.inputs['name']}"
    assert logs.urn in endpoint.dependencies
    assert plan.wired(logs, "kmsKeyId") == [plan.only("aws:kms/key:Key")]


def test_two_stacks_of_one_account_have_endpoints_of_different_names(cloud: Cloud) -> None:
    names = {cloud.preview(_endpoint, stack=stack).only(ENDPOINT).inputs["name"] for stack in ("dev", "prod")}
    assert len(names) == 2


def test_models_are_made_once_their_role_may_read_them(cloud: Cloud) -> None:
    plan = _plan(cloud, **MAX)
    for model in plan.of_type(MODEL):
        assert plan.only(GRANT).urn in model.dependencies
        assert [r.type for r in plan.wired(model, "executionRoleArn")] == ["aws:iam/role:Role"]


def test_the_role_gets_its_permissions_from_the_endpoint(cloud: Cloud) -> None:
    plan = _plan(cloud)
    assert plan.only(GRANT).inputs["role"].startswith("chat-role-")


def test_containers_take_no_connections_and_reach_services_by_https(cloud: Cloud) -> None:
    plan = _plan(cloud)
    assert plan.of_type("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule") == []
    leaving = plan.only("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule").inputs
    assert (leaving["ipProtocol"], leaving["fromPort"], leaving["toPort"]) == ("tcp", 443, 443)
    assert plan.only(GROUP) in plan.wired(plan.only(MODEL), "vpcConfig")


def test_a_failing_update_rolls_back(cloud: Cloud) -> None:
    plan = _plan(cloud, **MAX)
    alarms = plan.of_type("aws:cloudwatch/metricAlarm:MetricAlarm")
    assert [alarm.inputs["dimensions"]["VariantName"] for alarm in alarms] == ["blue", "green"]
    rollback = plan.only(ENDPOINT).inputs["deploymentConfig"]["autoRollbackConfiguration"]
    assert len(rollback["alarms"]) == 2
    assert {r.urn for r in alarms} <= {r.urn for r in plan.wired(plan.only(ENDPOINT), "deploymentConfig")}


def test_a_call_is_told_with_its_address(cloud: Cloud) -> None:
    def program() -> None:
        endpoint = _endpoint()
        pulumi.export("call", endpoint.call)
        pulumi.export("url", endpoint.url)

    plan = cloud.preview(program, region="eu-west-1")
    name = plan.only(ENDPOINT).inputs["name"]
    assert plan.outputs["url"] == f"https://runtime.sagemaker.eu-west-1.amazonaws.com/endpoints/{name}/invocations"
    assert plan.outputs["call"].startswith(
        f"aws sagemaker-runtime invoke-endpoint --endpoint-name {name} --region eu-west-1 "
    )


@pytest.mark.parametrize(
    ("variant", "message"),
    [
        (replace(BLUE, name="a_b"), "is not a name"),
        (replace(BLUE, name="a" * 64), "is not a name"),
        (replace(BLUE, machine=replace(BLUE.machine, managed_name="")), "SageMaker does not host on g6e.xlarge"),
        (replace(BLUE, instances_min=0), "instances are at least 1"),
        (replace(BLUE, instances_min=3, instances_max=2), "at most instances_max"),
        (replace(BLUE, image="docker.io/vllm/vllm-openai:latest"), "is not an image in ECR"),
        (replace(BLUE, model_data="https://example.com/model"), "is not an address like"),
        (replace(BLUE, weight=0.0), "no variant has a weight"),
    ],
)
def test_a_variant_that_cannot_be_hosted_is_refused(variant: Variant, message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        _arguments([variant])


def _arguments(variants: list[Variant]) -> AwsEndpointArgs:
    return AwsEndpointArgs(
        network_id="vpc-1", subnet_ids=["s"], key_arn="k", role_name="r", role_arn="a", variants=variants
    )


def test_two_variants_have_two_names() -> None:
    with pytest.raises(ValidationError, match="two variants have the same name"):
        _arguments([BLUE, BLUE])


@pytest.mark.parametrize("count", [0, 11])
def test_an_endpoint_has_one_to_ten_variants(count: int) -> None:
    with pytest.raises(ValidationError, match="variants"):
        _arguments([replace(BLUE, name=f"v{number}") for number in range(count)])
