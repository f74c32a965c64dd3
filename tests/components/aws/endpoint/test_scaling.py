from dataclasses import replace

import pulumi
import pytest

from stackwright.accelerators.catalog import machine
from stackwright.components.aws.endpoint.scaling import deployment, follow_load, server_errors
from stackwright.components.intents import Variant
from stackwright.testing.plugin import Cloud, Plan

TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
VARIANT = Variant("blue", machine("g6e.xlarge", "aws"), "image", instances_min=2, instances_max=6)


def _plan(cloud: Cloud, *variants: Variant) -> Plan:
    def program() -> None:
        from pulumi_aws import sagemaker

        box = pulumi.ComponentResource("test:index:Box", "box")
        name = pulumi.Output.from_input("chat")
        alarms = [server_errors(each.name, name, each, box) for each in variants]
        endpoint = sagemaker.Endpoint(
            "chat", name=name, endpoint_config_name="c", deployment_config=deployment(variants, alarms)
        )
        for each in variants:
            follow_load(each.name, endpoint, each, 90, box)

    return cloud.preview(program)


def test_a_variant_scales_between_its_limits_by_its_requests(cloud: Cloud) -> None:
    plan = _plan(cloud, VARIANT)
    target = plan.only(TARGET).inputs
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 6)
    assert target["resourceId"] == "endpoint/chat/variant/blue"
    assert target["scalableDimension"] == "sagemaker:variant:DesiredInstanceCount"
    tracking = plan.only(POLICY).inputs["targetTrackingScalingPolicyConfiguration"]
    assert tracking["targetValue"] == 90
    metric = tracking["predefinedMetricSpecification"]["predefinedMetricType"]
    assert metric == "SageMakerVariantInvocationsPerInstance"


def test_scaling_starts_once_the_endpoint_serves(cloud: Cloud) -> None:
    plan = _plan(cloud, VARIANT)
    assert plan.only(ENDPOINT) in plan.wired(plan.only(TARGET), "resourceId")
    assert plan.only(TARGET) in plan.wired(plan.only(POLICY), "resourceId")


def test_an_alarm_watches_the_failures_of_its_variant(cloud: Cloud) -> None:
    alarm = _plan(cloud, VARIANT).only(ALARM).inputs
    assert (alarm["namespace"], alarm["metricName"]) == ("AWS/SageMaker", "Invocation5XXErrors")
    assert alarm["dimensions"] == {"EndpointName": "chat", "VariantName": "blue"}
    assert alarm["treatMissingData"] == "notBreaching"


@pytest.mark.parametrize(("instances", "way"), [(1, "ALL_AT_ONCE"), (2, "CANARY")])
def test_a_canary_needs_a_second_instance_in_every_variant(cloud: Cloud, instances: int, way: str) -> None:
    other = replace(VARIANT, name="green", instances_min=instances)
    update = _plan(cloud, VARIANT, other).only(ENDPOINT).inputs["deploymentConfig"]
    routing = update["blueGreenUpdatePolicy"]["trafficRoutingConfiguration"]
    assert routing["type"] == way
    assert routing.get("canarySize") == ({"type": "CAPACITY_PERCENT", "value": 10} if way == "CANARY" else None)


def test_an_update_rolls_back_on_the_alarm_of_any_variant(cloud: Cloud) -> None:
    plan = _plan(cloud, VARIANT, replace(VARIANT, name="green"))
    alarms = plan.only(ENDPOINT).inputs["deploymentConfig"]["autoRollbackConfiguration"]["alarms"]
    assert [each["alarmName"].rpartition("-")[0] for each in alarms] == ["blue", "green"]
