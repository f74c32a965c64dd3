"""What hours of machines are called in the price table, by cloud and by the term on which they are bought."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from stackwright.pricing.model import Term
from stackwright.pricing.prices import Key

MONTHLY: Final = "month"
HOURLY: Final = "hour"
COMMITTED: Final = (Term.RESERVED, Term.RESERVED_3Y)
"""Terms that are paid for every hour, used or not."""

SERVICES: Final[Mapping[str, Mapping[Term, str]]] = {
    "EC2": {
        Term.ON_DEMAND: "EC2",
        Term.SPOT: "EC2 Spot",
        Term.RESERVED: "EC2 Reserved 1y",
        Term.RESERVED_3Y: "EC2 Reserved 3y",
        Term.CAPACITY_BLOCK: "EC2 Capacity Blocks",
    },
    "Compute Engine": {
        Term.ON_DEMAND: "Compute Engine",
        Term.SPOT: "Compute Engine Spot",
        Term.RESERVED: "Compute Engine Commitment 1y",
        Term.RESERVED_3Y: "Compute Engine Commitment 3y",
    },
    "Cloud TPU": {
        Term.ON_DEMAND: "Cloud TPU",
        Term.SPOT: "Cloud TPU Spot",
        Term.RESERVED: "Cloud TPU Commitment 1y",
        Term.RESERVED_3Y: "Cloud TPU Commitment 3y",
    },
    "Virtual Machines": {
        Term.ON_DEMAND: "Virtual Machines",
        Term.SPOT: "Virtual Machines Spot",
        Term.RESERVED: "Virtual Machines Reservation 1y",
        Term.RESERVED_3Y: "Virtual Machines Reservation 3y",
    },
}
"""Services of the price table by the one that sells the same on demand."""

_BY_MONTH: Final = ("Compute Engine", "Cloud TPU", "Virtual Machines")
"""Services whose commitments are listed by the month; AWS lists an effective hour."""


@dataclass(frozen=True, slots=True)
class Charge:
    """How one machine is charged on one term: the key, and units of it for each hour (or month) of the machine."""

    key: Key
    units: float = 1

    @property
    def monthly(self) -> bool:
        """The unit is a whole month."""
        return self.key.unit.endswith(MONTHLY)


@dataclass(frozen=True, slots=True)
class Rate:
    """What is charged for one machine on every term that it is sold on: itself, or a part that is billed apart."""

    what: str
    charges: Mapping[Term, Charge]

    def without(self, *terms: Term) -> "Rate":
        """The rate where it cannot be bought on `terms`."""
        return Rate(self.what, {term: each for term, each in self.charges.items() if term not in terms})


def rate_of(service: str, dimension: str, *, what: str = "", unit: str = "hour", units: float = 1) -> Rate:
    """Rate of `dimension` on every term of `service`; `unit` is that of an hour: `hour`, `chip-hour`."""
    thing = unit.removesuffix(HOURLY) or "machine-"
    charges = {
        term: Charge(
            Key(name, dimension, f"{thing}{MONTHLY}" if term in COMMITTED and service in _BY_MONTH else unit), units
        )
        for term, name in SERVICES[service].items()
        if term is not Term.CAPACITY_BLOCK
    }
    return Rate(what or dimension, charges)


def managed(key: Key) -> Rate:
    """Rate of a machine that a managed service runs, which sells it on demand only."""
    return Rate(key.dimension, {Term.ON_DEMAND: Charge(key)})
