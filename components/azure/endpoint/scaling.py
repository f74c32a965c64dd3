"""Each variant of an endpoint follows its own load."""

from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import monitor

from stackwright.components.azure.endpoint.models import Place
from stackwright.components.intents import Variant

METRIC = "RequestsPerMinute"
"""https://learn.microsoft.com/azure/machine-learning/monitor-azure-machine-learning-reference (deployments)"""

_IN_BELOW = 0.6
"""Share of the target under which an instance leaves: far enough from 1 that instances do not come and go."""

_COOL_DOWN = {"in": "PT10M", "out": "PT5M"}
"""Leaving is slower than coming: a new instance loads its model for minutes."""


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
                "rules": [_more(deployment_id, target), _fewer(deployment_id, target * _IN_BELOW)],
            }
        ],
        tags=dict(place.tags),
        opts=ResourceOptions(parent=place.parent),
    )


def _more(deployment_id: Input[str], above: float) -> monitor.ScaleRuleArgsDict:
    return {
        "metric_trigger": _load(deployment_id, monitor.ComparisonOperationType.GREATER_THAN, above, "PT3M"),
        "scale_action": {
            "direction": monitor.ScaleDirection.INCREASE,
            "type": monitor.ScaleType.CHANGE_COUNT,
            "value": "1",
            "cooldown": _COOL_DOWN["out"],
        },
    }


def _fewer(deployment_id: Input[str], below: float) -> monitor.ScaleRuleArgsDict:
    return {
        "metric_trigger": _load(deployment_id, monitor.ComparisonOperationType.LESS_THAN, below, "PT15M"),
        "scale_action": {
            "direction": monitor.ScaleDirection.DECREASE,
            "type": monitor.ScaleType.CHANGE_COUNT,
            "value": "1",
            "cooldown": _COOL_DOWN["in"],
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
