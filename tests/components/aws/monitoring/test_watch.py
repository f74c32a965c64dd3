import json
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.aws.monitoring import AwsMonitoring, AwsMonitoringArgs
from stackwright.testing.plugin import Cloud

ALARM, BOARD = "aws:cloudwatch/metricAlarm:MetricAlarm", "aws:cloudwatch/dashboard:Dashboard"
TOPIC, MAIL = "aws:sns/topic:Topic", "aws:sns/topicSubscription:TopicSubscription"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"


def watch(**given: Any) -> AwsMonitoring:
    return AwsMonitoring("watch", AwsMonitoringArgs(key_arn=KEY, **given))


def full() -> AwsMonitoring:
    return watch(
        notify=["a@example.com", "b@example.com", "a@example.com"],
        cluster_name="lab",
        node_groups={"gpu": "eks-gpu-1", "cpu": "eks-cpu-1"},
        endpoint_name="chat",
        variants=["blue", "green"],
        latency_seconds=10,
        lustre_id="fs-1",
        lustre_size_gib=4800,
        nfs_id="fs-2",
    )


@pytest.mark.parametrize("program", [watch, full])
def test_it_is_accepted_and_known_at_preview(cloud: Cloud, program, contract_errors, unreadable_documents) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert unreadable_documents(cloud.preview(program)) == []


def test_nothing_to_watch_is_an_empty_dashboard(cloud: Cloud) -> None:
    plan = cloud.deploy(watch)
    assert [resource.type for resource in plan if resource.custom] == [BOARD]


def test_every_limit_has_its_alarm(cloud: Cloud) -> None:
    names = {alarm.name for alarm in cloud.deploy(full).of_type(ALARM)}
    assert names == {
        "watch-unschedulable",
        "watch-gpu-status",
        "watch-cpu-status",
        *(
            f"watch-{variant}-{what}"
            for variant in ("blue", "green")
            for what in ("errors", "latency", "memory", "disk")
        ),
        "watch-lustre-free",
    }


def test_an_alarm_compares_as_its_limit_says(cloud: Cloud) -> None:
    plan = cloud.deploy(full)
    latency = plan.only(ALARM, "watch-blue-latency").inputs
    assert (latency["extendedStatistic"], latency["threshold"]) == ("p99", 10_000_000)
    assert "statistic" not in latency
    assert latency["comparisonOperator"] == "GreaterThanThreshold"
    assert latency["treatMissingData"] == "notBreaching"
    assert latency["dimensions"] == {"EndpointName": "chat", "VariantName": "blue"}
    free = plan.only(ALARM, "watch-lustre-free").inputs
    assert (free["statistic"], free["threshold"]) == ("Sum", 480 * 2**30)
    assert "extendedStatistic" not in free
    assert free["comparisonOperator"] == "LessThanThreshold"


def test_alarms_and_their_end_are_told_through_an_encrypted_topic(cloud: Cloud) -> None:
    plan = cloud.deploy(full)
    topic = plan.only(TOPIC)
    assert topic.inputs["kmsMasterKeyId"] == KEY
    for alarm in plan.of_type(ALARM):
        assert plan.wired(alarm, "alarmActions") == plan.wired(alarm, "okActions") == [topic]
    assert [mail.inputs["endpoint"] for mail in plan.of_type(MAIL)] == ["a@example.com", "b@example.com"]


def test_alarms_without_addresses_stay_on_the_dashboard(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: watch(cluster_name="lab"))
    assert plan.of_type(TOPIC) == []
    assert plan.only(ALARM).get("alarmActions") == []


def test_only_alarms_of_this_account_publish(cloud: Cloud, statements) -> None:
    plan = cloud.preview(full)
    (publish,) = statements(plan.only("aws:sns/topicPolicy:TopicPolicy")).values()
    account = publish["Condition"]["StringEquals"]["aws:SourceAccount"]
    assert publish["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert publish["Resource"] == f"arn:aws:sns:us-east-1:{account}:{plan.only(TOPIC).outputs['name']}"
    assert publish["Condition"]["ArnLike"]["aws:SourceArn"].endswith(f":{account}:alarm:*")


def test_the_dashboard_is_named_after_project_and_stack_and_can_be_opened(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("url", full().dashboard_url), project="lab.ai", stack="prod")
    board = plan.only(BOARD)
    assert board.inputs["dashboardName"] == "lab-ai-prod-watch"
    assert plan.outputs["url"] == (
        "https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/lab-ai-prod-watch"
    )
    graphs = json.loads(board.inputs["dashboardBody"])["widgets"]
    assert len(graphs) == 1 + 2 + 2 * 2 + 2 * 7 + 3 + 2


@pytest.mark.parametrize(
    ("field", "value"), [("latency_seconds", 0), ("latency_seconds", 61), ("lustre_size_gib", 100)]
)
def test_limits_that_mean_nothing_are_refused(field: str, value: float) -> None:
    with pytest.raises(ValidationError, match=field):
        AwsMonitoringArgs.model_validate({"key_arn": KEY, field: value})
