"""`stackwright.pricing.aws.buckets`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import Resource
from stackwright.pricing.aws.buckets import LIFECYCLES, STORAGE
from stackwright.pricing.model import Estimate, Status
from stackwright.pricing.prices import Price, load
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

BUCKET = "aws:s3/bucket:Bucket"


def _moving(make: Make, *classes: str, **rule: Any) -> list[Resource]:
    bucket = make(BUCKET, "data")
    rules = [{"status": "Enabled", "transitions": [{"storageClass": each} for each in classes]} | rule]
    return [bucket, make(LIFECYCLES[0], "data", {"rules": rules}, wires={"bucket": [bucket]})]


def _quantities(found: Estimate) -> dict[str, float]:
    return {item.dimension: item.quantity.expected for item in found.items if item.quantity}


def test_a_bucket_is_a_range_of_use(make: Make, priced: Priced) -> None:
    found = priced(make(BUCKET))
    assert {item.status for item in found.items} == {Status.PRICED}
    assert found.low < found.expected < found.high
    assert len(found.assumptions) == 5


def test_what_a_bucket_gains_is_stored_for_half_of_the_month(make: Make, priced: Priced) -> None:
    usage = Usage().with_values({"bucket_gb": 0, "bucket_growth_gb": 300})
    growth = priced(make(BUCKET), usage=usage).items[1]
    assert (growth.dimension, growth.quantity and growth.quantity.expected) == ("growth of Standard storage", 150)


def test_growth_is_at_the_rate_of_the_tier_that_it_falls_in(make: Make, priced: Priced) -> None:
    usage = Usage().with_values({"bucket_gb": 51_100, "bucket_growth_gb": 400})
    found = priced(make(BUCKET), usage=usage, region="us-west-2")
    grown = [
        (item.quantity and item.quantity.high, item.unit_price) for item in found.items if "growth" in item.dimension
    ]
    assert grown == [(100, 0.023), (100, 0.022)]


def test_a_bucket_beyond_its_first_tiers_pays_each_part_at_its_rate(make: Make, priced: Priced) -> None:
    usage = Usage().with_values({"bucket_gb": 600_000, "bucket_growth_gb": 0})
    found = priced(make(BUCKET), usage=usage, region="us-west-2")
    stored = [
        (item.quantity and item.quantity.high, item.unit_price) for item in found.items if item.unit == "GB-month"
    ]
    assert stored == [(51_200, 0.023), (460_800, 0.022), (88_000, 0.021)]


@pytest.mark.parametrize(
    ("name", "rate"),
    [("STANDARD_IA", 0.0125), ("ONEZONE_IA", 0.01), ("GLACIER", 0.0036), ("DEEP_ARCHIVE", 0.00099)],
)
def test_a_lifecycle_moves_a_share_to_a_colder_class(make: Make, priced: Priced, name: str, rate: float) -> None:
    found = priced(*_moving(make, name))
    cold = [item for item in found.items if item.unit == "GB-month" and "Standard storage" not in item.dimension]
    assert [(item.unit_price, item.quantity and item.quantity.expected) for item in cold] == [(rate, 500)]
    assert _quantities(found)["Standard storage"] == 500
    assert found.coverage == 1


def test_several_colder_classes_have_the_same_share(make: Make, priced: Priced) -> None:
    found = _quantities(priced(*_moving(make, "STANDARD_IA", "GLACIER")))
    assert found["Standard-IA storage"] == found["Glacier Flexible Retrieval storage"] == 250
    assert found["Standard-IA retrieval"] == 5


def test_intelligent_tiering_watches_its_objects_and_gives_back_for_nothing(make: Make, priced: Priced) -> None:
    found = _quantities(priced(*_moving(make, "INTELLIGENT_TIERING")))
    assert found["Intelligent-Tiering monitoring"] == 50
    assert "Intelligent-Tiering retrieval" not in found


def test_a_class_nobody_dated_is_named(make: Make, priced: Priced) -> None:
    reasons = [reason for _, reason in priced(*_moving(make, "GLACIER_IR")).unpriced]
    assert reasons[0] == "no dated price for S3 Glacier Instant Retrieval storage (GB-month) in us-east-1"


def test_a_rule_that_is_off_moves_nothing(make: Make, priced: Priced) -> None:
    assert _quantities(priced(*_moving(make, "GLACIER", status="Disabled")))["Standard storage"] == 1000


def test_a_rule_inside_the_bucket_counts_too(make: Make, priced: Priced) -> None:
    rules = [{"enabled": True, "transitions": [{"days": 30, "storageClass": "GLACIER"}]}]
    assert "Glacier Flexible Retrieval storage" in _quantities(priced(make(BUCKET, inputs={"lifecycleRules": rules})))


def test_data_to_the_internet_is_tiered(make: Make, priced: Priced) -> None:
    found = priced(make(BUCKET), usage=Usage().with_values({"egress_gb": 60_000}))
    assert [item.unit_price for item in found.items if item.unit == "GB"] == [0.09, 0.085, 0.07]


def test_without_a_row_for_storage_nothing_of_it_is_free(make: Make, priced: Priced) -> None:
    found = priced(make(BUCKET), prices=load("aws").without("us-east-1", STORAGE))
    assert found.at_least
    assert [item.status for item in found.items if item.unit == "GB-month"] == [Status.UNPRICED, Status.UNPRICED]


def test_a_negotiated_rate_holds_for_growth_too(make: Make, priced: Priced) -> None:
    mine = load("aws").also(Price("us-east-1", STORAGE, 0.01, "a row of this test", "2026-01-01"))
    rates = [item.unit_price for item in priced(make(BUCKET), prices=mine).items if item.unit == "GB-month"]
    assert rates == [0.01, 0.01]
