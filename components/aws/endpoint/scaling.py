"""Each variant of an endpoint follows its own load, and an update that fails rolls back."""

from collections.abc import Sequence

from pulumi import Output, Resource, ResourceOptions
from pulumi_aws import appautoscaling, cloudwatch, sagemaker

from stackwright.components.intents import Variant

_DIMENSION = "sagemaker:variant:DesiredInstanceCount"
_COOL_DOWN_SECONDS = {"in": 600, "out": 300}
"""Leaving is slower than coming: a new instance loads its model for minutes."""


def follow_load(name: str, endpoint: sagemaker.Endpoint, variant: Variant, target: int, parent: Resource) -> None:
    """Instances of `variant` between its limits, so that each gets about `target` requests a minute.

    https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling.html
    """
    child = ResourceOptions(parent=parent)
    scaled = appautoscaling.Target(
        name,
        service_namespace="sagemaker",
        resource_id=Output.concat("endpoint/", endpoint.name, "/variant/", variant.name),
        scalable_dimension=_DIMENSION,
        min_capacity=variant.instances_min,
        max_capacity=variant.instances_max,
        opts=child,
    )
    appautoscaling.Policy(
        name,
        policy_type="TargetTrackingScaling",
        service_namespace=scaled.service_namespace,
        resource_id=scaled.resource_id,
        scalable_dimension=scaled.scalable_dimension,
        target_tracking_scaling_policy_configuration={
            "target_value": target,
            "predefined_metric_specification": {"predefined_metric_type": "SageMakerVariantInvocationsPerInstance"},
            "scale_in_cooldown": _COOL_DOWN_SECONDS["in"],
            "scale_out_cooldown": _COOL_DOWN_SECONDS["out"],
        },
        opts=child,
    )


def server_errors(name: str, endpoint_name: Output[str], variant: Variant, parent: Resource) -> Output[str]:
    """Name of an alarm on answers of class 5xx, more than one in twenty, of `variant`."""
    dimensions = {"EndpointName": endpoint_name, "VariantName": variant.name}
    alarm = cloudwatch.MetricAlarm(
        name,
        alarm_description=f"More than 5% of the requests to {variant.name} fail in the model",
        namespace="AWS/SageMaker",
        metric_name="Invocation5XXErrors",
        statistic="Average",
        dimensions=dimensions,
        comparison_operator="GreaterThanThreshold",
        threshold=0.05,
        period=60,
        evaluation_periods=2,
        treat_missing_data="notBreaching",
        opts=ResourceOptions(parent=parent),
    )
    return alarm.name


def deployment(
    variants: Sequence[Variant], alarms: Sequence[Output[str]]
) -> sagemaker.EndpointDeploymentConfigArgsDict:
    """Blue/green update that takes a tenth of the instances first and goes back when an alarm goes off.

    A canary is at most half of the instances, so with a single one all traffic moves at once, still with a rollback:
    https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-blue-green-canary.html
    """
    routing: sagemaker.EndpointDeploymentConfigBlueGreenUpdatePolicyTrafficRoutingConfigurationArgsDict = {
        "type": "ALL_AT_ONCE",
        "wait_interval_in_seconds": 300,
    }
    if all(variant.instances_min > 1 for variant in variants):
        routing = {**routing, "type": "CANARY", "canary_size": {"type": "CAPACITY_PERCENT", "value": 10}}
    return {
        "blue_green_update_policy": {
            "traffic_routing_configuration": routing,
            "termination_wait_in_seconds": 300,
        },
        "auto_rollback_configuration": {"alarms": [{"alarm_name": alarm} for alarm in alarms]},
    }
