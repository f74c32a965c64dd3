"""`stackwright.pricing.azure.endpoints`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status
from stackwright.pricing.prices import Key, Price, load

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

DEPLOYMENT = "azure-native:machinelearningservices:OnlineDeployment"
COMPUTE = "azure-native:machinelearningservices:Compute"
SCALING = "azure-native:monitor:AutoscaleSetting"
WORKSPACE = "azure-native:machinelearningservices:Workspace"
A100 = "Standard_NC24ads_A100_v4"


def _deployment(make: Make, **inputs: Any) -> Resource:
    return make(DEPLOYMENT, "d", {"properties": {"instanceType": A100}, "sku": {"capacity": 2}} | inputs)


def test_the_rate_of_a_virtual_machine_is_never_taken(make: Make, priced: Priced) -> None:
    item = priced(_deployment(make), region="eastus").items[0]
    assert (item.status, item.quantity) == (Status.UNPRICED, Range.of(2 * 730))
    assert item.note == f"no dated price for Azure ML endpoints {A100} (instance-hour) in eastus"


def test_instances_range_as_they_are_scaled(make: Make, priced: Priced) -> None:
    one = _deployment(make)
    bounds = {"profiles": [{"capacity": {"minimum": "1", "maximum": "4", "default": "2"}}]}
    scaling = make(SCALING, "s", bounds, wires={"targetResourceUri": [one]})
    rate = Price("eastus", Key("Azure ML endpoints", A100, "instance-hour"), 4.0, "a row of this test", "2026-01-01")
    found = priced(one, scaling, region="eastus", prices=load("azure").also(rate))
    assert (found.low, found.expected, found.high) == (730 * 4, 2 * 730 * 4, 4 * 730 * 4)


@pytest.mark.parametrize(
    ("inputs", "missing"),
    [({"properties": UNKNOWN}, "properties.instanceType"), ({"sku": {"capacity": UNKNOWN}}, "sku.capacity")],
)
def test_what_is_not_known_is_an_unknown_cost(make: Make, priced: Priced, inputs: dict[str, Any], missing: str) -> None:
    found = priced(_deployment(make, **inputs), region="eastus")
    assert [item.note for item in found.items] == [f"`{missing}` is not known before deployment"]


@pytest.mark.parametrize(
    ("more", "nodes"), [({"scaleSettings": {"minNodeCount": 0, "maxNodeCount": 3}}, Range(0, 1, 3)), ({}, Range.of(1))]
)
def test_nodes_of_a_compute_range_to_its_most(make: Make, priced: Priced, more: dict[str, Any], nodes: Range) -> None:
    found = priced(make(COMPUTE, inputs={"properties": {"properties": {"vmSize": A100} | more}}), region="eastus")
    assert [item.quantity for item in found.items] == [nodes * 730]


def test_a_workspace_is_free_but_for_its_managed_network(make: Make, priced: Priced) -> None:
    assert priced(make(WORKSPACE), region="eastus").coverage == 1
    managed = make(WORKSPACE, inputs={"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"}})
    assert [item.status for item in priced(managed, region="eastus").items] == [Status.UNPRICED]
