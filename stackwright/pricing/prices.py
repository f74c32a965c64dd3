"""The price table: one dated, sourced fact a row, looked up by region, service, dimension and unit."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

EVERYWHERE: Final = "global"
"""Region of a rate that its provider publishes once for all regions."""


@dataclass(frozen=True, slots=True)
class Key:
    """What is billed, without a region: service, dimension and the unit of the price."""

    service: str
    dimension: str
    unit: str


@dataclass(frozen=True, slots=True)
class Price:
    """One row: what one unit costs in one region, who says so, and when."""

    region: str
    key: Key
    usd: float
    source: str
    as_of: str


class Prices:
    """Rows of one provider."""

    def __init__(self, rows: Iterable[Price]) -> None:
        self._rows: dict[tuple[str, Key], Price] = {}
        for row in rows:
            if (row.region, row.key) in self._rows:
                raise ValueError(f"two prices for {row.key} in {row.region}")
            self._rows[row.region, row.key] = row

    def __iter__(self) -> Iterator[Price]:
        return iter(self._rows.values())

    def __len__(self) -> int:
        return len(self._rows)

    def find(self, region: str, key: Key) -> Price | None:
        """The row for `key` in `region`, or the one for all regions; None where no dated source is at hand."""
        return self._rows.get((region, key)) or self._rows.get((EVERYWHERE, key))

    def without(self, region: str, key: Key) -> "Prices":
        """The table with one row left out."""
        return Prices(row for row in self if (row.region, row.key) != (region, key))

    def also(self, *rows: Price) -> "Prices":
        """The table with `rows` added or in place of its own: negotiated rates, for one."""
        mine = {(row.region, row.key): row for row in self}
        return Prices((mine | {(row.region, row.key): row for row in rows}).values())

    @property
    def regions(self) -> tuple[str, ...]:
        """Regions that have a row of their own, in the table's order."""
        return tuple(dict.fromkeys(row.region for row in self if row.region != EVERYWHERE))


@cache
def load(provider: str) -> Prices:
    """The shipped table of `provider`; empty when there is none yet."""
    table = files("stackwright.pricing.catalogue").joinpath(f"{provider}.csv")
    if not table.is_file():
        return Prices(())
    with table.open(encoding="utf-8") as lines:
        return Prices([_price(row) for row in csv.DictReader(lines)])


def _price(row: Mapping[str, str]) -> Price:
    return Price(
        region=row["region"],
        key=Key(row["service"], row["dimension"], row["unit"]),
        usd=float(row["usd"]),
        source=row["source"],
        as_of=row["as_of"],
    )
