"""`stackwright.pricing.gcp.storage`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

BUCKET = "gcp:storage/bucket:Bucket"
KEY = "gcp:kms/cryptoKey:CryptoKey"


def _reasons(found: Estimate) -> list[str]:
    return [why for _, why in found.unpriced]


def test_a_bucket_stores_writes_and_reads_where_it_is(make: Make, priced: Priced) -> None:
    found = priced(make(BUCKET, inputs={"location": "US-CENTRAL1"}), region="europe-west4")
    assert [item.dimension for item in found.items] == [
        "Standard storage",
        "growth of Standard storage",
        "Class A operations",
        "Class B operations",
        "internet egress but to Australia and China",
    ]
    assert found.items[0].cost == Range(2, 20, 200)
    assert found.coverage == 1


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"storageClass": "MULTI_REGIONAL"}, "no dated price for class MULTI_REGIONAL"),
        (
            {"storageClass": "ARCHIVE"},
            "no dated price for Cloud Storage Archive class A operations (1k operations) in us-central1",
        ),
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


def test_a_lifecycle_moves_a_share_to_each_colder_class(make: Make, priced: Priced) -> None:
    # half of 1,000 GB stays at 0.02, a quarter each goes to 0.01 and 0.0012
    rules = [
        {"action": {"type": "SetStorageClass", "storageClass": "NEARLINE"}, "condition": {"age": 30}},
        {"action": {"type": "SetStorageClass", "storageClass": "ARCHIVE"}, "condition": {"age": 90}},
        {"action": {"type": "SetStorageClass", "storageClass": "COLDLINE"}, "condition": {"numNewerVersions": 2}},
        {"action": {"type": "Delete"}, "condition": {"age": 900}},
    ]
    found = priced(make(BUCKET, inputs={"lifecycleRules": rules}), region="us-central1")
    assert {item.dimension: item.quantity for item in found.items[:3]} == {
        "Standard storage": Range(50, 500, 5000),
        "Nearline storage": Range(25, 250, 2500),
        "Archive storage": Range(25, 250, 2500),
    }
    assert "0.5 of what a bucket with a lifecycle holds is in its colder classes" in found.assumptions


def test_a_colder_class_is_charged_for_what_is_read_back(make: Make, priced: Priced) -> None:
    found = priced(make(BUCKET, inputs={"storageClass": "NEARLINE", "location": "US-EAST1"}), region="us-central1")
    costs = {item.dimension: item.cost for item in found.items}
    assert costs["Nearline storage"] == Range(1, 10, 100)
    assert costs["Nearline retrieval"] == Range.of(0.01) * Range(1, 10, 100)


def test_internet_egress_is_charged_in_tiers(make: Make, priced: Priced) -> None:
    usage = Usage().with_values({"egress_gb": 200 * 1024})
    found = priced(make(BUCKET), region="us-central1", usage=usage)
    tiers = [(item.quantity, item.unit_price) for item in found.items if "egress" in item.dimension]
    assert tiers == [(Range.of(10240), 0.12), (Range.of(143360), 0.11), (Range.of(51200), 0.08)]


def test_a_bucket_of_many_regions_is_stored_at_their_rate(make: Make, priced: Priced) -> None:
    found = priced(make(BUCKET, inputs={"location": "US"}), region="us-central1")
    assert found.items[0].unit_price == 0.026
    assert "no dated price for Cloud Storage Class A operations (1k operations) in us" in _reasons(found)


def test_a_secret_is_charged_in_each_place_that_it_is_kept_in(make: Make, priced: Priced) -> None:
    token = "gcp:secretmanager/secret:Secret"
    places = {"userManaged": {"replicas": [{"location": "us-east1"}, {"location": "us-west1"}]}}
    assert priced(make(token, inputs={"replication": places}), region="us-central1").items[0].quantity == Range.of(2)
    waits = priced(make(token, inputs={"replication": UNKNOWN}), region="us-central1").items[0]
    assert waits.note == "`replication` is not known before deployment"
