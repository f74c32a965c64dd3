"""`stackwright.pricing.gcp.endpoints`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status

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
