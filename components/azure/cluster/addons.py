"""Where a cluster's logs and metrics go: Log Analytics for logs, an Azure Monitor workspace for Prometheus metrics."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import monitor

from stackwright.components.azure.account import PlacedArgs
from stackwright.components.inputs import In

CONTROL_PLANE_LOGS = (
    "kube-apiserver",
    "kube-audit-admin",
    "kube-controller-manager",
    "kube-scheduler",
    "cluster-autoscaler",
    "cloud-controller-manager",
    "guard",
)
"""Categories of the control plane; `kube-audit-admin` is the audit log without the reads that fill it.

https://learn.microsoft.com/azure/aks/monitor-aks-reference#resource-logs
"""

_INSIGHTS = "Microsoft-ContainerInsights-Group-Default"
_PROMETHEUS = "Microsoft-PrometheusMetrics"


class AzureAddonsArgs(PlacedArgs):
    """Arguments of `AzureAddons`."""

    cluster_id: In[str]
    """Resource id of the cluster."""

    workspace_id: In[str]
    """Log Analytics workspace that logs go to."""


class AzureAddons(pulumi.ComponentResource):
    """Collection of the control plane's logs, the containers' logs and the nodes' and pods' metrics.

    Enabling the agents on the cluster collects nothing by itself: they look for the rules that are tied to it.
    https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-monitoring-enable
    """

    metrics_workspace_id: Output[str]
    """Azure Monitor workspace that holds the Prometheus metrics."""

    def __init__(self, name: str, args: AzureAddonsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureAddons", name, {}, opts)
        args = AzureAddonsArgs.model_validate(args)
        child = ResourceOptions(parent=self)

        monitor.DiagnosticSetting(
            name,
            resource_uri=args.cluster_id,
            workspace_id=args.workspace_id,
            log_analytics_destination_type="Dedicated",
            logs=[{"category": category, "enabled": True} for category in CONTROL_PLANE_LOGS],
            metrics=[{"category": "AllMetrics", "enabled": True}],
            opts=child,
        )
        logs = self._log_rule(args)
        metrics = monitor.AzureMonitorWorkspace(
            name, resource_group_name=args.resource_group, location=args.location, tags=args.tags, opts=child
        )
        rules = {"ContainerInsightsExtension": logs.id, "prometheus": self._metric_rule(args, metrics).id}
        for what, rule in rules.items():
            monitor.DataCollectionRuleAssociation(
                f"{name}-{what}",
                association_name=what,
                resource_uri=args.cluster_id,
                data_collection_rule_id=rule,
                opts=child,
            )

        self.metrics_workspace_id = metrics.id
        self.register_outputs({"metrics_workspace_id": self.metrics_workspace_id})

    def _log_rule(self, args: AzureAddonsArgs) -> monitor.DataCollectionRule:
        collected = {"interval": "1m", "namespaceFilteringMode": "Off", "enableContainerLogV2": True}
        return monitor.DataCollectionRule(
            f"{self.pulumi_resource_name}-logs",
            resource_group_name=args.resource_group,
            location=args.location,
            kind="Linux",
            data_sources={
                "extensions": [
                    {
                        "name": "ContainerInsightsExtension",
                        "extension_name": "ContainerInsights",
                        "streams": [_INSIGHTS],
                        "extension_settings": {"dataCollectionSettings": collected},
                    }
                ]
            },
            destinations={"log_analytics": [{"name": "logs", "workspace_resource_id": args.workspace_id}]},
            data_flows=[{"streams": [_INSIGHTS], "destinations": ["logs"]}],
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        )

    def _metric_rule(self, args: AzureAddonsArgs, metrics: monitor.AzureMonitorWorkspace) -> monitor.DataCollectionRule:
        """Rule through the endpoint that an Azure Monitor workspace comes with."""
        return monitor.DataCollectionRule(
            f"{self.pulumi_resource_name}-metrics",
            resource_group_name=args.resource_group,
            location=args.location,
            kind="Linux",
            data_collection_endpoint_id=metrics.default_ingestion_settings.apply(
                lambda settings: settings.data_collection_endpoint_resource_id
            ),
            data_sources={"prometheus_forwarder": [{"name": "prometheus", "streams": [_PROMETHEUS]}]},
            destinations={"monitoring_accounts": [{"name": "metrics", "account_resource_id": metrics.id}]},
            data_flows=[{"streams": [_PROMETHEUS], "destinations": ["metrics"]}],
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        )
