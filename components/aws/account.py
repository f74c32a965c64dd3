"""Where a component is deployed, and the policy documents that are made from it.

Documents are built from the account, the partition, the region and settled names only, so that every one of them
can be read, and judged, at preview.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi_aws
from pulumi import InvokeOutputOptions, Output, Resource

Text = str | Output[str]
Statement = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Account:
    """The account, partition and region that a component is deployed to."""

    id: Output[str]
    partition: Output[str]
    region: Output[str]
    dns_suffix: Output[str]

    def arn(self, service: str, *resource: Text) -> Output[str]:
        """ARN of `resource`, its parts joined, in this region and account."""
        place: list[Text] = ["arn:", self.partition, f":{service}:", self.region, ":", self.id, ":"]
        return Output.concat(*place, *resource)

    def iam_arn(self, *resource: Text) -> Output[str]:
        """ARN of an identity of this account; IAM has no regions."""
        return Output.concat("arn:", self.partition, ":iam::", self.id, ":", *resource)

    def s3_arn(self, *resource: Text) -> Output[str]:
        """ARN of a bucket or of objects; bucket names are unique without region and account."""
        return Output.concat("arn:", self.partition, ":s3:::", *resource)

    def only_for(self, service: str, *resource: Text) -> Statement:
        """Condition of a trust or resource policy: the service acts for `resource` of this account.

        https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html
        """
        return {
            "StringEquals": {"aws:SourceAccount": self.id},
            "ArnLike": {"aws:SourceArn": self.arn(service, *resource)},
        }


def account_of(component: Resource) -> Account:
    """Account of the provider that the children of `component` are made with."""
    options = InvokeOutputOptions(parent=component)
    partition = pulumi_aws.get_partition_output(opts=options)
    return Account(
        id=pulumi_aws.get_caller_identity_output(opts=options).account_id,
        partition=partition.partition,
        region=pulumi_aws.get_region_output(opts=options).region,
        dns_suffix=partition.dns_suffix,
    )


def trust(service: str, *actions: str, condition: Statement) -> Statement:
    """Statement of a role's trust policy: `service` takes the role on under `condition`."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": f"{service}.amazonaws.com"},
        "Action": list(actions),
        "Condition": condition,
    }


def document(*statements: Statement) -> Output[str]:
    """JSON policy document of `statements`."""
    return Output.json_dumps({"Version": "2012-10-17", "Statement": list(statements)})
