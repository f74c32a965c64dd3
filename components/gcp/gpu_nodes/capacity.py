"""How accelerated machines are bought: what a node pool says for each way."""

import re

from pulumi_gcp import container

from stackwright.components.intents import Capacity, Purchase

_RESERVATION = re.compile(
    r"(projects/[a-z0-9:.-]+/reservations/)?[a-z]([a-z0-9-]{0,61}[a-z0-9])?(/reservationBlocks/\S+)?"
)
_KEY = "compute.googleapis.com/reservation-name"


def checked(purchase: Purchase) -> Purchase:
    """`purchase`, if it names a reservation exactly when it is made from one, and is of a kind that Google sells."""
    found, given = purchase.capacity, purchase.reservation_id
    if found is Capacity.CAPACITY_BLOCK:
        raise ValueError("capacity_block is not sold on Google Cloud - use reservation")
    if found is Capacity.RESERVATION and not _RESERVATION.fullmatch(given):
        raise ValueError(
            "reservation_id is needed for reservation: its name, or `projects/<project>/reservations/<name>`"
        )
    if found is not Capacity.RESERVATION and given:
        raise ValueError(f"reservation_id is for reservation, not for {found}")
    return purchase


def reservation(purchase: Purchase) -> container.NodePoolNodeConfigReservationAffinityArgsDict:
    """The one reservation that nodes come from, or none: an open one would be used up unasked.

    https://cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations: it must be specifically targeted.
    """
    if purchase.capacity is not Capacity.RESERVATION:
        return {"consume_reservation_type": "NO_RESERVATION"}
    return {"consume_reservation_type": "SPECIFIC_RESERVATION", "key": _KEY, "values": [purchase.reservation_id]}
