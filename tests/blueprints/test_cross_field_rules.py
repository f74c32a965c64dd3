"""Area of concern: the rules that span fields of an accelerated stack, each with the blueprint that it refuses."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine, resolve
from stackwright.blueprints.load import load
from stackwright.blueprints.problems import SpecError
from stackwright.blueprints.sections import Compute
from stackwright.components.azure.gpu_nodes import AzureGpuNodesArgs, DriverOwner, MigProfile

FOLDER = Path(__file__).parent
REFUSED = {
    "1 spot has no reservation": ("broken/29-spot-with-reservation", "compute.reservation_id"),
    "2 a block is in one zone": ("broken/80-block-without-zone", "compute.capacity"),
    "2 a block has no placement group": ("broken/81-block-with-placement", "compute.placement_group"),
    "2 a block does not scale": ("broken/82-block-that-scales", "compute.nodes"),
    "2 a block is not everywhere": ("refused/05-capacity-block-on-azure", "compute.capacity"),
    "3 a reservation has a name and a zone": ("broken/30-reservation-unnamed", "compute.capacity"),
    "3 a reservation places its machines": ("broken/31-placement-with-reservation", "compute.placement_group"),
    "4 queued capacity is not there": ("broken/83-capacity-queued", "compute.capacity"),
    "5 flex start is not there": ("broken/84-capacity-flex-start", "compute.capacity"),
    "6 compact placement is for machines that take it": ("broken/64-compact-placement", "compute.placement_group"),
    "7 the number of nodes is fixed": ("broken/28-nodes-vary", "compute.nodes"),
    "7 the numbers of nodes rise": ("broken/85-nodes-out-of-order", "compute.nodes"),
    "9 a fabric needs its Kubernetes": ("broken/65-version-before-fabric", "cluster.version"),
    "10 a part of a GPU needs its Kubernetes": ("broken/66-version-before-part-of-gpu", "cluster.version"),
    "12 claims need their Kubernetes": ("broken/86-claims-on-an-old-version", "cluster.version"),
    "13 weights sum to 100": ("broken/52-weights", "endpoint.variants"),
    "13 variants have names of their own": ("broken/53-same-variant-twice", "endpoint.variants[1].name"),
    "14 the region is an allowed one": ("broken/87-region-not-allowed", "region"),
    "14 nodes are in a zone of the network": ("broken/32-zone-outside-network", "compute.zone"),
}
"""Rule of the catalogue: the blueprint, and the field that it is refused for."""
ELSEWHERE = {
    8: "several nodes without a fabric are slow and not wrong: a warning and a step, tests of `pools` and `next_steps`",
    11: "a blueprint names no owner of the driver and no part of a GPU: arguments of `AzureGpuNodes`, see below",
    15: "a price needs the whole plan: `budget.max_hourly_usd` is kept by the rules of cost, `tests/policies`",
}
"""Rules that no blueprint can break, with the reason and the place that shows them."""


@pytest.mark.parametrize(("file", "path"), REFUSED.values(), ids=REFUSED)
def test_a_blueprint_that_breaks_the_rule_is_refused_at_that_field(file: str, path: str) -> None:
    with pytest.raises(SpecError) as error:
        load(FOLDER / f"{file}.yaml", root=FOLDER)
    assert {problem.path for problem in error.value.problems} == {path}


def test_each_of_the_fifteen_rules_is_shown_or_has_its_reason() -> None:
    shown = {int(name.partition(" ")[0]) for name in REFUSED}
    assert shown | set(ELSEWHERE) == set(range(1, 16))
    assert shown & set(ELSEWHERE) == set()


def test_rule_11_is_not_for_a_blueprint_to_break() -> None:
    assert not {"driver", "mig", "gpu_profile", "os_sku"} & set(Compute.model_fields)


@pytest.mark.parametrize(
    ("knobs", "problem"),
    [
        ({"machine": machine("Standard_NV36ads_A10_v5", "azure"), "driver": DriverOwner.OPERATOR}, "GRID driver"),
        (
            {"machine": machine("Standard_ND96isr_MI300X_v5", "azure"), "driver": DriverOwner.AZURE},
            "no driver that AKS",
        ),
        ({"machine": resolve("T4:1", "azure"), "mig": MigProfile.MIG1G}, "not T4"),
        ({"machine": resolve("H200:8", "azure"), "mig": MigProfile.MIG1G}, "not H200"),
        ({"machine": resolve("H100:8", "azure"), "zone": "1,2"}, "zone"),
    ],
    ids=["GRID", "AMD", "T4 in parts", "H200 in parts", "two zones"],
)
def test_rule_11_one_owner_of_the_driver_parts_where_there_are_any_and_one_zone(
    knobs: dict[str, object], problem: str
) -> None:
    place = {"resource_group": "lab", "location": "eastus", "cluster_name": "c", "version": "1.34", "subnet_id": "/s"}
    with pytest.raises(ValidationError, match=problem):
        AzureGpuNodesArgs.model_validate({**place, "nodes": 2, **knobs})
