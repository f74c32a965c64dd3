"""Each variant of an endpoint follows its own load."""

from dataclasses import dataclass

from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import monitor

from stackwright.components.azure.endpoint.models import Place
from stackwright.components.intents import Variant

METRIC = "RequestsPerMinute"
"""https://learn.microsoft.com/azure/machine-learning/monitor-azure-machine-learning-reference (deployments)"""


@dataclass(frozen=True, slots=True)
class Step:
    """When an instance comes or leaves."""

    direction: monitor.ScaleDirection
    operator: monitor.ComparisonOperationType
    share: float
    """Share of the target that the load is compared with."""
    window: str
    cool_down: str


_OUT = Step(monitor.ScaleDirection.INCREASE, monitor.ComparisonOperationType.GREATER_THAN, 1, "PT3M", "PT5M")
_IN = Step(monitor.ScaleDirection.DECREASE, monitor.ComparisonOperationType.LESS_THAN, 0.6, "PT15M", "PT10M")
"""Leaving is slower than coming, as a new instance loads its model for minutes, and begins far below the target, so
that instances do not come and go."""


def follow_load(name: str, place: Place, deployment_id: Output[str], variant: Variant, target: int) -> None:
    """Instances of `variant` between its limits, so that each gets about `target` requests a minute.

    https://learn.microsoft.com/azure/machine-learning/how-to-autoscale-endpoints
    """
    least, most = str(variant.instances_min), str(variant.instances_max)
    monitor.AutoscaleSetting(
        name,
        resource_group_name=place.resource_group,
        location=place.location,
        enabled=True,
        target_resource_uri=deployment_id,
        profiles=[
            {
                "name": "load",
                "capacity": {"minimum": least, "maximum": most, "default": least},
                "rules": [_step(deployment_id, target, _OUT), _step(deployment_id, target, _IN)],
            }
        ],
        tags=dict(place.tags),
        opts=ResourceOptions(parent=place.parent),
    )


def _step(deployment_id: Input[str], target: int, step: Step) -> monitor.ScaleRuleArgsDict:
    """One instance more, or less, when those that there are get more than the target, or far less."""
    return {
        "metric_trigger": _load(deployment_id, step.operator, target * step.share, step.window),
        "scale_action": {
            "direction": step.direction,
            "type": monitor.ScaleType.CHANGE_COUNT,
            "value": "1",
            "cooldown": step.cool_down,
        },
    }


def _load(
    deployment_id: Input[str], operator: monitor.ComparisonOperationType, threshold: float, window: str
) -> monitor.MetricTriggerArgsDict:
    """Requests of one instance a minute, over `window`."""
    return {
        "metric_name": METRIC,
        "metric_resource_uri": deployment_id,
        "divide_per_instance": True,
        "operator": operator,
        "threshold": threshold,
        "statistic": monitor.MetricStatisticType.AVERAGE,
        "time_aggregation": monitor.TimeAggregationType.AVERAGE,
        "time_grain": "PT1M",
        "time_window": window,
    }
