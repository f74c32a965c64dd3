"""`stackwright.pricing.gcp.compute`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.accelerators.catalog import find, resolve
from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.gcp.compute import machine_keys
from stackwright.pricing.model import Estimate, Range, Status
from stackwright.pricing.prices import Key, load

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

POOL = "gcp:container/nodePool:NodePool"
CLUSTER = "gcp:container/cluster:Cluster"
RESERVATION = "gcp:compute/reservation:Reservation"
ONE_ZONE = {"location": "us-central1", "nodeLocations": ["us-central1-a"]}


def _pool(make: Make, machine: Any = "e2-standard-4", config: dict[str, Any] | None = None, **inputs: Any) -> Resource:
    wires = inputs.pop("wires", {})
    node = {"machineType": machine, "diskSizeGb": 100, "diskType": "pd-balanced"} | (config or {})
    return make(POOL, "pool", ONE_ZONE | {"nodeConfig": node} | inputs, wires=wires)


def _hours(found: Estimate) -> list[Range | None]:
    return [item.quantity for item in found.items if item.dimension.endswith("hours")]


def test_a_node_count_is_per_zone(make: Make, priced: Priced) -> None:
    two = _pool(make, nodeCount=3, nodeLocations=["us-central1-a", "us-central1-b"])
    assert _hours(priced(two, region="us-central1")) == [Range.of(6 * 730)]


@pytest.mark.parametrize(
    ("cluster", "zones"),
    [
        ({"location": "us-central1", "nodeLocations": ["us-central1-a", "us-central1-c"]}, 2),
        ({"location": "us-central1-a"}, 1),
        ({"location": "us-central1"}, 3),
    ],
)
def test_zones_are_the_clusters_where_the_pool_names_none(
    make: Make, priced: Priced, cluster: dict[str, Any], zones: int
) -> None:
    owner = make(CLUSTER, "c", {"removeDefaultNodePool": True} | cluster)
    inputs = {"nodeCount": 1, "nodeConfig": {"machineType": "e2-standard-4"}}
    found = priced(owner, make(POOL, "pool", inputs, wires={"cluster": [owner]}), region="us-central1")
    assert _hours(found) == [Range.of(zones * 730)]
    assert ("`pool` has nodes in 3 zones, GKE's default" in found.assumptions) is (zones == 3)


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"minNodeCount": 1, "maxNodeCount": 4}, Range(2, 4, 8)),
        ({"totalMinNodeCount": 1, "totalMaxNodeCount": 5}, Range(1, 4, 5)),
        ({"maxNodeCount": 4}, Range(0, 4, 8)),
    ],
)
def test_autoscaling_ranges_per_zone_or_in_total(
    make: Make, priced: Priced, bounds: dict[str, Any], expected: Range
) -> None:
    pool = _pool(make, initialNodeCount=2, autoscaling=bounds, nodeLocations=["us-central1-a", "us-central1-b"])
    assert _hours(priced(pool, region="us-central1")) == [expected * 730]


@pytest.mark.parametrize(
    ("inputs", "missing"),
    [({"nodeCount": UNKNOWN}, "nodeCount"), ({"autoscaling": {"maxNodeCount": UNKNOWN}}, "autoscaling")],
)
def test_an_unknown_count_is_an_unknown_cost(make: Make, priced: Priced, inputs: dict[str, Any], missing: str) -> None:
    items = priced(_pool(make, **inputs), region="us-central1").items
    assert [item.status for item in items] == [Status.UNKNOWN_INPUT]
    assert items[0].note == f"`{missing}` is not known before deployment"


def test_an_unknown_machine_is_an_unknown_cost(make: Make, priced: Priced) -> None:
    found = priced(_pool(make, UNKNOWN, nodeCount=1), region="us-central1")
    assert [item.note for item in found.items] == ["`nodeConfig.machineType` is not known before deployment"]


def test_spot_pays_the_spot_rate_and_on_demand_at_worst(make: Make, priced: Priced) -> None:
    found = priced(_pool(make, "a3-highgpu-8g", {"spot": True}, nodeCount=1), region="us-central1")
    assert [(item.dimension, item.quantity, item.unit_price) for item in found.items[:2]] == [
        ("a3-highgpu-8g spot hours", Range(730, 730, 0), 50.609541),
        ("a3-highgpu-8g hours", Range(0, 0, 730), 88.49),
    ]


def test_gpus_of_an_n1_machine_are_charged_apart(make: Make, priced: Priced) -> None:
    guests = [{"type": "nvidia-tesla-t4", "count": 2}]
    found = priced(_pool(make, "n1-standard-8", {"guestAccelerators": guests}, nodeCount=1), region="us-central1")
    assert [(item.dimension, item.quantity) for item in found.items[:2]] == [
        ("n1-standard-8 hours", Range.of(730)),
        ("nvidia-tesla-t4 hours", Range.of(2 * 730)),
    ]


def test_gpus_of_any_other_machine_are_in_its_rate(make: Make, priced: Priced) -> None:
    guests = [{"type": "nvidia-l4", "count": 1}]
    found = priced(_pool(make, "g2-standard-4", {"guestAccelerators": guests}, nodeCount=1), region="us-central1")
    assert [item.dimension for item in found.items] == ["g2-standard-4 hours", "node pd-balanced storage"]


def test_a_tpu_machine_is_its_chips(make: Make, priced: Priced) -> None:
    item = priced(_pool(make, "ct6e-standard-4t", nodeCount=2), region="us-central1").items[0]
    assert (item.quantity, item.unit) == (Range.of(2 * 4 * 730), "chip-hour")


def test_local_disks_are_charged_unless_the_machine_type_has_them(make: Make, priced: Priced) -> None:
    disks = {"ephemeralStorageLocalSsdConfig": {"localSsdCount": 2}}
    bought = priced(_pool(make, "n2-standard-8", disks, nodeCount=1), region="us-central1")
    owned = priced(_pool(make, "a3-highgpu-8g", disks, nodeCount=1), region="us-central1")
    assert ("node local SSD", Range.of(750)) in [(item.dimension, item.quantity) for item in bought.items]
    assert "node local SSD" not in [item.dimension for item in owned.items]


@pytest.mark.parametrize("inputs", [{"config": {"flexStart": True}}, {"queuedProvisioning": {"enabled": True}}])
def test_flex_start_has_no_dated_rate(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    found = priced(_pool(make, "a3-highgpu-8g", nodeCount=1, **inputs), region="us-central1")
    assert "no dated price for flex-start (Dynamic Workload Scheduler)" in [reason for _, reason in found.unpriced]


@pytest.mark.parametrize(("nodes", "hours"), [(2, [2 * 730]), (3, [2 * 730, 730])])
def test_nodes_in_a_reservation_are_billed_there_once(make: Make, priced: Priced, nodes: int, hours: list[int]) -> None:
    properties = {"count": 2, "instanceProperties": {"machineType": "a3-highgpu-8g"}}
    reserved = make(RESERVATION, "r", {"specificReservation": properties, "zone": "us-central1-a"})
    pool = _pool(make, "a3-highgpu-8g", nodeCount=nodes, wires={"nodeConfig": [reserved]})
    found = priced(reserved, pool, region="us-central1")
    assert _hours(found) == [Range.of(each) for each in hours]
    assert "runs in the reservation `r`, which is billed there" in [item.note for item in found.items]


def test_a_cluster_pays_its_fee_and_its_default_pool(make: Make, priced: Priced) -> None:
    plain = {"location": "us-central1-a", "initialNodeCount": 2}
    assert _hours(priced(make(CLUSTER, inputs=plain), region="us-central1")) == [Range.of(2 * 730)]
    bare = priced(make(CLUSTER, inputs=plain | {"removeDefaultNodePool": True}), region="us-central1")
    assert (f"{bare.expected:.2f}", bare.coverage) == ("73.00", 1)
    auto = priced(make(CLUSTER, inputs={"enableAutopilot": True}), region="us-central1")
    assert [reason for _, reason in auto.unpriced] == ["no dated price for Autopilot pods"]


def test_an_instance_is_billed_in_the_region_of_its_zone(make: Make, priced: Priced) -> None:
    inputs = {
        "machineType": "zones/europe-west4-a/machineTypes/e2-standard-4",
        "zone": "europe-west4-a",
        "bootDisk": {"initializeParams": {"size": 100, "type": "pd-ssd"}},
    }
    found = priced(make("gcp:compute/instance:Instance", inputs=inputs), region="us-central1")
    row = load("gcp").find("europe-west4", Key("Compute Engine", "e2-standard-4", "hour"))
    assert row is not None
    assert found.items[0].unit_price == row.usd
    assert found.coverage == 1


def test_every_machine_says_what_its_hours_are_made_of() -> None:
    assert [key.dimension for key in machine_keys(resolve("T4:1", "gcp"))] == ["n1-standard-4", "nvidia-tesla-t4"]
    cpu = find("n1-standard-4", "gcp")
    assert cpu is not None
    assert [key.dimension for key in machine_keys(cpu)] == ["n1-standard-4"]
    assert [key.service for key in machine_keys(resolve("TPU-v6e:8", "gcp"))] == ["Cloud TPU"]
