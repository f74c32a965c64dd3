"""What watching costs on Azure: logs and alerts."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.prices import Key

LOG_WRITTEN: Final = Key("Log Analytics", "analytics logs ingestion", "GB")
LOG_KEPT: Final = Key("Log Analytics", "analytics logs retention", "GB-month")
METRIC_ALERT: Final = Key("Azure Monitor", "metric alert above 10", "series-month")
LOG_ALERT: Final = Key("Azure Monitor", "log search alert every 5 minutes", "rule-month")

KEYS: Final = (LOG_WRITTEN, LOG_KEPT, METRIC_ALERT, LOG_ALERT)

_FREE_ALERTS = 10
"""Metrics of a subscription that are watched without a charge (Azure Monitor pricing)."""

_FREE_DAYS = 31
"""Days that logs are kept without a charge (Azure Monitor pricing)."""


def workspace(bill: Bill) -> Iterable[LineItem]:
    """What is written to a workspace, and what is kept of it beyond 31 days; the free 5 GB are not counted."""
    plan = bill.text("sku.name", "PerGB2018")
    if plan != "PerGB2018":
        yield bill.unpriced("ingestion", f"no dated price for plan {plan or 'unknown'}")
        return
    yield bill.used(LOG_WRITTEN, "log_gb")
    days = bill.number("retentionInDays", 30)
    if days is None:
        yield bill.unknown("storage", "retentionInDays")
    elif days > _FREE_DAYS:
        yield bill.used(LOG_KEPT, "log_gb", times=(days - _FREE_DAYS) * 12 / 365)


def diagnostics(bill: Bill) -> Iterable[LineItem]:
    """Free towards a workspace, where what is written is billed; delivery elsewhere has no dated price."""
    if any(bill.get(each) is not MISSING for each in ("storageAccountId", "eventHubAuthorizationRuleId")):
        yield bill.unpriced("delivery", "no dated price for platform logs that are sent to storage or event hubs")
    else:
        yield bill.free("billed as ingestion of the workspace it writes to (Azure Monitor pricing)")


def metric_alert(bill: Bill) -> Iterable[LineItem]:
    """Metrics that an alert watches; the first ten alerts of a stack are counted as the free ones."""
    if bill.stack.ordinal(bill.resource) < _FREE_ALERTS:
        yield bill.free("the first ten metrics that a subscription watches are free (Azure Monitor pricing)")
    else:
        yield bill.priced(METRIC_ALERT, Range.of(len(bill.resource.all("criteria.allOf[*].name")) or 1))


def log_alert(bill: Bill) -> Iterable[LineItem]:
    """A rule that searches logs, by how often it does."""
    often = bill.text("evaluationFrequency")
    if often == "PT5M":
        yield bill.priced(LOG_ALERT, Range.of(1))
    else:
        yield bill.unpriced("rule", f"no dated price for a search every {often or 'unknown period'}")


DECISIONS: Final[Mapping[str, Decision]] = {
    "azure-native:operationalinsights:Workspace": workspace,
    "azure-native:monitor:DiagnosticSetting": diagnostics,
    "azure-native:monitor:MetricAlert": metric_alert,
    "azure-native:monitor:ScheduledQueryRule": log_alert,
}
