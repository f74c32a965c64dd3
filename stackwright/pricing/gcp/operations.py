"""What watching costs on Google Cloud: logs and messages."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import Basis, LineItem
from stackwright.pricing.prices import Key

LOG_WRITTEN: Final = Key("Cloud Logging", "ingestion", "GiB")
LOG_KEPT: Final = Key("Cloud Logging", "retention above 30 days", "GB-month")
MESSAGES: Final = Key("Pub/Sub", "message delivery", "TiB")
EXPORTED: Final = Key("Pub/Sub", "delivery to BigQuery or Cloud Storage", "TiB")

KEYS: Final = (LOG_WRITTEN, LOG_KEPT, MESSAGES, EXPORTED)

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
    """Messages to a topic, each charged as a kilobyte at least; those that it keeps are not counted."""
    return [_delivered(bill, MESSAGES)]


def subscription(bill: Bill) -> Iterable[LineItem]:
    """The same messages once more on their way out; those that are kept are not counted."""
    exported = any(bill.get(each) is not MISSING for each in ("bigqueryConfig", "cloudStorageConfig"))
    return [_delivered(bill, EXPORTED if exported else MESSAGES)]


def _delivered(bill: Bill, key: Key) -> LineItem:
    usage, note = bill.stack.usage.topic_messages, f"{bill.assume('topic_messages')}; what is kept is not counted"
    return bill.priced(key, usage * (_LEAST_BYTES / 2**40), basis=Basis.ASSUMED, note=note)


DECISIONS: Final[Mapping[str, Decision]] = {
    "gcp:logging/billingAccountBucketConfig:BillingAccountBucketConfig": log_bucket,
    "gcp:logging/folderBucketConfig:FolderBucketConfig": log_bucket,
    "gcp:logging/organizationBucketConfig:OrganizationBucketConfig": log_bucket,
    "gcp:logging/projectBucketConfig:ProjectBucketConfig": log_bucket,
    "gcp:pubsub/topic:Topic": topic,
    "gcp:pubsub/subscription:Subscription": subscription,
}
