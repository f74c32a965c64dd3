"""Alarms and the dashboard of one stack, with e-mails by an action group."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import monitor, portal
from pydantic import Field

from stackwright.components.azure.account import PlacedArgs, account_of
from stackwright.components.azure.monitoring import dashboard, signals
from stackwright.components.azure.monitoring.signals import Signal
from stackwright.components.inputs import In
from stackwright.components.signals import Limit

_EVERY = {1: "PT1M", 5: "PT1M", 15: "PT5M", 30: "PT5M", 60: "PT15M"}
"""How often a window of that many minutes is looked at."""


class AzureMonitoringArgs(PlacedArgs):
    """Arguments of `AzureMonitoring`; what is not given is not watched."""

    notify: list[str] = []
    """E-mail addresses that are told of alarms."""

    cluster_id: In[str] | None = None
    """AKS cluster."""

    agent_pools: dict[str, In[str]] = {}
    """Name in the cluster of each pool of nodes, by the pool's name."""

    endpoint_id: In[str] | None = None
    """Azure ML online endpoint."""

    variants: list[str] = []
    """Deployments of the endpoint."""

    latency_seconds: float = Field(default=45, gt=0, le=180)
    """Latency of the slowest hundredth that is too long; an online endpoint ends a request after 180 seconds."""

    lustre_id: In[str] | None = None
    """Managed Lustre file system."""

    nfs_account_id: In[str] | None = None
    """Storage account of NFS shares."""


class AzureMonitoring(pulumi.ComponentResource):
    """A dashboard with a chart of each signal, and an alarm on each that has a limit."""

    dashboard_url: Output[str]
    """Page of the dashboard."""

    def __init__(self, name: str, args: AzureMonitoringArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureMonitoring", name, {}, opts)
        args = AzureMonitoringArgs.model_validate(args)
        seen = _signals(args)

        told = [self._group(args)] if args.notify else []
        for signal in seen:
            if signal.limit is not None:
                self._alarm(args, signal, signal.limit, told)
        board = portal.Dashboard(
            name,
            resource_group_name=args.resource_group,
            location=args.location,
            properties=portal.DashboardPropertiesWithProvisioningStateArgs(
                lenses=[portal.DashboardLensArgs(order=0, parts=dashboard.body(name, seen))]
            ),
            tags={**args.tags, "hidden-title": name},
            opts=ResourceOptions(parent=self),
        )

        tenant = account_of(self).tenant
        self.dashboard_url = Output.concat("https://portal.azure.com/#@", tenant, "/dashboard/arm", board.id)
        self.register_outputs({"dashboard_url": self.dashboard_url})

    def _group(self, args: AzureMonitoringArgs) -> Output[str]:
        """Id of an action group that writes to everybody."""
        return monitor.ActionGroup(
            self.pulumi_resource_name,
            resource_group_name=args.resource_group,
            location="global",
            enabled=True,
            group_short_name="stackwright",
            email_receivers=[
                {"name": address, "email_address": address, "use_common_alert_schema": True}
                for address in dict.fromkeys(args.notify)
            ],
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        ).id

    def _alarm(self, args: AzureMonitoringArgs, signal: Signal, limit: Limit, told: Sequence[Output[str]]) -> None:
        monitor.MetricAlert(
            f"{self.pulumi_resource_name}-{signal.name}",
            resource_group_name=args.resource_group,
            location="global",
            description=signal.title,
            enabled=True,
            severity=2,
            scopes=[signal.scope],
            evaluation_frequency=_EVERY[limit.minutes],
            window_size="PT1H" if limit.minutes == 60 else f"PT{limit.minutes}M",
            auto_mitigate=True,
            criteria=_criteria(signal, limit),
            actions=[{"action_group_id": group} for group in told],
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        )


def _criteria(signal: Signal, limit: Limit) -> monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs:
    """One metric over its window; metrics that nothing publishes yet are not refused, and then mean no alarm."""
    return monitor.MetricAlertSingleResourceMultipleMetricCriteriaArgs(
        odata_type="Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        all_of=[
            monitor.MetricCriteriaArgs(
                criterion_type="StaticThresholdCriterion",
                name=signal.name,
                metric_namespace=signal.namespace,
                metric_name=signal.metric,
                time_aggregation=signal.aggregation,
                operator="LessThan" if limit.below else "GreaterThan",
                threshold=limit.threshold,
                dimensions=[
                    monitor.MetricDimensionArgs(name=name, operator="Include", values=[value])
                    for name, value in signal.dimensions
                ],
                skip_metric_validation=True,
            )
        ],
    )


def _signals(args: AzureMonitoringArgs) -> list[Signal]:
    found: list[Signal] = []
    if args.cluster_id is not None:
        found += signals.of_cluster(args.cluster_id)
        for pool, agent_pool in args.agent_pools.items():
            found += signals.of_pool(args.cluster_id, pool, agent_pool)
    if args.endpoint_id is not None:
        for variant in args.variants:
            found += signals.of_variant(args.endpoint_id, variant, args.latency_seconds)
    if args.lustre_id is not None:
        found += signals.of_lustre(args.lustre_id)
    if args.nfs_account_id is not None:
        found += signals.of_nfs(args.nfs_account_id)
    return found
