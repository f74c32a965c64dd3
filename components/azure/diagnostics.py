"""Records of what is done with a resource, in the stack's Log Analytics workspace."""

from pulumi import Input, Resource, ResourceOptions
from pulumi_azure_native import monitor

ALL = ("allLogs",)
"""Every log that a resource type has: https://learn.microsoft.com/azure/azure-monitor/essentials/diagnostic-settings"""


def record(
    name: str, parent: Resource, *, resource_id: Input[str], workspace_id: Input[str], groups: tuple[str, ...] = ALL
) -> monitor.DiagnosticSetting:
    """Send the log categories of `groups` and all metrics of `resource_id` to the workspace."""
    return monitor.DiagnosticSetting(
        name,
        resource_uri=resource_id,
        workspace_id=workspace_id,
        logs=[{"category_group": group, "enabled": True} for group in groups],
        metrics=[{"category": "AllMetrics", "enabled": True}],
        opts=ResourceOptions(parent=parent),
    )
