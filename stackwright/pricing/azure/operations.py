"""What watching costs on Azure: logs."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem
from stackwright.pricing.prices import Key

LOG_WRITTEN: Final = Key("Log Analytics", "analytics logs ingestion", "GB")
LOG_KEPT: Final = Key("Log Analytics", "analytics logs retention", "GB-month")

KEYS: Final = (LOG_WRITTEN, LOG_KEPT)

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


DECISIONS: Final[Mapping[str, Decision]] = {"azure-native:operationalinsights:Workspace": workspace}
