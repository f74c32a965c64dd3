"""`stackwright.pricing.gcp.endpoints`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

MODEL = "pulumi-python:dynamic/vertex:Deployment"
GARDEN = "gcp:vertex/aiEndpointWithModelGardenDeployment:AiEndpointWithModelGardenDeployment"
SHARED = "gcp:vertex/aiDeploymentResourcePool:AiDeploymentResourcePool"


def _model(make: Make, **inputs: Any) -> Resource:
    fixed = {"machineType": "n1-standard-4", "minReplicaCount": 1, "maxReplicaCount": 3, "region": "us-central1"}
    return make(MODEL, inputs=fixed | inputs)


def test_replicas_range_from_the_least_to_the_most(make: Make, priced: Priced) -> None:
    # 0.219 a node-hour: the rate of predictions, not the 0.19 of the machine
    item = priced(_model(make), region="europe-west4").items[0]
    assert (item.quantity, item.unit_price) == (Range(730, 730, 3 * 730), 0.219)


def test_the_rate_of_the_machine_itself_is_never_taken(make: Make, priced: Priced) -> None:
    found = priced(_model(make, machineType="g2-standard-4"), region="us-central1")
    assert [item.status for item in found.items] == [Status.UNPRICED]
    assert "Vertex AI prediction g2-standard-4" in found.items[0].note
    assert found.at_least


def test_an_accelerator_that_is_attached_is_named(make: Make, priced: Priced) -> None:
    found = priced(_model(make, acceleratorType="NVIDIA_TESLA_T4"), region="us-central1")
    assert [why for _, why in found.unpriced] == ["no dated price for NVIDIA_TESLA_T4 that serves predictions"]


@pytest.mark.parametrize("name", ["machineType", "minReplicaCount"])
def test_what_is_not_known_is_an_unknown_cost(make: Make, priced: Priced, name: str) -> None:
    found = priced(_model(make, **{name: UNKNOWN}), region="us-central1")
    assert [item.note for item in found.items] == [f"`{name}` is not known before deployment"]


def test_the_machines_of_the_garden_and_of_a_pool_are_read_where_they_are(make: Make, priced: Priced) -> None:
    own = {"machineSpec": {"machineType": "n1-standard-4"}, "minReplicaCount": 2}
    garden = make(GARDEN, "g", {"deployConfig": {"dedicatedResources": own}})
    found = priced(garden, make(SHARED, "p", {"dedicatedResources": own}), region="us-central1")
    assert [item.quantity for item in found.items] == [Range.of(2 * 730)] * 2
    assert priced(make(GARDEN), region="us-central1").at_least


FEATURES = "gcp:vertex/aiFeatureOnlineStore:AiFeatureOnlineStore"
VECTORS = "gcp:vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex"
NOTEBOOK = "gcp:workbench/instance:Instance"


def test_a_feature_store_is_one_node_or_those_of_its_scaling(make: Make, priced: Priced) -> None:
    small = priced(make(FEATURES, inputs={"optimized": {}}), region="us-central1")
    assert (small.items[0].unit_price, small.items[0].quantity) == (0.3, Range.of(730))
    large = make(FEATURES, inputs={"bigtable": {"autoScaling": {"minNodeCount": 1, "maxNodeCount": 4}}})
    found = priced(large, region="us-central1")
    assert (found.items[0].unit_price, found.items[0].quantity) == (0.94, Range(730, 730, 2920))
    assert [why for _, why in found.unpriced] == ["no assumption is made of what a feature store holds"]
    waits = priced(make(FEATURES, inputs={"bigtable": UNKNOWN}), region="us-central1")
    assert waits.items[0].note == "`bigtable.autoScaling` is not known before deployment"


def _vectors(make: Make, machine: str, **more: Any) -> Resource:
    own = {"machineSpec": {"machineType": machine}, "minReplicaCount": 2} | more
    return make(VECTORS, inputs={"dedicatedResources": own})


def test_an_index_is_served_by_replicas_of_its_machine(make: Make, priced: Priced) -> None:
    item = priced(_vectors(make, "e2-standard-2", maxReplicaCount=3), region="us-central1").items[0]
    assert (item.unit_price, item.quantity) == (0.0938084, Range(1460, 1460, 2190))


@pytest.mark.parametrize(
    ("machine", "more", "reason"),
    [
        ("n2d-standard-32", {}, "no dated price for n2d-standard-32 that serves vectors"),
        ("", {}, "the machine type is chosen by the size of the index's shards"),
        (
            "e2-standard-2",
            {"minReplicaCount": UNKNOWN},
            "`dedicatedResources.minReplicaCount` is not known before deployment",
        ),
    ],
)
def test_what_serves_vectors_without_a_price_is_named(
    make: Make, priced: Priced, machine: str, more: dict[str, Any], reason: str
) -> None:
    assert [why for _, why in priced(_vectors(make, machine, **more), region="us-central1").unpriced] == [reason]


def test_a_notebook_is_its_vcpus_memory_and_disks(make: Make, priced: Priced) -> None:
    # n1-standard-4: 4 vCPUs at 0.0442554, 15 GiB at 0.0059318; pd-balanced 0.1 a GB
    disks = {each: {"diskSizeGb": "100", "diskType": "PD_BALANCED"} for each in ("bootDisk", "dataDisks")}
    setup = {"machineType": "n1-standard-4"} | disks
    found = priced(make(NOTEBOOK, inputs={"gceSetup": setup, "location": "us-central1-a"}), region="us-central1")
    assert (f"{found.expected:.2f}", found.coverage) == ("214.18", 1)
    part = Usage().with_values({"machine_hours": Range(217, 217, 730)})
    business = priced(make(NOTEBOOK, inputs={"gceSetup": setup}), region="us-central1", usage=part)
    assert business.expected < found.expected == pytest.approx(business.high)


def test_what_a_notebook_has_no_price_for_is_named(make: Make, priced: Priced) -> None:
    setup = {"machineType": "g2-standard-4", "acceleratorConfigs": [{"type": "NVIDIA_L4"}]}
    found = priced(make(NOTEBOOK, inputs={"gceSetup": setup}), region="us-central1")
    assert [why for _, why in found.unpriced] == [
        "no dated price for notebooks on g2-standard-4",
        "no dated price for accelerators of notebooks",
        "the size of the disk is not stated",
    ]
