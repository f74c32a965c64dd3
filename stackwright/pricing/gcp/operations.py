"""What watching costs on Google Cloud: logs and messages."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem
from stackwright.pricing.prices import Key

LOG_WRITTEN: Final = Key("Cloud Logging", "ingestion", "GiB")
LOG_KEPT: Final = Key("Cloud Logging", "retention above 30 days", "GB-month")
MESSAGES: Final = Key("Pub/Sub", "message delivery", "TiB")

KEYS: Final = (LOG_WRITTEN, LOG_KEPT, MESSAGES)

_FREE_DAYS = 30
"""Days that entries are kept without a charge (Google Cloud Observability pricing)."""
_LEAST_BYTES = 1000
"""Size that a smaller message is charged as (Pub/Sub pricing)."""


def log_bucket(bill: Bill) -> Iterable[LineItem]:
    """What is written to a log bucket, and what is kept of it beyond 30 days."""
    yield bill.used(LOG_WRITTEN, "log_gb")
    days = bill.number("retentionDays", _FREE_DAYS)
    if days is None:
        yield bill.unknown("storage", "retentionDays")
    elif days > _FREE_DAYS:
        yield bill.used(LOG_KEPT, "log_gb", times=(days - _FREE_DAYS) * 12 / 365)


def topic(bill: Bill) -> Iterable[LineItem]:
    """Messages to a topic, each charged as a kilobyte at least."""
    yield bill.used(MESSAGES, "topic_messages", times=_LEAST_BYTES / 2**40)


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": log_bucket,
    "gcp:pubsub/topic:Topic": topic,
}
