"""How accelerated machines are bought: what a node pool says for each way."""

from pulumi_gcp import container

from stackwright.components.intents import Capacity, Purchase

_KEY = "compute.googleapis.com/reservation-name"


def reservation(purchase: Purchase) -> container.NodePoolNodeConfigReservationAffinityArgsDict:
    """The one reservation that nodes come from, or none: an open one would be used up unasked.

    https://cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations: it must be specifically targeted.
    """
    if purchase.capacity is not Capacity.RESERVATION:
        return {"consume_reservation_type": "NO_RESERVATION"}
    return {"consume_reservation_type": "SPECIFIC_RESERVATION", "key": _KEY, "values": [purchase.reservation_id]}
