"""Records of all traffic of a network, in an encrypted log group with an end."""

import pulumi
from pulumi import ResourceOptions
from pulumi_aws import cloudwatch, ec2, iam
from pydantic import Field, field_validator

from stackwright.components.aws.account import Account, account_of, document
from stackwright.components.inputs import Args, In

_WEEKS_AND_MONTHS = (1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180)
_YEARS = (365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
RETENTION_DAYS = (*_WEEKS_AND_MONTHS, *_YEARS)
"""Days that CloudWatch Logs can keep events.

https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
"""


class AwsFlowLogsArgs(Args):
    """Arguments of `AwsFlowLogs`."""

    vpc_id: In[str]
    """Network whose traffic is recorded."""

    key_arn: In[str]
    """KMS key that encrypts the log group."""

    retention_days: int = Field(default=365, json_schema_extra={"enum": list(RETENTION_DAYS)})
    """Days a record is kept; CloudWatch Logs has a fixed list of them."""

    @field_validator("retention_days")
    @classmethod
    def _is_offered(cls, days: int) -> int:
        if days not in RETENTION_DAYS:
            nearest = min(RETENTION_DAYS, key=lambda offered: abs(offered - days))
            raise ValueError(f"{days} days is not offered by CloudWatch Logs - the nearest is {nearest}")
        return days


class AwsFlowLogs(pulumi.ComponentResource):
    """Every accepted and refused connection of a network, written with a role of its own."""

    def __init__(self, name: str, args: AwsFlowLogsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsFlowLogs", name, {}, opts)
        args = AwsFlowLogsArgs.model_validate(args)
        child, account = ResourceOptions(parent=self), account_of(self)

        group = cloudwatch.LogGroup(name, kms_key_id=args.key_arn, retention_in_days=args.retention_days, opts=child)
        role = iam.Role(name, assume_role_policy=_trust(account), opts=child)
        policy = iam.RolePolicy(name, role=role.name, policy=_permissions(account, group), opts=child)
        ec2.FlowLog(
            name,
            vpc_id=args.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=60,
            tags={"Name": name},
            opts=ResourceOptions(parent=self, depends_on=[policy]),
        )

        self.register_outputs({})


def _trust(account: Account) -> pulumi.Output[str]:
    """https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html names both conditions."""
    return document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "vpc-flow-logs.amazonaws.com"},
            "Action": "sts:AssumeRole",
            "Condition": account.only_for("ec2", "vpc-flow-log/*"),
        }
    )


def _permissions(account: Account, group: cloudwatch.LogGroup) -> pulumi.Output[str]:
    """What that page lists, without creating groups, and only for this group where AWS can tell it apart."""
    return document(
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            "Resource": account.arn("logs", "log-group:", group.name, ":*"),
        },
        {
            "Effect": "Allow",
            "Action": "logs:DescribeLogGroups",
            "Resource": account.arn("logs", "log-group:*"),
        },
    )
