"""`stackwright.pricing.gcp.analytics`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

SLOTS = "gcp:bigquery/reservation:Reservation"
CLUSTER = "gcp:dataproc/cluster:Cluster"


def test_a_table_is_stored_where_its_dataset_is(make: Make, priced: Priced) -> None:
    dataset = make("gcp:bigquery/dataset:Dataset", "d", {"location": "europe-west1"})
    table = make("gcp:bigquery/table:Table", "t", wires={"datasetId": [dataset]})
    assert priced(dataset, table, region="us-central1").items[1].unit_price == 0.02  # 0.023 in us-central1


def test_slots_are_charged_by_the_hour_and_scale_in_the_high(make: Make, priced: Priced) -> None:
    inputs = {"location": "US", "edition": "ENTERPRISE", "slotCapacity": 100, "autoscale": {"maxSlots": 50}}
    item = priced(make(SLOTS, inputs=inputs), region="us-central1").items[0]
    assert (item.unit_price, item.quantity) == (0.06, Range(73_000, 73_000, 109_500))


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"slotCapacity": UNKNOWN}, "`slotCapacity` is not known before deployment"),
        ({"slotCapacity": 100, "edition": "FUTURE"}, "no dated price for edition FUTURE"),
    ],
)
def test_slots_without_a_price_are_named(make: Make, priced: Priced, inputs: dict[str, Any], reason: str) -> None:
    assert [why for _, why in priced(make(SLOTS, inputs=inputs), region="us").unpriced] == [reason]


def _role(count: int, machine: str = "n2-standard-4") -> dict[str, Any]:
    return {"numInstances": count, "machineType": machine, "diskConfig": {"bootDiskSizeGb": 100}}


def test_a_spark_cluster_is_its_machines_its_disks_and_a_fee_for_each_vcpu(make: Make, priced: Priced) -> None:
    # n2-standard-4 0.194236 an hour, 0.01 a vCPU-hour, pd-standard 0.04 a GB
    config = {"masterConfig": _role(1), "workerConfig": _role(2)}
    found = priced(make(CLUSTER, inputs={"region": "us-central1", "clusterConfig": config}), region="us-central1")
    node = 0.194236 * 730 + 4 * 0.01 * 730 + 100 * 0.04
    assert f"{found.expected:.2f}" == f"{3 * node:.2f}"


def test_what_dataproc_chooses_is_named(make: Make, priced: Priced) -> None:
    found = priced(make(CLUSTER, inputs={"region": "us-central1"}), region="us-central1")
    assert [why for _, why in found.unpriced] == ["its machine type is Dataproc's choice"]
    odd = {"masterConfig": _role(0), "workerConfig": {"numInstances": 2, "machineType": "zz-9"}}
    found = priced(make(CLUSTER, inputs={"region": "us-central1", "clusterConfig": odd}), region="us-central1")
    assert [why for _, why in found.unpriced] == ["the vCPUs of zz-9 are not known"]
