"""KMS keys that encrypt the data of one stack, usable only through the services that the stack uses."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import kms
from pydantic import Field

from stackwright.components.aws.account import Account, Statement, account_of, document
from stackwright.components.inputs import Args

SERVICES = ("ec2", "ecr", "eks", "elasticfilesystem", "fsx", "logs", "s3", "sagemaker", "sns")
"""Services that call KMS for principals of the account.

Names as in https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
"""

_USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]


class AwsKeyArgs(Args):
    """Arguments of `AwsKey`."""

    deletion_window_days: int = Field(default=30, ge=14, le=30)
    """Days between the wish to delete the key and its end; data is lost with the key."""

    protect: bool = False
    """Pulumi refuses to delete the key."""


class AwsKey(pulumi.ComponentResource):
    """A symmetric key, rotated every year, whose policy names services instead of people."""

    id: Output[str]
    """ARN of the key."""

    def __init__(self, name: str, args: AwsKeyArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsKey", name, {}, opts)
        args = AwsKeyArgs.model_validate(args)
        account = account_of(self)

        key = kms.Key(
            name,
            description=f"Data of {name}",
            enable_key_rotation=True,
            deletion_window_in_days=args.deletion_window_days,
            policy=document(
                _administration(account),
                _use_through_services(account),
                _grants_to_services(account),
                _log_groups(account),
                _alarms(account),
            ),
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )
        kms.Alias(name, target_key_id=key.key_id, opts=ResourceOptions(parent=self))

        self.id = key.arn
        self.register_outputs({"id": self.id})


def _administration(account: Account) -> Statement:
    """IAM policies of the account decide who administers the key; without this nobody could, ever again.

    https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    """
    return {
        "Sid": "AdministrationByIam",
        "Effect": "Allow",
        "Principal": {"AWS": account.iam_arn("root")},
        "Action": "kms:*",
        "Resource": "*",
    }


def _through_services(account: Account) -> Statement:
    services = [Output.concat(service, ".", account.region, ".", account.dns_suffix) for service in SERVICES]
    return {"StringEquals": {"kms:CallerAccount": account.id, "kms:ViaService": services}}


def _use_through_services(account: Account) -> Statement:
    """Whoever may use the bucket, the volume or the repository may use the key through it, and only so.

    The key policies that AWS writes for `aws/s3` and `aws/ebs` say the same. It covers EC2 Auto Scaling, which
    starts instances with encrypted volumes, without naming its service-linked role, which a new account lacks.
    """
    return {
        "Sid": "UseThroughServices",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": _USE,
        "Resource": "*",
        "Condition": _through_services(account),
    }


def _grants_to_services(account: Account) -> Statement:
    """Volumes, clusters and file systems hold the key by a grant that only AWS services can make use of.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
    """
    return {
        "Sid": "GrantsToServices",
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": "kms:CreateGrant",
        "Resource": "*",
        "Condition": {**_through_services(account), "Bool": {"kms:GrantIsForAWSResource": "true"}},
    }


def _log_groups(account: Account) -> Statement:
    """CloudWatch Logs, for log groups of this account and region.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    return {
        "Sid": "LogGroups",
        "Effect": "Allow",
        "Principal": {"Service": Output.concat("logs.", account.region, ".", account.dns_suffix)},
        "Action": _USE,
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": account.arn("logs", "log-group:*")}},
    }


def _alarms(account: Account) -> Statement:
    """CloudWatch alarms of this account, which publish to encrypted topics.

    https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
    """
    return {
        "Sid": "AlarmsToTopics",
        "Effect": "Allow",
        "Principal": {"Service": "cloudwatch.amazonaws.com"},
        "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
        "Resource": "*",
        "Condition": account.only_for("cloudwatch", "alarm:*"),
    }
