import pytest

from stackwright.components.gcp.gpu_nodes.capacity import reservation
from stackwright.components.intents import Capacity, Purchase


@pytest.mark.parametrize("name", ["h100-lab", "projects/other/reservations/h100-lab", "lab/reservationBlocks/lab-0001"])
def test_a_reservation_is_targeted_by_name(name: str) -> None:
    assert reservation(Purchase(Capacity.RESERVATION, name)) == {
        "consume_reservation_type": "SPECIFIC_RESERVATION",
        "key": "compute.googleapis.com/reservation-name",
        "values": [name],
    }


@pytest.mark.parametrize("capacity", [Capacity.ON_DEMAND, Capacity.SPOT])
def test_other_machines_use_up_no_reservation(capacity: Capacity) -> None:
    assert reservation(Purchase(capacity)) == {"consume_reservation_type": "NO_RESERVATION"}
