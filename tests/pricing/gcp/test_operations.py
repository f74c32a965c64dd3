"""`stackwright.pricing.gcp.operations`."""

from collections.abc import Callable

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

LOGS = "gcp:logging/projectBucketConfig:ProjectBucketConfig"


def test_a_log_bucket_is_charged_for_what_is_written(make: Make, priced: Priced) -> None:
    found = priced(make(LOGS, inputs={"retentionDays": 30}), region="us-central1")
    assert [item.cost for item in found.items] == [Range(0.5, 2.5, 25)]


def test_entries_are_charged_once_they_are_kept_for_longer_than_is_free(make: Make, priced: Priced) -> None:
    kept = priced(make(LOGS, inputs={"retentionDays": 395}), region="us-central1").items[1]
    assert kept.quantity == Range(1, 5, 50) * 12  # a year beyond the 30 days


def test_an_unknown_retention_is_an_unknown_cost(make: Make, priced: Priced) -> None:
    found = priced(make(LOGS, inputs={"retentionDays": UNKNOWN}), region="us-central1")
    assert found.items[1].note == "`retentionDays` is not known before deployment"


def test_a_message_is_a_kilobyte_at_least(make: Make, priced: Priced) -> None:
    item = priced(make("gcp:pubsub/topic:Topic"), region="us-central1").items[0]
    assert item.quantity is not None
    assert item.quantity.expected == pytest.approx(1000 * 1000 / 2**40)


@pytest.mark.parametrize(("inputs", "rate"), [({}, 40), ({"bigqueryConfig": {"table": "t"}}, 50)])
def test_a_subscription_is_charged_for_what_leaves(
    make: Make, priced: Priced, inputs: dict[str, object], rate: float
) -> None:
    item = priced(make("gcp:pubsub/subscription:Subscription", inputs=inputs), region="us-central1").items[0]
    assert item.unit_price == rate
    assert item.note.endswith("what is kept is not counted")
