import pytest

from stackwright.components.azure.gpu_nodes.capacity import market
from stackwright.components.intents import Capacity, Purchase

GROUP = "/subscriptions/1/resourceGroups/lab/providers/Microsoft.Compute/capacityReservationGroups/gpus"


def test_a_reservation_names_its_group() -> None:
    bought = market(Purchase(Capacity.RESERVATION, GROUP))
    assert (bought.priority, bought.reservation_group) == ("Regular", GROUP)


def test_spot_pays_up_to_the_usual_price_and_leaves_no_disks() -> None:
    bought = market(Purchase(Capacity.SPOT))
    assert (bought.priority, bought.eviction, bought.max_price) == ("Spot", "Delete", -1)
    assert not {"max_surge", "max_unavailable"} & set(bought.upgrade)


@pytest.mark.parametrize("purchase", [Purchase(), Purchase(Capacity.RESERVATION, GROUP)])
def test_other_nodes_are_replaced_one_by_one_without_spare_machines(purchase: Purchase) -> None:
    bought = market(purchase)
    assert (bought.eviction, bought.max_price) == (None, None)
    assert bought.upgrade == {"max_surge": "0", "max_unavailable": "1", "drain_timeout_in_minutes": 60}
