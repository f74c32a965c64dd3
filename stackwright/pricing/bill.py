"""What a pricing decision sees: one resource, the stack around it, the price table, and ways to write line items."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from math import inf, isfinite
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.pricing.model import Basis, LineItem, Range, Status, Term
from stackwright.pricing.prices import Key, Price, Prices, Tables, load
from stackwright.pricing.usage import Usage

_PLACES: Mapping[str, tuple[str, ...]] = {
    "aws": ("region",),
    "gcp": ("region", "location", "zone"),
    "azure-native": ("location",),
    "pulumi-python": ("region",),
}
"""Inputs that say where a resource is, by package."""

_OWNERS: Mapping[str, str] = {
    "gcp:kms/cryptoKey:CryptoKey": "keyRing",
    "gcp:bigquery/table:Table": "datasetId",
    "azure-native:cognitiveservices:Deployment": "accountName",
    "azure-native:containerservice:AgentPool": "resourceName",
    "azure-native:keyvault:Key": "vaultName",
    "azure-native:storage:FileShare": "accountName",
}
"""Property that names what a resource without a place of its own is in."""

_TABLES: Mapping[str, str] = {"azure-native": "azure", "pulumi-python": "gcp"}
"""Price table of a package, where it is not called like it; dynamic resources are Vertex AI's."""


def _region(place: str) -> str:
    """`place` as a region: `us-central1-a` is in us-central1, `East US` is eastus, `US-CENTRAL1` is us-central1."""
    plain = place.rpartition("/")[2].replace(" ", "").lower()
    zone = re.fullmatch(r"([a-z]+-[a-z]+\d+)-[a-z]+\d*[a-z]?", plain)
    return zone[1] if zone else plain


def table_of(resource: Resource) -> str:
    """Name of the price table of `resource`: the cloud that it is on."""
    package = resource.provider_package
    return _TABLES.get(package, package)


class Stack:
    """What all bills of one estimate share."""

    def __init__(
        self,
        graph: Graph,
        *,
        region: str,
        prices: Prices | Tables | None,
        usage: Usage,
        expected_nodes: Mapping[str, float],
        term: Term | None = None,
    ) -> None:
        self.graph = graph
        self.region = region
        self._prices = prices
        self.usage = usage
        self.expected_nodes = expected_nodes
        self.term = term
        """How machines are bought instead of as the graph says, where they are sold so."""
        self.assumed: dict[str, None] = {}
        """Assumptions that were needed, in order."""
        self._components: dict[str, str] = {}

    def component(self, resource: Resource) -> str:
        """Logical name of the outermost component around `resource`, empty at the top level."""
        names = self._components
        if resource.parent not in names:
            found = self.graph.component(resource)
            names[resource.parent] = found.name if found else ""
        return names[resource.parent]

    def region_of(self, resource: Resource) -> str:
        """Region of `resource`: its own or its owner's, its provider's, or the stack's."""
        owners = self.graph.wired(resource, _OWNERS.get(resource.type, ""))
        for inputs in (resource.inputs, *(owner.inputs for owner in owners), self.graph.provider_inputs(resource)):
            for name in _PLACES.get(resource.provider_package, ()):
                place = inputs.get(name)
                if isinstance(place, str) and place:
                    return _region(place)
        return self.region

    def prices_of(self, resource: Resource) -> Prices:
        """Price table that `resource` is billed from: the caller's one for all, or that of its provider."""
        return self._prices if isinstance(self._prices, Prices) else (self._prices or load)(table_of(resource))

    @cached_property
    def _ordinals(self) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        found: dict[str, int] = {}
        for each in self.graph:
            found[each.urn] = counts.get(each.type, 0)
            counts[each.type] = found[each.urn] + 1
        return found

    def ordinal(self, resource: Resource) -> int:
        """Place of `resource` among those of its type, from 0."""
        return self._ordinals[resource.urn]

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], Resource]:
        found: dict[tuple[str, str], Resource] = {}
        for each in self.graph:
            for name in (each.inputs.get("name"), each.id):
                if isinstance(name, str) and name:
                    found.setdefault((each.type, name), each)
        return found

    def wired(self, resource: Resource, property: str, token: str, *names: Any) -> Resource | None:
        """The resource of type `token` that `property` was made from, or whose id or name is in `names`."""
        for each in self.graph.wired(resource, property):
            if each.type == token:
                return each
        literal = (self._by_name.get((token, name)) for name in names if isinstance(name, str))
        return next((each for each in literal if each), None)


