import pytest

from stackwright.components.gcp.gpu_nodes.capacity import checked, reservation
from stackwright.components.intents import Capacity, Purchase

RESERVED = Purchase(Capacity.RESERVATION, "h100-lab")


@pytest.mark.parametrize("name", ["h100-lab", "projects/other/reservations/h100-lab", "lab/reservationBlocks/lab-0001"])
def test_a_reservation_is_targeted_by_name(name: str) -> None:
    assert reservation(checked(Purchase(Capacity.RESERVATION, name))) == {
        "consume_reservation_type": "SPECIFIC_RESERVATION",
        "key": "compute.googleapis.com/reservation-name",
        "values": [name],
    }


@pytest.mark.parametrize("capacity", [Capacity.ON_DEMAND, Capacity.SPOT])
def test_other_machines_use_up_no_reservation(capacity: Capacity) -> None:
    assert reservation(checked(Purchase(capacity))) == {"consume_reservation_type": "NO_RESERVATION"}


@pytest.mark.parametrize("name", ["", "H100", "cr_1", "projects/x/h100"])
def test_what_names_no_reservation_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="reservation_id is needed for reservation"):
        checked(Purchase(Capacity.RESERVATION, name))


def test_a_reservation_that_is_not_used_is_refused() -> None:
    with pytest.raises(ValueError, match="not for spot"):
        checked(Purchase(Capacity.SPOT, "h100-lab"))


def test_capacity_blocks_are_refused_with_what_to_use() -> None:
    with pytest.raises(ValueError, match="use reservation"):
        checked(Purchase(Capacity.CAPACITY_BLOCK, "h100-lab"))
