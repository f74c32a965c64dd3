import pytest

from stackwright.components.azure.gpu_nodes.capacity import checked, market
from stackwright.components.intents import Capacity, Purchase

GROUP = "/subscriptions/1/resourceGroups/lab/providers/Microsoft.Compute/capacityReservationGroups/gpus"


def test_a_reservation_names_its_group() -> None:
    bought = market(checked(Purchase(Capacity.RESERVATION, GROUP)))
    assert (bought.priority, bought.reservation_group) == ("Regular", GROUP)


@pytest.mark.parametrize(
    "given", ["", "cr-1", "/subscriptions/1/resourceGroups/lab", GROUP + "/capacityReservations/a"]
)
def test_a_reservation_without_its_group_is_refused(given: str) -> None:
    with pytest.raises(ValueError, match="the resource id of a capacity reservation group"):
        checked(Purchase(Capacity.RESERVATION, given))


@pytest.mark.parametrize("capacity", [Capacity.ON_DEMAND, Capacity.SPOT])
def test_a_group_that_would_not_be_used_is_refused(capacity: Capacity) -> None:
    with pytest.raises(ValueError, match="reservation_id is for reservation"):
        checked(Purchase(capacity, GROUP))


def test_capacity_blocks_are_refused_with_what_there_is() -> None:
    with pytest.raises(ValueError, match=r"sells no capacity blocks - use reservation"):
        checked(Purchase(Capacity.CAPACITY_BLOCK, "cr-1"))


def test_spot_pays_up_to_the_usual_price_and_leaves_no_disks() -> None:
    bought = market(checked(Purchase(Capacity.SPOT)))
    assert (bought.priority, bought.eviction, bought.max_price) == ("Spot", "Delete", -1)
    assert not {"max_surge", "max_unavailable"} & set(bought.upgrade)


@pytest.mark.parametrize("purchase", [Purchase(), Purchase(Capacity.RESERVATION, GROUP)])
def test_other_nodes_are_replaced_one_by_one_without_spare_machines(purchase: Purchase) -> None:
    bought = market(purchase)
    assert (bought.eviction, bought.max_price) == (None, None)
    assert bought.upgrade == {"max_surge": "0", "max_unavailable": "1", "drain_timeout_in_minutes": 60}
