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
    # Standard storage 0.020 a GB (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30); 60 GB are gained and
    # stored for half the month; 100 GB leave for the internet at 0.12 (public file 70399520167, 2026-09-02)
    # writes 0.005, reads 0.0004 a thousand (api-evangelist/gcp-cloud-storage@013caa28, 2026-09-20)
    # Filestore regional 0.45 a GiB, key version 0.06 (zombiescan-azure@bb28c045 table.json, 2026-09-21)
    # requests to keys 0.03 for 10,000 (infracost@e9ce62908 kms_crypto_key_test, 2024-07-01)
    usage = Usage().with_values(
        {
            "bucket_gb": 500,
            "bucket_growth_gb": 60,
            "bucket_writes": 100_000,
            "bucket_reads": 1_000_000,
            "egress_gb": 100,
            "key_requests": 100_000,
        }
    )
    requests = Decimal("0.005") * 100 + Decimal("0.0004") * 1000
    bucket = Decimal("0.020") * (500 + 30) + requests + Decimal("0.12") * 100
    store = Decimal("0.45") * 1024
    calls = Decimal("0.03") * 10
    rotated = "15768000s"  # half a year: none, one on average, or two rotations in the first year
    share = {"tier": "REGIONAL", "fileShares": {"capacityGb": 1024}, "location": "us-central1"}
    found = priced(
        make("gcp:storage/bucket:Bucket", "data", {"location": "US-CENTRAL1"}),
        make("gcp:filestore/instance:Instance", "home", share),
        make("gcp:kms/cryptoKey:CryptoKey", "key", {"rotationPeriod": rotated}),
        region="us-central1",
        usage=usage,
    )
    bills = [bucket + store + calls + Decimal("0.06") * versions for versions in (1, 2, 3)]
    assert _totals(found) == _cents(*bills) == ("484.66", "484.72", "484.78")


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


def test_training_data_that_ages_and_is_served_to_the_internet(make: Make, priced: Priced) -> None:
    # europe-west4: Standard 0.020, Nearline 0.010, Archive 0.0012 a GB (google-cloud-pricing-cost-calculator@fd66b26f,
    # 2026-07-30); half of 80,000 GB stays warm, a quarter goes to each colder class; 4,000 GB more are stored for half
    # 20,000 GiB leave: 10,240 at 0.12, the rest at 0.11 (public file 70399520167, 2026-09-02)
    rules = [{"action": {"type": "SetStorageClass", "storageClass": kind}} for kind in ("NEARLINE", "ARCHIVE")]
    inputs = {"location": "EUROPE-WEST4", "lifecycleRules": rules, "hierarchicalNamespace": {"enabled": True}}
    usage = Usage().with_values({"bucket_gb": 80_000, "bucket_growth_gb": 4000, "egress_gb": 20_000})
    stored = Decimal("0.020") * (40_000 + 2000) + Decimal("0.010") * 20_000 + Decimal("0.0012") * 20_000
    leaves = Decimal("0.12") * 10_240 + Decimal("0.11") * 9760
    found = priced(make("gcp:storage/bucket:Bucket", "data", inputs), region="us-central1", usage=usage)
    assert _totals(found) == _cents(*[stored + leaves] * 3) == ("3366.40", "3366.40", "3366.40")
    assert [why for _, why in found.unpriced] == ["no dated price for requests to a bucket with folders"]


def test_tpu_slices_from_a_queue_and_on_spot(make: Make, priced: Priced) -> None:
    # us-east5: TPU v5p 4.20 a chip and hour; europe-west4: v6e 2.97, on spot 1.03747625
    # (skypilot-catalog@006059e0 gcp/vms.csv, 2026-03-15); v5p-32 has 32 cores, which are 16 chips
    queue = make(
        "gcp:tpu/v2QueuedResource:V2QueuedResource",
        "train",
        {"zone": "us-east5-a", "tpu": {"nodeSpecs": [{"node": {"acceleratorType": "v5p-32"}}]}},
    )
    cheap = {"zone": "europe-west4-a", "acceleratorType": "v6e-16", "schedulingConfig": {"spot": True}}
    found = priced(queue, make("gcp:tpu/v2Vm:V2Vm", "serve", cheap), region="us-central1")
    train = Decimal("4.20") * 16 * 730
    usual, worst = Decimal("1.03747625") * 16 * 730, Decimal("2.97") * 16 * 730
    assert _totals(found) == _cents(train + usual, train + usual, train + worst) == ("61173.72", "61173.72", "83745.60")


def test_a_group_that_serves_behind_a_load_balancer(make: Make, priced: Priced) -> None:
    # us-central1: g2-standard-8 0.853624 an hour (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30)
    # pd-balanced 0.10 a GB-month, rules 0.025 an hour (zombiescan-azure@bb28c045 table.json, 2026-09-21)
    # data 0.008 a GB (infracost@e9ce62908 compute_forwarding_rule_test, 2024-07-01)
    disks = [{"boot": True, "diskType": "pd-balanced", "diskSizeGb": 150}]
    template = make(
        "gcp:compute/instanceTemplate:InstanceTemplate", "t", {"machineType": "g2-standard-8", "disks": disks}
    )
    group = make(
        "gcp:compute/regionInstanceGroupManager:RegionInstanceGroupManager",
        "serve",
        {"region": "us-central1"},
        wires={"versions": [template]},
    )
    bounds = {"autoscalingPolicy": {"minReplicas": 2, "maxReplicas": 6}}
    scaler = make("gcp:compute/regionAutoscaler:RegionAutoscaler", "s", bounds, wires={"target": [group]})
    rule = make("gcp:compute/globalForwardingRule:GlobalForwardingRule", "front", {"target": "targetHttpsProxies/p"})
    usage = Usage().with_values({"balancer_gb": 500})
    found = priced(template, group, scaler, rule, region="us-central1", usage=usage)
    node = Decimal("0.853624") * 730 + Decimal("0.10") * 150
    front = Decimal("0.025") * 730 + Decimal("0.008") * 500
    bills = (node * 2 + front, node * 2 + front, node * 6 + front)
    assert _totals(found) == _cents(*bills) == ("1298.54", "1298.54", "3851.12")
    assert found.coverage == 1


