"""What else would do the work of a pool of accelerators: machine types, regions and clouds that have a dated price."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from stackwright.accelerators.catalog import machines
from stackwright.accelerators.machines import Machine
from stackwright.pricing.aws.compute import rate as _aws
from stackwright.pricing.aws.endpoints import hosting
from stackwright.pricing.azure.compute import rate as _azure
from stackwright.pricing.azure.endpoints import serving
from stackwright.pricing.gcp.compute import rates_of as _gcp
from stackwright.pricing.gcp.endpoints import prediction
from stackwright.pricing.model import HOURS, Term
from stackwright.pricing.pools import Pool
from stackwright.pricing.prices import Key, Prices, load
from stackwright.pricing.terms import Rate, managed

Rates = Callable[[Machine], Sequence[Rate]]

_PLAIN: Final[Mapping[str, Rates]] = {
    "aws": lambda each: [_aws(each.name)],
    "gcp": _gcp,
    "azure": lambda each: [_azure(each.name)],
}
_SERVED: Final[Mapping[str, Rates]] = {
    "aws": lambda each: [managed(hosting(each.managed_name))] if each.managed_name else [],
    "gcp": lambda each: [] if each.name.startswith("n1-") else [managed(prediction(each.name))],
    "azure": lambda each: [managed(serving(each.managed_name))] if each.managed_name else [],
}
_SERVING: Final = ("SageMaker Hosting", "Vertex AI prediction", "Azure ML endpoints")
"""Services that serve a model each on its cloud; what another managed service does is only compared with itself."""


def _rates(pool: Pool) -> Mapping[str, Rates]:
    """How machines are charged that could do the work of `pool`, by cloud."""
    if not pool.managed:
        return _PLAIN
    if pool.seller in _SERVING:
        return _SERVED
    return {
        pool.machine.cloud: lambda each: (
            [managed(Key(pool.seller, each.managed_name, pool.unit))] if each.managed_name else []
        )
    }


@dataclass(frozen=True, slots=True)
class Offer:
    """As many machines of one type in one region as hold what a pool holds."""

    machine: Machine
    region: str
    count: int
    hourly: float
    """Rate of one machine."""
    monthly: float
    """Expected cost of all for as many hours as those of the pool are on."""
    as_of: str
    """Date of the oldest price in it."""
    own: bool
    smaller: bool
    """Each accelerator has less memory than those of the pool; all together they have no less."""
    managed: bool = False
    """A service runs it, at a rate of its own."""

    @property
    def name(self) -> str:
        """Machine type as it is called where it runs."""
        return self.machine.managed_name if self.managed else self.machine.name

    @property
    def by_accelerator(self) -> float:
        """Rate of one accelerator."""
        return self.hourly / self.machine.accelerator_count

    def to_json(self, own: float | None) -> dict[str, Any]:
        """The offer beside what the pool costs itself."""
        return {
            "cloud": self.machine.cloud,
            "region": self.region,
            "machine": self.name,
            "count": self.count,
            "accelerator": self.machine.accelerator,
            "accelerators": self.machine.accelerator_count,
            "accelerator_memory_gib": self.machine.accelerator_memory_gib,
            "fabric_interfaces": self.machine.fabric_interfaces,
            "accelerator_hour": round(self.by_accelerator, 6),
            "machine_hour": round(self.hourly, 6),
            "month": round(self.monthly, 2),
            "difference": None if own is None else round(self.monthly - own, 2),
            "as_of": self.as_of,
            "own": self.own,
            "smaller_accelerators": self.smaller,
        }


@dataclass(frozen=True, slots=True)
class Alternatives:
    """What one pool could be instead, the cheapest month first."""

    pool: Pool
    offers: tuple[Offer, ...]

    @property
    def own(self) -> Offer | None:
        """What the pool is; None where that has no dated price."""
        return next((each for each in self.offers if each.own), None)

    def to_json(self) -> dict[str, Any]:
        """The pool and every offer."""
        own, pool = self.own, self.pool
        return {
            "urn": pool.urn,
            "term": pool.term.value,
            "machine": pool.name,
            "region": pool.region,
            "count": pool.machines.to_json(),
            "offers": [each.to_json(own.monthly if own else None) for each in self.offers],
        }


def alternatives(pool: Pool, prices: Callable[[str], Prices] = load) -> Alternatives:
    """Machines with the accelerator memory of those of `pool` or more, bought on the same term."""
    rates = _rates(pool)
    found = [each for cloud in rates for each in _offers(pool, cloud, rates[cloud], prices(cloud))]
    return Alternatives(pool, tuple(sorted(found, key=_rank)))


def _rank(offer: Offer) -> tuple[float, float, bool, str, str]:
    return round(offer.monthly, 2), offer.by_accelerator, not offer.own, offer.machine.name, offer.region


def _offers(pool: Pool, cloud: str, rates: Rates, prices: Prices) -> Iterator[Offer]:
    needed = _memory(pool.machine)
    number = pool.machines.expected or pool.machines.high or 1
    hours = (pool.hours.expected / pool.machines.expected) if pool.machines.expected else HOURS
    for each in machines(cloud):
        if not each.accelerator or _memory(each) < needed:
            continue
        count = ceil(number * needed / _memory(each))
        for region in prices.regions:
            rate = _hourly(rates(each), pool.term, prices, region)
            if rate:
                yield Offer(
                    machine=each,
                    region=region,
                    count=count,
                    hourly=rate[0],
                    monthly=count * hours * rate[0],
                    as_of=rate[1],
                    own=each == pool.machine and region == pool.region,
                    managed=pool.managed,
                    smaller=each.accelerator_memory_gib < pool.machine.accelerator_memory_gib,
                )


def _memory(machine: Machine) -> float:
    return machine.accelerator_count * machine.accelerator_memory_gib


def _hourly(rates: Sequence[Rate], term: Term, prices: Prices, region: str) -> tuple[float, str] | None:
    """Rate of an hour and the date of its oldest row; None unless every part has a row in `region`."""
    charges = [rate.charges.get(term) for rate in rates]
    rows = [charge and prices.find(region, charge.key) for charge in charges]
    known = [(charge, row) for charge, row in zip(charges, rows, strict=True) if charge and row]
    if not known or len(known) < len(rates):
        return None
    total = sum(row.usd * charge.units / (HOURS if charge.monthly else 1) for charge, row in known)
    return total, min(row.as_of for _, row in known)
