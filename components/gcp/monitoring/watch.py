"""Alarms and the dashboard of one stack, with e-mails to those who are told."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import monitoring
from pydantic import Field

from stackwright.components.gcp.channels import mail_channels
from stackwright.components.gcp.monitoring import dashboard, signals
from stackwright.components.gcp.monitoring.signals import Signal
from stackwright.components.gcp.project import Project, project_of
from stackwright.components.inputs import Args, In
from stackwright.components.signals import Limit

_CLOSED_AFTER = "86400s"


class GcpMonitoringArgs(Args):
    """Arguments of `GcpMonitoring`; what is not given is not watched."""

    notify: list[str] = []
    """E-mail addresses that are told of alarms."""

    cluster_name: In[str] | None = None
    """GKE cluster."""

    pools: list[str] = []
    """Accelerated node pools of the cluster."""

    endpoint_id: In[str] | None = None
    """Vertex AI endpoint, by its number."""

    latency_seconds: float = Field(default=45, gt=0, le=600)
    """Latency of the slowest hundredth of predictions that is too long."""

    lustre_id: In[str] | None = None
    """Managed Lustre instance."""

    nfs_id: In[str] | None = None
    """Filestore instance."""


class GcpMonitoring(pulumi.ComponentResource):
    """A dashboard with a graph of each signal, and an alarm on each that has a limit."""

    dashboard_url: Output[str]
    """Page of the dashboard."""

    def __init__(self, name: str, args: GcpMonitoringArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpMonitoring", name, {}, opts)
        args = GcpMonitoringArgs.model_validate(args)
        project, seen = project_of(self), _signals(args)

        told = mail_channels(self, args.notify)
        for signal in seen:
            if signal.limit is not None:
                self._alarm(signal, signal.limit, told, project)
        board = monitoring.Dashboard(
            name, project=project.id, dashboard_json=dashboard.body(name, seen), opts=ResourceOptions(parent=self)
        )

        console = "https://console.cloud.google.com/monitoring/dashboards/builder/"
        number = board.id.apply(lambda path: path.rpartition("/")[2])
        self.dashboard_url = Output.concat(console, number, "?project=", project.id)
        self.register_outputs({"dashboard_url": self.dashboard_url})

    def _alarm(self, signal: Signal, limit: Limit, told: Sequence[Output[str]], project: Project) -> None:
        """A policy on PromQL; the metric may come later than the policy, with the first pod or prediction."""
        monitoring.AlertPolicy(
            f"{self.pulumi_resource_name}-{signal.name}",
            project=project.id,
            display_name=f"{self.pulumi_resource_name}: {signal.title}",
            combiner="OR",
            severity="ERROR",
            conditions=[
                {
                    "display_name": signal.title,
                    "condition_prometheus_query_language": {
                        "query": signal.condition,
                        "duration": f"{limit.minutes * 60}s",
                        "evaluation_interval": "60s",
                        "disable_metric_validation": True,
                    },
                }
            ],
            alert_strategy={"auto_close": _CLOSED_AFTER},
            notification_channels=[*told],
            opts=ResourceOptions(parent=self),
        )


def _signals(args: GcpMonitoringArgs) -> list[Signal]:
    found: list[Signal] = []
    if args.cluster_name is not None:
        found += signals.of_cluster(args.cluster_name)
        if args.pools:
            found += signals.of_pools(args.cluster_name)
    if args.endpoint_id is not None:
        found += signals.of_endpoint(args.endpoint_id, args.latency_seconds)
    if args.lustre_id is not None:
        found += signals.of_lustre(args.lustre_id)
    if args.nfs_id is not None:
        found += signals.of_nfs(args.nfs_id)
    return found