def test_notebooks_in_business_hours_with_features_and_vectors(make: Make, priced: Priced) -> None:
    # us-central1, Vertex AI (public file 70399520167, 2026-09-08): Workbench N1 0.0442554 a vCPU and 0.0059318 a GiB an
    # hour, Feature Store 0.30 a node-hour, Vector Search on e2-standard-2 0.0938084
    # pd-balanced 0.10 a GB-month (zombiescan-azure@bb28c045 table.json, 2026-09-21); n1-standard-8 has 30 GiB
    setup = {"machineType": "n1-standard-8"} | {each: {"diskSizeGb": "150"} for each in ("bootDisk", "dataDisks")}
    own = {"machineSpec": {"machineType": "e2-standard-2"}, "minReplicaCount": 2, "maxReplicaCount": 2}
    found = priced(
        make("gcp:workbench/instance:Instance", "notebook", {"location": "us-central1-a", "gceSetup": setup}),
        make("gcp:vertex/aiFeatureOnlineStore:AiFeatureOnlineStore", "features", {"region": "us-central1"}),
        make("gcp:vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex", "v", {"dedicatedResources": own}),
        region="us-central1",
        usage=Usage.asked({"hours": 217}),
    )
    hour = Decimal("0.0442554") * 8 + Decimal("0.0059318") * 30
    fixed = Decimal("0.10") * 300 + Decimal("0.30") * 730 + Decimal("0.0938084") * 2 * 730
    bills = (hour * 217 + fixed, hour * 217 + fixed, hour * 730 + fixed)
    assert _totals(found) == _cents(*bills) == ("501.40", "501.40", "774.32")
    assert found.coverage == 1


def test_what_a_project_writes_keeps_and_asks(make: Make, priced: Priced) -> None:
    # logs 0.50 a GiB (public file 70399520167, 2026-09-08), kept beyond 30 days 0.01 a GB-month (zombiescan-azure@
    # bb28c045 table.json, 2026-09-21); 100 slots of the Enterprise edition 0.06 an hour each (70399520167, 2026-09-02)
    # 10 million calls of 0.2 s: vCPU 0.0864, GiB 0.009 an hour, 0.40 a million (70399520167, 2026-09-08)
    logs = make("gcp:logging/projectBucketConfig:ProjectBucketConfig", "logs", {"retentionDays": 395})
    slots = {"location": "US", "edition": "ENTERPRISE", "slotCapacity": 100}
    limits = {"cpu": "2", "memory": "1Gi"}
    service = {"location": "us-central1", "template": {"containers": [{"resources": {"limits": limits}}]}}
    found = priced(
        logs,
        make("gcp:bigquery/reservation:Reservation", "slots", slots),
        make("gcp:cloudrunv2/service:Service", "run", service),
        region="us-central1",
        usage=Usage().with_values({"log_gb": 200, "function_calls": 10_000_000, "function_seconds": 0.2}),
    )
    kept = Decimal("0.50") * 200 + Decimal("0.01") * 200 * 12
    hours = Decimal(10_000_000) * Decimal("0.2") / 3600
    served = hours * (Decimal("0.0864") * 2 + Decimal("0.009")) + Decimal("0.40") * 10
    bill = kept + Decimal("0.06") * 100 * 730 + served
    assert _totals(found) == _cents(bill, bill, bill) == ("4609.00", "4609.00", "4609.00")


def test_file_stores_and_disks_in_two_zones(make: Make, priced: Priced) -> None:
    # asia-northeast1: Filestore zonal 0.30 a GiB, regional pd-ssd 0.442, image 0.065 a GB, rules 0.038 an hour
    # (zombiescan-azure@bb28c045 table.json, 2026-09-21); HA tunnel 0.075 an hour, snapshot 0.064 a GB
    # (google-cloud-pricing-cost-calculator@fd66b26f, 2026-07-30)
    share = {"tier": "ZONAL", "fileShares": {"capacityGb": 2560}, "location": "asia-northeast1-b"}
    disk = make("gcp:compute/regionDisk:RegionDisk", "d", {"type": "pd-ssd", "size": 500, "region": "asia-northeast1"})
    found = priced(
        make("gcp:filestore/instance:Instance", "home", share),
        disk,
        make("gcp:compute/snapshot:Snapshot", "copy", {"zone": "asia-northeast1-a"}, wires={"sourceDisk": [disk]}),
        make("gcp:compute/image:Image", "image", {"diskSizeGb": 50}),
        make("gcp:compute/vPNTunnel:VPNTunnel", "t", {"vpnGateway": "g", "region": "asia-northeast1"}),
        region="asia-northeast1",
    )
    stored = Decimal("0.30") * 2560 + Decimal("0.442") * 500 + Decimal("0.064") * 500 + Decimal("0.065") * 50
    bill = stored + Decimal("0.075") * 730
    assert _totals(found) == _cents(bill, bill, bill) == ("1079.00", "1079.00", "1079.00")
