"""`stackwright.pricing.gcp.storage`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

BUCKET = "gcp:storage/bucket:Bucket"
KEY = "gcp:kms/cryptoKey:CryptoKey"


def _reasons(found: Estimate) -> list[str]:
    return [why for _, why in found.unpriced]


def test_a_bucket_stores_writes_and_reads_where_it_is(make: Make, priced: Priced) -> None:
    found = priced(make(BUCKET, inputs={"location": "US-CENTRAL1"}), region="europe-west4")
    assert [item.dimension for item in found.items] == ["Standard storage", "Class A operations", "Class B operations"]
    assert found.items[0].cost == Range(2, 20, 200)
    assert found.coverage == 1


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"storageClass": "ARCHIVE"}, "no dated price for class ARCHIVE"),
        ({"hierarchicalNamespace": {"enabled": True}}, "no dated price for requests to a bucket with folders"),
        ({"autoclass": {"enabled": True}}, "the fee is by the number of objects, which is not known"),
    ],
)
def test_what_a_bucket_has_no_price_for_is_named(
    make: Make, priced: Priced, inputs: dict[str, Any], reason: str
) -> None:
    assert reason in _reasons(priced(make(BUCKET, inputs=inputs), region="us-central1"))


def test_versions_of_a_key_grow_with_its_rotation(make: Make, priced: Priced) -> None:
    quarter = 365 * 24 * 60 * 60 // 4
    item = priced(make(KEY, inputs={"rotationPeriod": f"{quarter}s"}), region="us-central1").items[0]
    assert (item.quantity, item.unit_price) == (Range(1, 3, 5), 0.06)
    assert priced(make(KEY), region="us-central1").items[0].quantity == Range.of(1)


def test_a_key_in_an_external_manager_has_no_price(make: Make, priced: Priced) -> None:
    key = make(KEY, inputs={"versionTemplate": {"protectionLevel": "EXTERNAL"}})
    assert "no dated price for protection level EXTERNAL" in _reasons(priced(key, region="us-central1"))


def test_a_key_is_billed_where_its_ring_is(make: Make, priced: Priced) -> None:
    ring = make("gcp:kms/keyRing:KeyRing", "ring", {"location": "asia-south1"})
    found = priced(ring, make(KEY, "key", wires={"keyRing": [ring]}), region="us-central1")
    assert _reasons(found)
    assert all(why.endswith("in asia-south1") for why in _reasons(found))


def test_a_file_store_is_charged_for_what_is_provisioned(make: Make, priced: Priced) -> None:
    # ZONAL 0.25 a GiB-month
    inputs = {"tier": "ZONAL", "fileShares": {"capacityGb": 1024}, "location": "us-central1-a"}
    found = priced(make("gcp:filestore/instance:Instance", inputs=inputs), region="us-central1")
    assert f"{found.expected:.2f}" == "256.00"


@pytest.mark.parametrize(
    ("inputs", "missing"),
    [
        ({"fileShares": {"capacityGb": 1024}}, "tier"),
        ({"tier": "ZONAL", "fileShares": UNKNOWN}, "fileShares.capacityGb"),
    ],
)
def test_a_file_store_without_tier_or_size_is_unknown(
    make: Make, priced: Priced, inputs: dict[str, Any], missing: str
) -> None:
    found = priced(make("gcp:filestore/instance:Instance", inputs=inputs), region="us-central1")
    assert [item.note for item in found.items] == [f"`{missing}` is not known before deployment"]


def test_managed_lustre_is_named_with_its_throughput(make: Make, priced: Priced) -> None:
    inputs = {"capacityGib": "18000", "perUnitStorageThroughput": "500", "location": "us-central1-a"}
    found = priced(make("gcp:lustre/instance:Instance", inputs=inputs), region="us-central1")
    assert _reasons(found) == ["no dated price for Managed Lustre 500 MB/s/TiB (GiB-month) in us-central1"]
    assert (found.expected, found.at_least) == (0, True)
