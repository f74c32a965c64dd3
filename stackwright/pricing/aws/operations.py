"""What watching costs on AWS: logs, alarms, dashboards, messages, budgets, records of changes."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.allowance import beyond_free
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.prices import Key

LOG_WRITTEN: Final = Key("CloudWatch Logs", "standard class ingestion", "GB")
LOG_STORED: Final = Key("CloudWatch Logs", "storage", "GB-month")
ALARM: Final = Key("CloudWatch", "standard alarm", "alarm-metric-month")
DASHBOARD: Final = Key("CloudWatch", "dashboard", "dashboard-month")
MESSAGES: Final = Key("SNS", "requests above 1M", "1M requests")
EMAILS: Final = Key("SNS", "e-mails above 1,000", "100k notifications")
COPIES: Final = Key("CloudTrail", "management events, further copies", "100k events")
DATA_EVENTS: Final = Key("CloudTrail", "data events", "100k events")
INSIGHTS: Final = Key("CloudTrail", "insight events", "100k events")
CHANGES: Final = Key("Config", "configuration items", "item")
CHECKS: Final = Key("Config", "rule evaluations", "evaluation")

KEYS: Final = (
    *(LOG_WRITTEN, LOG_STORED, ALARM, DASHBOARD, MESSAGES, EMAILS),
    *(COPIES, DATA_EVENTS, INSIGHTS, CHANGES, CHECKS),
)

_FREE_BUDGETS = 2
_FOREVER_MONTHS = 12
"""Months of logs counted where they are kept for good: the estimate is of the first year."""


def log_group(bill: Bill) -> Iterable[LineItem]:
    """What is written to a log group, and what is kept of it for the retention."""
    kind = bill.text("logGroupClass", "STANDARD")
    days = bill.number("retentionInDays", 0)
    if kind != "STANDARD":
        yield bill.unpriced("ingestion", f"no dated price for log class {kind or 'unknown'}")
        return
    yield bill.used(LOG_WRITTEN, "log_gb")
    if days is None:
        yield bill.unknown("storage", "retentionInDays")
        return
    months = min(days * 12 / 365, _FOREVER_MONTHS) if days else _FOREVER_MONTHS
    yield bill.used(LOG_STORED, "log_gb", times=months)


def alarm(bill: Bill) -> Iterable[LineItem]:
    """A metric alarm, by the metrics it looks at."""
    period = bill.number("period", 60)
    if bill.get("thresholdMetricId") is not MISSING:
        yield bill.unpriced("alarm", "no dated price for anomaly detection alarms")
    elif period is not None and period < 60:
        yield bill.unpriced("alarm", "no dated price for high-resolution alarms")
    else:
        queries = [value for _, value in bill.resource.all("metricQueries[*].metric")]
        metrics = sum(isinstance(each, Mapping) for each in queries)
        yield bill.priced(ALARM, Range.of(metrics or 1))


def dashboard(bill: Bill) -> Iterable[LineItem]:
    """A dashboard; the three free ones of an account are not counted."""
    yield bill.priced(DASHBOARD, Range.of(1), note="the three free ones of an account are not counted")


def topic(bill: Bill) -> Iterable[LineItem]:
    """Messages to a topic: the first million a month is free."""
    if bill.get("fifoTopic") is True:
        yield bill.unpriced("messages", "no dated price for FIFO topics")
        return
    yield from beyond_free(bill, MESSAGES, "topic_messages", 1_000_000, 1_000_000)


def subscription(bill: Bill) -> Iterable[LineItem]:
    """Messages from a topic: queues and functions are free, and so are the first 1,000 e-mails a month."""
    protocol = bill.text("protocol")
    if protocol is None:
        yield bill.unknown("deliveries", "protocol")
    elif protocol in ("sqs", "lambda"):
        yield bill.free(f"deliveries to {protocol} have no charge of their own (Amazon SNS pricing)")
    elif protocol in ("email", "email-json"):
        yield from beyond_free(bill, EMAILS, "topic_emails", 1000, 100_000)
    else:
        yield bill.unpriced("deliveries", f"no dated price for deliveries by {protocol}")


def budget(bill: Bill) -> Iterable[LineItem]:
    """The first two budgets of an account are free."""
    if bill.stack.ordinal(bill.resource) < _FREE_BUDGETS:
        yield bill.free("the first two budgets of an account are free (AWS Cost Management User Guide)")
    else:
        yield bill.unpriced("budget", "no dated price for more than two budgets")


def trail(bill: Bill) -> Iterable[LineItem]:
    """Events of a trail: the first copy of management events in a region is free, data events are not."""
    selectors = [
        path for kind in ("eventSelectors", "advancedEventSelectors") for path, _ in bill.resource.all(f"{kind}[*]")
    ]
    data = [path for path in selectors if bill.get(f"{path}.dataResources") not in (MISSING, [])]
    data += [path for path in selectors if path.startswith("advanced")]
    if bill.stack.ordinal(bill.resource):
        yield bill.used(COPIES, "recorded_items", times=1e-5)
    if data:
        yield bill.used(DATA_EVENTS, "recorded_items", times=1e-5)
    if bill.resource.all("insightSelectors[*]"):
        yield bill.used(INSIGHTS, "recorded_items", times=1e-5)
    if not bill.stack.ordinal(bill.resource) and not data:
        yield bill.free("the first copy of management events is free (AWS CloudTrail pricing)")


def recorder(bill: Bill) -> Iterable[LineItem]:
    """Changes that a recorder writes down, as they happen."""
    if bill.text("recordingMode.recordingFrequency", "CONTINUOUS") != "CONTINUOUS":
        yield bill.unpriced("configuration items", "no dated price for what is recorded once a day")
    else:
        yield bill.used(CHANGES, "recorded_items")


def config_rule(bill: Bill) -> Iterable[LineItem]:
    """Checks of resources by a rule."""
    yield from bill.used_in_tiers(CHECKS, "recorded_items")


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:cloudwatch/logGroup:LogGroup": log_group,
    "aws:cloudwatch/metricAlarm:MetricAlarm": alarm,
    "aws:cloudwatch/dashboard:Dashboard": dashboard,
    "aws:sns/topic:Topic": topic,
    "aws:sns/topicSubscription:TopicSubscription": subscription,
    "aws:budgets/budget:Budget": budget,
    "aws:cloudtrail/trail:Trail": trail,
    "aws:cfg/recorder:Recorder": recorder,
    "aws:cfg/rule:Rule": config_rule,
}
