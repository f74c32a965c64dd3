"""Machines with accelerators in an estimate: which, where, how many, and for how many hours."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from stackwright.accelerators.catalog import NoMachine, machines
from stackwright.accelerators.machines import Machine
from stackwright.plan.graph import Graph
from stackwright.pricing.bill import Stack, table_of
from stackwright.pricing.model import HOURS, Estimate, LineItem, Range, Term
from stackwright.pricing.terms import SERVICES
from stackwright.pricing.usage import DEFAULT

_BY_ACCELERATOR = ("accelerator-hour", "accelerator-month", "chip-hour", "chip-month")


@dataclass(frozen=True, slots=True)
class Pool:
    """Machines of one type that one resource has."""

    urn: str
    region: str
    machine: Machine
    term: Term
    seller: str
    """Service that sells the machines, as the price table calls it."""
    unit: str
    machines: Range
    """How many run at once."""
    hours: Range
    """Hours a month of all of them together."""

    @property
    def managed(self) -> bool:
        """A service runs the machines, at rates of its own."""
        return self.seller not in SERVICES

    @property
    def name(self) -> str:
        """Machine type as it is called where it runs."""
        return self.machine.managed_name if self.managed else self.machine.name

    @property
    def accelerator_hours(self) -> Range:
        """Hours a month of all accelerators together."""
        return self.hours * self.machine.accelerator_count


def pools(graph: Graph, estimate: Estimate, *, region: str) -> Sequence[Pool]:
    """Pools of accelerators in the order of the graph; `region` is that of the stack."""
    stack = Stack(graph, region=region, prices=None, usage=DEFAULT, expected_nodes={})
    items = [item for item in estimate.items if item.machine and item.quantity and item.urn in graph.by_urn]
    return [
        pool
        for (urn, _), found in groupby(items, key=lambda item: (item.urn, item.machine))
        for pool in _pool(list(found), stack.region_of(graph.by_urn[urn]), table_of(graph.by_urn[urn]))
    ]


def _pool(items: Sequence[LineItem], region: str, cloud: str) -> Iterator[Pool]:
    machine = _machine(items, cloud)
    if machine is None:
        return
    apart = [item for item in items if item.unit in _BY_ACCELERATOR]
    counted = apart or items
    number = machine.accelerator_count if apart else 1
    hours = _sum(item.quantity * (_hours(item.unit) / number) for item in counted if item.quantity)
    if not hours.high:
        return
    first = counted[0]
    running = _sum(item.machines for item in counted if item.machines)
    yield Pool(first.urn, region, machine, first.term or Term.ON_DEMAND, items[0].seller, first.unit, running, hours)


def _machine(items: Sequence[LineItem], cloud: str) -> Machine | None:
    """The machine with its accelerators: of several rows of one name, the one whose GPUs the items charge."""
    name = items[0].machine.removeprefix("ml.").lower()
    try:
        rows = [each for each in machines(cloud) if each.name.lower() == name and each.accelerator]
    except NoMachine:
        return None
    charged = {item.dimension.partition(" ")[0] for item in items}
    attached = [each for each in rows if each.api_name in charged]
    if attached:
        count = _attached(items)
        return next((each for each in attached if each.accelerator_count == count), None)
    return None if any(name.startswith("n1-") for _ in rows) else next(iter(rows), None)


def _attached(items: Iterable[LineItem]) -> float:
    """GPUs that are attached to each machine, by what is charged for both."""
    quantities = {item.unit: item.quantity.high for item in items if item.quantity and item.quantity.high}
    machine = quantities.get("hour", quantities.get("machine-month", 0))
    gpus = quantities.get("accelerator-hour", quantities.get("accelerator-month", 0))
    return round(gpus / machine) if machine else 0


def _hours(unit: str) -> float:
    return HOURS if unit.endswith("month") else 1


def _sum(parts: Iterable[Range]) -> Range:
    found = list(parts)
    return Range(*(sum(getattr(each, name) for each in found) for name in ("low", "expected", "high")))
