"""Area of concern: Google Cloud estimates against bills worked out by hand, from dated rows, independent of the code.

Each figure is quoted from its source; the arithmetic is written out; the comparison is to the cent.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

CLUSTER = "gcp:container/cluster:Cluster"
POOL = "gcp:container/nodePool:NodePool"


def _cents(*figures: Decimal) -> tuple[str, ...]:
    return tuple(f"{figure:.2f}" for figure in figures)


def _totals(estimate: Estimate) -> tuple[str, ...]:
    return tuple(f"{figure:.2f}" for figure in (estimate.low, estimate.expected, estimate.high))


def _pool(make: Make, name: str, machine: str, zones: str = "a", **inputs: Any) -> Resource:
    node = {"machineType": machine, "diskType": "pd-balanced", "diskSizeGb": 100} | inputs.pop("config", {})
    where = {"location": "us-central1", "nodeLocations": [f"us-central1-{zone}" for zone in zones]}
    return make(POOL, name, where | {"nodeConfig": node} | inputs)


def test_a_cluster_with_system_nodes_in_two_zones(make: Make, priced: Priced) -> None:
    # GKE 0.10 an hour, pd-balanced 0.10 a GB-month (zombiescan-azure@bb28c045 table.json, 2026-09-21)
    # e2-standard-4 0.134023 an hour (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30)
    # one node a zone, two zones
    fee = Decimal("0.10") * 730
    node = Decimal("0.134023") * 730 + Decimal("0.10") * 50
    cluster = make(CLUSTER, "c", {"location": "us-central1", "removeDefaultNodePool": True, "initialNodeCount": 1})
    pool = _pool(make, "system", "e2-standard-4", "ab", nodeCount=1, config={"diskSizeGb": 50})
    found = priced(cluster, pool, region="us-central1")
    assert _totals(found) == _cents(*[fee + node * 2] * 3) == ("278.67", "278.67", "278.67")
    assert found.coverage == 1


def test_h100_machines_on_demand_that_scale(make: Make, priced: Priced) -> None:
    # a3-highgpu-8g 88.49 an hour (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30)
    node = Decimal("88.49") * 730 + Decimal("0.10") * 100
    pool = _pool(make, "gpu", "a3-highgpu-8g", initialNodeCount=2, autoscaling={"minNodeCount": 0, "maxNodeCount": 4})
    found = priced(pool, region="us-central1")
    assert _totals(found) == _cents(node * 0, node * 2, node * 4) == ("0.00", "129215.40", "258430.80")


def test_h100_machines_on_spot(make: Make, priced: Priced) -> None:
    # a3-highgpu-8g 50.609541 on spot (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30)
    # the high finds no spot capacity and pays 88.49
    disk = Decimal("0.10") * 100
    spot = Decimal("50.609541") * 730 + disk
    usual = Decimal("88.49") * 730 + disk
    found = priced(_pool(make, "gpu", "a3-highgpu-8g", nodeCount=1, config={"spot": True}), region="us-central1")
    assert _totals(found) == _cents(spot, spot, usual) == ("36954.96", "36954.96", "64607.70")


def test_a_tpu_slice_and_t4s_on_n1(make: Make, priced: Priced) -> None:
    # TPU v6e 2.70 a chip and hour, T4 0.35 an hour (skypilot-catalog@006059e0 gcp/vms.csv, 2026-03-15)
    # n1-standard-4 0.189999 an hour (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30)
    tpu = Decimal("2.70") * 8 * 730
    t4 = (Decimal("0.189999") + Decimal("0.35")) * 730
    disks = 3 * Decimal("0.10") * 100
    guests = {"guestAccelerators": [{"type": "nvidia-tesla-t4", "count": 1}]}
    found = priced(
        _pool(make, "tpu", "ct6e-standard-8t", nodeCount=1),
        _pool(make, "t4", "n1-standard-4", nodeCount=2, config=guests),
        region="us-central1",
    )
    assert _totals(found) == _cents(*[tpu + 2 * t4 + disks] * 3) == ("16586.40", "16586.40", "16586.40")


def test_a_way_out_with_a_hundred_gigabytes(make: Make, priced: Priced) -> None:
    # NAT 0.0448 an hour from 32 machines on, 0.0014 for one, 0.045 a GB
    # (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30); its address 0.005 an hour
    # (zombiescan-azure@bb28c045 table.json, 2026-09-21); one name zone 0.20 a month
    fixed = Decimal("0.005") * 730 + Decimal("0.20")
    nat, zone = make("gcp:compute/routerNat:RouterNat", "out"), make("gcp:dns/managedZone:ManagedZone", "names")
    found = priced(nat, zone, region="us-central1")
    low = fixed + Decimal("0.0014") * 730 + Decimal("0.045") * 10
    expected = fixed + Decimal("0.0448") * 730 + Decimal("0.045") * 100
    high = fixed + Decimal("0.0448") * 730 + Decimal("0.045") * 1000
    assert _totals(found) == _cents(low, expected, high) == ("5.32", "41.05", "81.55")


def test_storage_with_a_rotated_key(make: Make, priced: Priced) -> None:
    # Standard storage 0.020 a GB (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30)
    # writes 0.005, reads 0.0004 a thousand (api-evangelist/gcp-cloud-storage@013caa28, 2026-09-20)
    # Filestore regional 0.45 a GiB, key version 0.06 (zombiescan-azure@bb28c045 table.json, 2026-09-21)
    # requests to keys 0.03 for 10,000 (infracost@e9ce62908 kms_crypto_key_test, 2024-07-01)
    usage = Usage().with_values(
        {"bucket_gb": 500, "bucket_writes": 100_000, "bucket_reads": 1_000_000, "key_requests": 100_000}
    )
    bucket = Decimal("0.020") * 500 + Decimal("0.005") * 100 + Decimal("0.0004") * 1000
    store = Decimal("0.45") * 1024
    requests = Decimal("0.03") * 10
    rotated = "15768000s"  # half a year: none, one on average, or two rotations in the first year
    share = {"tier": "REGIONAL", "fileShares": {"capacityGb": 1024}, "location": "us-central1"}
    found = priced(
        make("gcp:storage/bucket:Bucket", "data", {"location": "US-CENTRAL1"}),
        make("gcp:filestore/instance:Instance", "home", share),
        make("gcp:kms/cryptoKey:CryptoKey", "key", {"rotationPeriod": rotated}),
        region="us-central1",
        usage=usage,
    )
    bills = [bucket + store + requests + Decimal("0.06") * versions for versions in (1, 2, 3)]
    assert _totals(found) == _cents(*bills) == ("472.06", "472.12", "472.18")


def test_gpus_in_europe(make: Make, priced: Priced) -> None:
    # europe-west4: g2-standard-4 0.742916 an hour (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30)
    # pd-balanced 0.11 a GB-month (zombiescan-azure@bb28c045 table.json, 2026-09-21); the pool's own place wins
    node = Decimal("0.742916") * 730 + Decimal("0.11") * 200
    where = {"location": "europe-west4-a", "nodeLocations": UNKNOWN}
    config = {"machineType": "g2-standard-4", "diskSizeGb": 200, "diskType": "pd-balanced"}
    pool = make(POOL, "l4", where | {"nodeCount": 3, "nodeConfig": config})
    assert _totals(priced(pool, region="us-central1")) == _cents(*[node * 3] * 3) == ("1692.99",) * 3


def test_a_model_that_serves(make: Make, priced: Priced) -> None:
    # n1-standard-4 for predictions 0.219 an hour (public file 70399520167, 2026-09-08)
    inputs = {"machineType": "n1-standard-4", "minReplicaCount": 2, "maxReplicaCount": 5, "region": "us-central1"}
    found = priced(make("pulumi-python:dynamic/vertex:Deployment", inputs=inputs), region="us-central1")
    rate = Decimal("0.219") * 730
    assert _totals(found) == _cents(rate * 2, rate * 2, rate * 5) == ("319.74", "319.74", "799.35")
