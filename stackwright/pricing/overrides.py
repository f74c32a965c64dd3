"""Prices of one's own contract, over the list prices: rates, and discounts in percent."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cache
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from stackwright.accelerators.regions import NoRegion, region
from stackwright.pricing.prices import EVERYWHERE, Key, Price, Prices, Tables, load, shipped

NAME: Final = "prices.yaml"
_OPEN: Final = ("EC2", "SageMaker", "Compute Engine", "Vertex AI", "Virtual Machines", "Azure ML")
"""Services that have a dimension for every machine type, priced or not."""

Cloud = Literal["aws", "gcp", "azure"]
_Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)


class OwnRate(_Model):
    """One price of the contract, in the columns of the price tables."""

    cloud: Cloud
    """`aws`, `gcp` or `azure`."""
    region: _Text = Field(examples=["us-east-1"])
    """Region that it holds in, `*` for all."""
    service: _Text = Field(examples=["EC2"])
    """Service, as `stackwright prices show` lists it."""
    dimension: _Text = Field(examples=["p5.48xlarge"])
    """What of it, as `stackwright prices show --service` lists it."""
    unit: _Text = Field(examples=["hour"])
    """Unit of the price, as it is listed there."""
    usd: float = Field(gt=0, allow_inf_nan=False, examples=[41.2])
    """US dollars a unit."""
    above: float = Field(default=0, ge=0, allow_inf_nan=False)
    """Units a month above which it holds."""

    @property
    def key(self) -> Key:
        """What is billed."""
        return Key(self.service, self.dimension, self.unit)


class Discount(_Model):
    """Percent off the list prices of what it fits; of several that fit the last one holds, they do not add up."""

    cloud: Cloud
    """`aws`, `gcp` or `azure`."""
    service: _Text = Field(default="*", examples=["EC2*"])
    """Services, `*` allowed in it; all when unset."""
    region: _Text = Field(default="*", examples=["us-*"])
    """Regions, `*` allowed in it; all when unset. What has one price for all regions is only in `*`."""
    percent: float = Field(gt=0, lt=100, allow_inf_nan=False, examples=[12.5])
    """Percent off."""

    def fits(self, row: Price) -> bool:
        """Whether it is off this row's price."""
        return fnmatchcase(row.region, self.region) and fnmatchcase(row.key.service, self.service)


class Contract(_Model):
    """Prices of one's own: they take the place of list prices in `plan`, `cost`, `check` and in the cost pack."""

    stackwright: int = Field(ge=1, le=1, examples=[1])
    """Version of this file's format."""
    source: _Text = Field(examples=["contract 2026-114"])
    """What the prices are from; it stands beside each of them."""
    as_of: date = Field(examples=["2026-11-01"])
    """Day on which somebody last compared this file with the contract."""
    discounts: tuple[Discount, ...] = ()
    """Percent off list prices."""
    rates: tuple[OwnRate, ...] = ()
    """Prices that are agreed on, from which no discount is taken."""

    def over(self, provider: str, table: Prices) -> Prices:
        """The table of `provider` with the prices of the contract."""
        discounts = [one for one in reversed(self.discounts) if one.cloud == provider]
        rates = [one for one in self.rates if one.cloud == provider]
        if not discounts and not rates:
            return table
        everywhere = {one.key for one in rates if one.region == "*"}
        rows = [self._less(row, discounts) for row in table if row.key not in everywhere]
        return Prices(rows).also(
            *(
                Price(
                    EVERYWHERE if one.region == "*" else one.region,
                    one.key,
                    one.usd,
                    self.source,
                    self.as_of.isoformat(),
                    one.above,
                )
                for one in rates
            )
        )

    def _less(self, row: Price, discounts: Sequence[Discount]) -> Price:
        off = next((one.percent for one in discounts if one.fits(row)), 0.0)
        if not off:
            return row
        usd = float(f"{row.usd * (100 - off) / 100:.12g}")
        return replace(row, usd=usd, source=f"{row.source}; {off:g} % off by {self.source}")


@dataclass(frozen=True, slots=True)
class ContractProblem:
    """Something in a contract that means nothing."""

    field: str
    message: str
    allowed: str = ""
    near: tuple[str, ...] = ()
    """Names of which one may have been meant."""


def problems_of(one: OwnRate | Discount) -> Iterator[ContractProblem]:
    """What the entry names that no estimate ever looks for."""
    keys = _keys(one.cloud)
    services = sorted({key.service for key in keys})
    if not any(fnmatchcase(service, one.service) for service in services):
        allowed = "a service that `stackwright prices show` lists"
        yield ContractProblem("service", f"is no service of {one.cloud} that has prices", allowed, tuple(services))
    elif isinstance(one, OwnRate):
        yield from _rate_problems(one, [key for key in keys if key.service == one.service])
    if "*" in one.region and isinstance(one, OwnRate) and one.region != "*":
        yield ContractProblem("region", "is a pattern, which only discounts take", "one region, or * for all")
    elif "*" not in one.region:
        try:
            region(one.region, one.cloud)
        except NoRegion as error:
            yield ContractProblem("region", f"is no region of {one.cloud}", near=error.nearest)


def _rate_problems(one: OwnRate, keys: Sequence[Key]) -> Iterator[ContractProblem]:
    units = sorted({key.unit for key in keys if key.dimension == one.dimension})
    if not units and (not one.service.startswith(_OPEN) or one.unit not in {key.unit for key in keys}):
        allowed = f"what `stackwright prices show --service '{one.service}'` lists"
        if one.dimension not in {key.dimension for key in keys} and not one.service.startswith(_OPEN):
            near = tuple(sorted({key.dimension for key in keys}))
            yield ContractProblem("dimension", f"is nothing of {one.service} that is looked for", allowed, near)
            return
        units = sorted({key.unit for key in keys})
    if units and one.unit not in units:
        yield ContractProblem("unit", "is not the unit of this price", ", ".join(units), tuple(units))


def repeated(rates: Sequence[OwnRate]) -> Iterator[int]:
    """Places of rates that say again what one before them says."""
    seen: set[tuple[str, str, Key, float]] = set()
    for at, one in enumerate(rates):
        place = one.cloud, one.region, one.key, one.above
        if place in seen:
            yield at
        seen.add(place)


@cache
def _keys(cloud: str) -> frozenset[Key]:
    from stackwright.pricing.aws import decisions as aws
    from stackwright.pricing.azure import decisions as azure
    from stackwright.pricing.gcp import decisions as gcp

    looked_for = {"aws": aws.KEYS, "azure": azure.KEYS, "gcp": gcp.KEYS}
    return frozenset([*looked_for[cloud], *(row.key for row in shipped(cloud))])


def tables(contract: Contract | None) -> Tables:
    """The tables that an estimate uses under `contract`."""
    if contract is None:
        return load

    @cache
    def under(provider: str) -> Prices:
        return contract.over(provider, load(provider))

    return under


def contract_of(told: Mapping[str, Any] | None) -> Contract | None:
    """The contract as a knob of the cost pack has it."""
    return Contract.model_validate(dict(told)) if told else None


def as_knob(contract: Contract | None) -> dict[str, Any] | None:
    """The contract as a knob of the cost pack."""
    return contract.model_dump(mode="json") if contract else None
