"""A stack with its machines bought on other terms: what that costs, and what has no price so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stackwright.pricing.model import Estimate, LineItem, Range, Status, Term

Named = Mapping[str, tuple[str, ...]]
"""Names of components (or of resources in none), each with the machines that are meant."""


@dataclass(frozen=True)
class Bought:
    """The estimate of a stack whose machines are bought on one term, beside that of the stack as it is."""

    term: Term
    own: Estimate
    estimate: Estimate

    @cached_property
    def lacking(self) -> Named:
        """Machines without a dated price on the term."""
        return _named(item for item in self.estimate.items if item.term is self.term and item.status is Status.UNPRICED)

    @property
    def unknown(self) -> bool:
        """No machine has a dated price on the term."""
        bought = [item for item in self.estimate.items if item.term is self.term]
        return bool(bought) and not any(item.known for item in bought)

    @cached_property
    def kept(self) -> Named:
        """Machines that are not sold on the term, and stay as they are."""
        moved = {(item.urn, item.machine) for item in self.estimate.items if item.term is self.term}
        rest = (item for item in self.estimate.items if (item.urn, item.machine) not in moved)
        return _named(item for item in rest if item.machine and item.status is not Status.FREE)

    @cached_property
    def changed(self) -> Mapping[str, tuple[Range, Range]]:
        """Components whose machines have other costs: as they are, and on the term."""
        before, after = _sums(self.own), _sums(self.estimate)
        nothing = Range.of(0)
        names = dict.fromkeys((*after, *before, *self.lacking))
        both = {name: (before.get(name, nothing), after.get(name, nothing)) for name in names}
        return {name: pair for name, pair in both.items() if name in self.lacking or not _same(*pair)}

    @property
    def difference(self) -> float | None:
        """Change of the expected total, as a share; None where a machine has no price on the term."""
        if self.lacking or self.own.expected < 0.005:
            return None
        return self.estimate.expected / self.own.expected - 1

    def to_json(self) -> dict[str, Any]:
        """One term of `cost --compare --json`."""
        return {
            "term": self.term.value,
            **self.estimate.total.to_json(2),
            "at_least": self.estimate.at_least,
            "difference": None if self.difference is None else round(self.difference, 4),
            "components": [
                {"name": name, "own": own.to_json(2), **then.to_json(2), "at_least": name in self.lacking}
                for name, (own, then) in self.changed.items()
            ],
            "unpriced": _listed(self.lacking),
            "not_sold": _listed(self.kept),
        }


def compare(own: Estimate, terms: Iterable[Term], priced: Callable[[Term], Estimate]) -> Sequence[Bought]:
    """`own` beside what `priced` says for each of `terms`."""
    return [Bought(term, own, priced(term)) for term in dict.fromkeys(terms)]


def _name(item: LineItem) -> str:
    """The component of the item, or the resource where it is in none."""
    return item.component or item.urn.rpartition("::")[2]


def _sums(estimate: Estimate) -> Mapping[str, Range]:
    found: dict[str, Range] = {}
    for item in estimate.items:
        if item.cost:
            name, cost = _name(item), item.cost
            known = found.get(name, Range.of(0))
            found[name] = Range(known.low + cost.low, known.expected + cost.expected, known.high + cost.high)
    return dict(sorted(found.items(), key=lambda pair: (-pair[1].expected, pair[0])))


def _same(one: Range, other: Range) -> bool:
    return all(abs(getattr(one, name) - getattr(other, name)) < 0.005 for name in ("low", "expected", "high"))


def _named(items: Iterable[LineItem]) -> Named:
    found: dict[str, dict[str, None]] = {}
    for item in items:
        found.setdefault(_name(item), {})[item.machine] = None
    return {name: tuple(each) for name, each in found.items()}


def _listed(named: Named) -> list[dict[str, Any]]:
    return [{"component": name, "machines": list(machines)} for name, machines in named.items()]
