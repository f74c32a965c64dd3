import pytest
from pydantic import ValidationError

from stackwright.components.aws.network.flow_logs import RETENTION_DAYS, AwsFlowLogs, AwsFlowLogsArgs
from stackwright.testing.plugin import Cloud

GROUP, FLOW = "aws:cloudwatch/logGroup:LogGroup", "aws:ec2/flowLog:FlowLog"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"


def plain() -> AwsFlowLogs:
    return AwsFlowLogs("flows", AwsFlowLogsArgs(vpc_id="vpc-1", key_arn=KEY))


def test_all_traffic_is_recorded(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(plain)
    flow = plan.only(FLOW)
    assert (flow.inputs["trafficType"], flow.inputs["vpcId"]) == ("ALL", "vpc-1")
    assert flow.inputs["logDestinationType"] == "cloud-watch-logs"
    assert [r.type for r in plan.wired(flow, "logDestination")] == [GROUP]
    assert contract_errors(plan) == []


@pytest.mark.parametrize("days", RETENTION_DAYS)
def test_records_are_encrypted_and_end(cloud: Cloud, days: int) -> None:
    args = AwsFlowLogsArgs(vpc_id="vpc-1", key_arn=KEY, retention_days=days)
    group = cloud.deploy(lambda: AwsFlowLogs("flows", args)).only(GROUP).inputs
    assert (group["kmsKeyId"], group["retentionInDays"]) == (KEY, days)


def test_only_flow_logs_of_this_account_take_on_the_role(cloud: Cloud, statements) -> None:
    plan = cloud.preview(plain)
    (trust,) = statements(plan.only("aws:iam/role:Role"), "assumeRolePolicy").values()
    account = trust["Condition"]["StringEquals"]["aws:SourceAccount"]
    assert trust["Principal"] == {"Service": "vpc-flow-logs.amazonaws.com"}
    assert trust["Condition"]["ArnLike"]["aws:SourceArn"] == f"arn:aws:ec2:us-east-1:{account}:vpc-flow-log/*"


def test_the_role_writes_to_its_group_only(cloud: Cloud, statements) -> None:
    plan = cloud.preview(plain)
    write, look = statements(plan.only("aws:iam/rolePolicy:RolePolicy")).values()
    assert write["Resource"].endswith(f":log-group:{plan.only(GROUP).outputs['name']}:*")
    assert "logs:PutLogEvents" in write["Action"]
    assert look["Action"] == "logs:DescribeLogGroups"
    assert look["Resource"] != "*"


def test_the_log_starts_once_the_role_may_write(cloud: Cloud) -> None:
    plan = cloud.preview(plain)
    assert plan.only("aws:iam/rolePolicy:RolePolicy").urn in plan.only(FLOW).dependencies


def test_a_retention_that_is_not_offered_names_the_nearest() -> None:
    with pytest.raises(ValidationError, match="100 days is not offered by CloudWatch Logs - the nearest is 90"):
        AwsFlowLogsArgs(vpc_id="vpc-1", key_arn=KEY, retention_days=100)
