import pulumi

from stackwright.components.aws.account import account_of, document
from stackwright.testing.plugin import Cloud


class Somewhere(pulumi.ComponentResource):
    def __init__(self) -> None:
        super().__init__("test:index:Somewhere", "somewhere")
        self.account = account_of(self)


def exported(cloud: Cloud, region: str) -> dict[str, str]:
    def program() -> None:
        account = Somewhere().account
        pulumi.export("sns", account.arn("sns", "alarms-", account.region))
        pulumi.export("role", account.iam_arn("role/", "reader"))
        pulumi.export("bucket", account.s3_arn("data", "/*"))
        pulumi.export("suffix", account.dns_suffix)
        pulumi.export("policy", document({"Condition": account.only_for("ec2", "vpc-flow-log/*")}))

    return dict(cloud.preview(program, region=region).outputs)


def test_arns_are_known_at_preview(cloud: Cloud) -> None:
    found = exported(cloud, "eu-west-1")
    account = found["sns"].split(":")[4]
    assert len(account) == 12
    assert found["sns"] == f"arn:aws:sns:eu-west-1:{account}:alarms-eu-west-1"
    assert found["role"] == f"arn:aws:iam::{account}:role/reader"
    assert found["bucket"] == "arn:aws:s3:::data/*"


def test_other_partitions_have_their_own_names(cloud: Cloud) -> None:
    found = exported(cloud, "us-gov-west-1")
    assert found["bucket"] == "arn:aws-us-gov:s3:::data/*"
    assert exported(cloud, "cn-north-1")["suffix"] == "amazonaws.com.cn"


def test_a_condition_names_the_account_and_what_the_service_acts_for(cloud: Cloud) -> None:
    found = exported(cloud, "us-east-1")
    account = found["sns"].split(":")[4]
    assert found["policy"] == (
        '{"Version": "2012-10-17", "Statement": [{"Condition": {"StringEquals": {"aws:SourceAccount": "'
        f'{account}"}}, "ArnLike": {{"aws:SourceArn": "arn:aws:ec2:us-east-1:{account}:vpc-flow-log/*"}}}}}}]}}'
    )
