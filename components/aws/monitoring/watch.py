"""Alarms and the dashboard of one stack, with e-mails through an encrypted topic."""

import re
from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import cloudwatch, sns
from pydantic import Field

from stackwright.components.aws.account import Account, account_of, document
from stackwright.components.aws.monitoring import dashboard, signals
from stackwright.components.aws.monitoring.signals import Signal
from stackwright.components.inputs import Args, In
from stackwright.components.signals import Limit


class AwsMonitoringArgs(Args):
    """Arguments of `AwsMonitoring`; what is not given is not watched."""

    key_arn: In[str]
    """KMS key that encrypts the messages."""

    notify: list[str] = []
    """E-mail addresses that are told of alarms, once each has confirmed AWS's first message."""

    cluster_name: In[str] | None = None
    """EKS cluster."""

    node_groups: dict[str, In[str]] = {}
    """Auto Scaling group of each node pool, by the pool's name."""

    endpoint_name: In[str] | None = None
    """SageMaker endpoint."""

    variants: list[str] = []
    """Variants of the endpoint."""

    latency_seconds: float = Field(default=45, gt=0, le=60)
    """Model latency of the slowest hundredth that is too long; SageMaker ends a request after 60 seconds."""

    lustre_id: In[str] | None = None
    """FSx for Lustre file system."""

    lustre_size_gib: int = Field(default=1200, ge=1200)
    """Size of that file system."""

    nfs_id: In[str] | None = None
    """EFS file system."""


class AwsMonitoring(pulumi.ComponentResource):
    """A dashboard with a graph of each signal, and an alarm on each that has a limit."""

    dashboard_url: Output[str]
    """Page of the dashboard."""

    def __init__(self, name: str, args: AwsMonitoringArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsMonitoring", name, {}, opts)
        args = AwsMonitoringArgs.model_validate(args)
        account, seen = account_of(self), _signals(args)

        told = [self._topic(args, account)] if args.notify else []
        for signal in seen:
            if signal.limit is not None:
                self._alarm(signal, signal.limit, told)
        board = cloudwatch.Dashboard(
            name,
            # AWS names no dashboards, so the name says whose it is
            dashboard_name=re.sub(r"[^\w-]+", "-", f"{pulumi.get_project()}-{pulumi.get_stack()}-{name}"),
            dashboard_body=dashboard.body(name, account.region, seen),
            opts=ResourceOptions(parent=self),
        )

        console = Output.concat("https://", account.region, ".console.aws.amazon.com/cloudwatch/home?region=")
        self.dashboard_url = Output.concat(console, account.region, "#dashboards/dashboard/", board.dashboard_name)
        self.register_outputs({"dashboard_url": self.dashboard_url})

    def _topic(self, args: AwsMonitoringArgs, account: Account) -> Output[str]:
        """ARN of a topic that alarms of this account publish to."""
        name, child = self.pulumi_resource_name, ResourceOptions(parent=self)
        topic = sns.Topic(name, kms_master_key_id=args.key_arn, opts=child)
        statement = {
            "Effect": "Allow",
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": account.arn("sns", topic.name),
            "Condition": account.only_for("cloudwatch", "alarm:*"),
        }
        sns.TopicPolicy(name, arn=topic.arn, policy=document(statement), opts=child)
        for address in dict.fromkeys(args.notify):
            sns.TopicSubscription(f"{name}-{address}", topic=topic.arn, protocol="email", endpoint=address, opts=child)
        return topic.arn

    def _alarm(self, signal: Signal, limit: Limit, told: Sequence[Output[str]]) -> None:
        percentile = re.fullmatch(r"p\d+(\.\d+)?", signal.statistic) is not None
        cloudwatch.MetricAlarm(
            f"{self.pulumi_resource_name}-{signal.name}",
            alarm_description=signal.title,
            namespace=signal.namespace,
            metric_name=signal.metric,
            dimensions=dict(signal.dimensions),
            statistic=None if percentile else signal.statistic,
            extended_statistic=signal.statistic if percentile else None,
            period=signal.period,
            evaluation_periods=limit.minutes * 60 // signal.period,
            comparison_operator="LessThanThreshold" if limit.below else "GreaterThanThreshold",
            threshold=limit.threshold,
            treat_missing_data=signal.missing,
            alarm_actions=[*told],
            ok_actions=[*told],
            opts=ResourceOptions(parent=self),
        )


def _signals(args: AwsMonitoringArgs) -> list[Signal]:
    found: list[Signal] = []
    if args.cluster_name is not None:
        found += signals.of_cluster(args.cluster_name)
    for pool, group in args.node_groups.items():
        found += signals.of_pool(pool, group)
    if args.endpoint_name is not None:
        for variant in args.variants:
            found += signals.of_variant(args.endpoint_name, variant, args.latency_seconds)
    if args.lustre_id is not None:
        found += signals.of_lustre(args.lustre_id, args.lustre_size_gib)
    if args.nfs_id is not None:
        found += signals.of_nfs(args.nfs_id)
    return found
