"""`stackwright.pricing.aws.operations`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

LOGS = "aws:cloudwatch/logGroup:LogGroup"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"


@pytest.mark.parametrize(
    ("inputs", "kept"), [({"retentionInDays": 365}, 12), ({}, 12), ({"retentionInDays": 3653}, 12)]
)
def test_logs_kept_for_a_year_or_for_good_are_stored_twelve_times(
    make: Make, priced: Priced, inputs: dict[str, Any], kept: int
) -> None:
    written, stored = priced(make(LOGS, inputs=inputs)).items
    assert written.quantity == Range(1, 5, 50)
    assert stored.quantity == Range(1, 5, 50) * kept


def test_unknown_retention_is_an_unknown_cost(make: Make, priced: Priced) -> None:
    assert priced(make(LOGS, inputs={"retentionInDays": UNKNOWN})).coverage == 0.5


@pytest.mark.parametrize("kind", ["INFREQUENT_ACCESS", "DELIVERY", UNKNOWN])
def test_other_log_classes_have_no_price(make: Make, priced: Priced, kind: Any) -> None:
    assert priced(make(LOGS, inputs={"logGroupClass": kind})).coverage == 0


@pytest.mark.parametrize(
    ("inputs", "metrics"),
    [({"period": 60}, 1), ({"metricQueries": [{"metric": {}}, {"metric": {}}, {"expression": "a"}]}, 2)],
)
def test_an_alarm_pays_by_the_metric(make: Make, priced: Priced, inputs: dict[str, Any], metrics: int) -> None:
    assert priced(make(ALARM, inputs=inputs)).items[0].quantity == Range.of(metrics)


@pytest.mark.parametrize("inputs", [{"period": 10}, {"thresholdMetricId": "band"}])
def test_quick_and_anomaly_alarms_have_no_price(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    assert priced(make(ALARM, inputs=inputs)).coverage == 0


def test_messages_within_what_is_free_are_free_in_every_region(make: Make, priced: Priced) -> None:
    for region in ("us-east-1", "eu-west-1"):
        found = priced(make("aws:sns/topic:Topic"), region=region)
        assert [item.status for item in found.items] == [Status.FREE]
        assert found.assumptions == ("1,000 messages to each topic a month (100 to 10,000)",)


def test_messages_beyond_a_million_pay(make: Make, priced: Priced) -> None:
    found = priced(make("aws:sns/topic:Topic"), usage=Usage(topic_messages=Range(0, 1_000_000, 3_000_000)))
    assert (found.low, found.expected, found.high) == (0, 0, 1.0)


def test_fifo_topics_have_no_price(make: Make, priced: Priced) -> None:
    assert priced(make("aws:sns/topic:Topic", inputs={"fifoTopic": True})).coverage == 0


@pytest.mark.parametrize("protocol", ["email", "email-json", "sqs", "lambda"])
def test_a_few_emails_queues_and_functions_are_free(make: Make, priced: Priced, protocol: str) -> None:
    assert priced(make(SUBSCRIPTION, inputs={"protocol": protocol})).items[0].status is Status.FREE


@pytest.mark.parametrize("protocol", ["sms", "https", UNKNOWN])
def test_other_deliveries_have_no_price(make: Make, priced: Priced, protocol: Any) -> None:
    assert priced(make(SUBSCRIPTION, inputs={"protocol": protocol})).coverage == 0


def test_the_first_two_budgets_are_free(make: Make, priced: Priced) -> None:
    found = priced(*(make("aws:budgets/budget:Budget", name) for name in "abc"))
    assert [item.status for item in found.items] == [Status.FREE, Status.FREE, Status.UNPRICED]


def test_the_first_trail_is_free_and_further_copies_are_charged(make: Make, priced: Priced) -> None:
    trail = "aws:cloudtrail/trail:Trail"
    first, second = make(trail, "a"), make(trail, "b")
    found = priced(first, second)
    assert found.by_urn[first.urn].expected == 0
    assert f"{found.by_urn[second.urn].expected:.2f}" == f"{2 * 0.1:.2f}"


@pytest.mark.parametrize(
    "selectors",
    [{"eventSelectors": [{"dataResources": [{"type": "AWS::S3::Object"}]}]}, {"advancedEventSelectors": [{}]}],
)
def test_data_events_and_insights_of_a_trail_are_charged(make: Make, priced: Priced, selectors: dict[str, Any]) -> None:
    inputs = selectors | {"insightSelectors": [{"insightType": "ApiCallRateInsight"}]}
    found = priced(make("aws:cloudtrail/trail:Trail", inputs=inputs))
    assert [item.unit_price for item in found.items] == [0.1, 0.35]


def test_a_recorder_pays_for_changes_and_a_rule_for_checks(make: Make, priced: Priced) -> None:
    assert priced(make("aws:cfg/recorder:Recorder")).expected == 10_000 * 0.003
    daily = {"recordingMode": {"recordingFrequency": "DAILY"}}
    assert priced(make("aws:cfg/recorder:Recorder", inputs=daily)).coverage == 0
    checks = priced(make("aws:cfg/rule:Rule"), usage=Usage().with_values({"recorded_items": 150_000}))
    assert f"{checks.expected:.2f}" == f"{100_000 * 0.001 + 50_000 * 0.0008:.2f}"
