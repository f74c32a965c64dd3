"""Area of concern: one check of machines and of how they are bought, and one set of labels, for all clouds."""

import re
from dataclasses import replace

import pytest

from stackwright.accelerators.catalog import resolve
from stackwright.components import pools
from stackwright.components.intents import Capacity, Purchase
from stackwright.components.limits import Feature, limit

L4 = resolve("L4:1", "aws")
RESOURCES = {"nvidia": "nvidia.com/gpu"}
FORMS = {Capacity.RESERVATION: pools.Reserved(re.compile("r-.+"), "its id (`r-…`)")}


def test_a_machine_is_of_the_cloud_and_of_a_known_maker() -> None:
    assert pools.accelerated(L4, "aws", "AWS", RESOURCES) is L4
    for stranger in (replace(L4, cloud="gcp"), replace(L4, family="tpu"), replace(L4, family="")):
        with pytest.raises(ValueError, match=f"{L4.name} is not a machine of AWS with accelerators"):
            pools.accelerated(stranger, "aws", "AWS", RESOURCES)


@pytest.mark.parametrize(
    "purchase", [Purchase(), Purchase(Capacity.SPOT), Purchase(Capacity.RESERVATION, "r-1")], ids=str
)
def test_a_reservation_is_named_exactly_when_machines_come_from_one(purchase: Purchase) -> None:
    assert pools.bought(purchase, "gcp", FORMS) is purchase


@pytest.mark.parametrize("given", ["", "{}", "x-1"])
def test_what_names_no_reservation_is_refused_with_what_does(given: str) -> None:
    with pytest.raises(ValueError, match=re.escape("reservation_id is needed for reservation: its id (`r-…`)")):
        pools.bought(Purchase(Capacity.RESERVATION, given), "gcp", FORMS)


def test_a_reservation_that_is_not_used_is_refused() -> None:
    with pytest.raises(ValueError, match="reservation_id is for reservation, not for spot"):
        pools.bought(Purchase(Capacity.SPOT, "r-1"), "gcp", FORMS)


@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_what_a_cloud_does_not_sell_is_refused_as_its_limits_say(cloud: str) -> None:
    found = limit(cloud, Feature.CAPACITY_BLOCK)
    assert found is not None
    with pytest.raises(ValueError, match=re.escape(f"{found.reason} - {found.instead}")):
        pools.bought(Purchase(Capacity.CAPACITY_BLOCK, "cr-1"), cloud, FORMS)


@pytest.mark.parametrize("capacity", sorted(pools.RESERVED))
def test_reserved_machines_are_placed_already(capacity: Capacity) -> None:
    with pytest.raises(ValueError, match=f"placement_group does not go with {capacity} - leave it out"):
        pools.placed(True, Purchase(capacity, "cr-1"))
    assert pools.placed(False, Purchase(capacity, "cr-1")) is pools.placed(True, Purchase(Capacity.SPOT)) is None


def test_nodes_carry_what_they_have_and_how_it_was_bought() -> None:
    assert pools.labels(L4, Purchase(Capacity.SPOT), "nvidia.com/gpu") == {
        "nvidia.com/gpu.present": "true",
        "stackwright/accelerator": "L4",
        "stackwright/capacity": "spot",
    }


@pytest.mark.parametrize("accelerator", ["L4-1/8", "A10-1/6"])
def test_a_part_of_a_gpu_has_a_label_that_kubernetes_takes(accelerator: str) -> None:
    label = pools.labels(replace(L4, accelerator=accelerator), Purchase(), "x")["stackwright/accelerator"]
    # https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
    assert re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?", label)