@dataclass(frozen=True, slots=True)
class Bill:
    """One resource on its way to line items."""

    resource: Resource
    stack: Stack
    region: str = field(init=False)
    prices: Prices = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "region", self.stack.region_of(self.resource))
        object.__setattr__(self, "prices", self.stack.prices_of(self.resource))

    def get(self, path: str) -> Any:
        """Value of the resource at `path`, `UNKNOWN` or `MISSING`."""
        return self.resource.get(path)

    def text(self, path: str, default: str = "") -> str | None:
        """Text at `path`, `default` when it is not set, None when it is not known before deployment."""
        value = self.get(path)
        if value is MISSING:
            return default
        return None if value is UNKNOWN else str(value)

    def number(self, path: str, default: float | None = None) -> float | None:
        """Number at `path`, `default` when it is not set, None when it is not known before deployment."""
        value = self.get(path)
        return default if value is MISSING else as_number(value)

    def priced(
        self,
        key: Key,
        quantity: Range,
        *,
        dimension: str = "",
        note: str = "",
        basis: Basis = Basis.PROVISIONED,
    ) -> LineItem:
        """`quantity` of `key` at the dated price, or an unpriced item when there is none."""
        row = self.prices.find(self.region, key)
        if row is None:
            reason = f"no dated price for {key.service} {key.dimension} ({key.unit}) in {self.region}"
            return self._item(dimension or key.dimension, quantity, key.unit, Status.UNPRICED, basis=basis, note=reason)
        return self._at(row, quantity, dimension or key.dimension, basis, note)

    def tiered(
        self, key: Key, quantity: Range, *, dimension: str = "", note: str = "", basis: Basis = Basis.PROVISIONED
    ) -> Iterable[LineItem]:
        """`quantity` of `key`, each part at the rate of its tier; the tiers are counted for this resource alone."""
        name = dimension or key.dimension
        rows = self.prices.tiers(self.region, key)
        for row, above in zip(rows, (*(each.above for each in rows[1:]), inf), strict=False):
            part = quantity.above(row.above, above)
            if part.high or not row.above:
                yield self._at(row, part, f"{name} above {row.above:,g}" if row.above else name, basis, note)
        if not rows:
            yield self.priced(key, quantity, dimension=dimension, note=note, basis=basis)

    def _at(self, row: Price, quantity: Range, dimension: str, basis: Basis, note: str) -> LineItem:
        return self._item(
            dimension,
            quantity,
            row.key.unit,
            Status.PRICED,
            unit_price=row.usd,
            source=row.source,
            as_of=row.as_of,
            basis=basis,
            note=note,
        )

    def used(self, key: Key, assumption: str, *, times: float | Range = 1.0, dimension: str = "") -> LineItem:
        """The usage profile's `assumption` of `key`, at the dated price."""
        quantity: Range = getattr(self.stack.usage, assumption)
        return self.priced(
            key, quantity * times, dimension=dimension, basis=Basis.ASSUMED, note=self.assume(assumption)
        )

    def used_in_tiers(self, key: Key, assumption: str, *, times: float | Range = 1.0) -> Iterable[LineItem]:
        """The usage profile's `assumption` of `key`, each part at the rate of its tier."""
        quantity: Range = getattr(self.stack.usage, assumption)
        return self.tiered(key, quantity * times, basis=Basis.ASSUMED, note=self.assume(assumption))

    def assume(self, assumption: str) -> str:
        """Note that `assumption` of the usage profile is needed, and its words."""
        says = self.stack.usage.says(assumption)
        self.stack.assumed[says] = None
        return says

    def free(self, reason: str) -> LineItem:
        """The resource costs nothing of its own, for `reason`."""
        return self._item("resource", Range.of(1), "resource", Status.FREE, unit_price=0.0, source=reason, note=reason)

    def unpriced(self, dimension: str, reason: str) -> LineItem:
        """The dimension costs something that no dated row tells."""
        return self._item(dimension, Range.of(1), "resource", Status.UNPRICED, note=reason)

    def unknown(self, dimension: str, path: str) -> LineItem:
        """The quantity hangs on a value that is only known after deployment."""
        reason = f"`{path}` is not known before deployment"
        return self._item(dimension, None, "", Status.UNKNOWN_INPUT, note=reason, waits_for=path)

    def _item(self, dimension: str, quantity: Range | None, unit: str, status: Status, **more: Any) -> LineItem:
        return LineItem(
            urn=self.resource.urn,
            component=self.stack.component(self.resource),
            dimension=dimension,
            quantity=quantity,
            unit=unit,
            unit_price=more.pop("unit_price", None),
            status=status,
            **more,
        )


Decision = Callable[[Bill], Iterable[LineItem]]
"""How the resources of one type are priced."""


def as_number(value: Any) -> float | None:
    """`value` as a number, None when it is unknown or not one."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        number = float(value)
    except (OverflowError, ValueError):
        return None
    return number if isfinite(number) else None
