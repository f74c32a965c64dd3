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
    above: float = 0.0
    """Units a month above which this rate holds: the start of its tier."""


class Prices:
    """Rows of one provider. A key has one row a tier; a key without a row for its first tier has no price."""

    def __init__(self, rows: Iterable[Price]) -> None:
        self._rows: dict[tuple[str, Key], tuple[Price, ...]] = {}
        for row in rows:
            place = row.region, row.key
            found = (*self._rows.get(place, ()), row)
            if len({each.above for each in found}) < len(found):
                raise ValueError(f"two prices for {row.key} in {row.region}")
            self._rows[place] = tuple(sorted(found, key=lambda each: each.above)) if len(found) > 1 else found

    def __iter__(self) -> Iterator[Price]:
        return (row for rows in self._rows.values() for row in rows)

    def __len__(self) -> int:
        return sum(map(len, self._rows.values()))

    def find(self, region: str, key: Key) -> Price | None:
        """The row for `key` in `region`, or the one for all regions; None where no dated source is at hand."""
        tiers = self.tiers(region, key)
        return tiers[0] if tiers else None

    def tiers(self, region: str, key: Key) -> tuple[Price, ...]:
        """The rows for `key`, the first tier first; empty where that of the first tier is not at hand."""
        found = self._rows.get((region, key)) or self._rows.get((EVERYWHERE, key)) or ()
        return found if found and not found[0].above else ()

    def without(self, region: str, key: Key) -> "Prices":
        """The table with the rows of one key left out."""
        return Prices(row for row in self if (row.region, row.key) != (region, key))

    def also(self, *rows: Price) -> "Prices":
        """The table with `rows` added or in place of its own: negotiated rates, for one."""
        new = {(row.region, row.key) for row in rows}
        return Prices([*(row for row in self if (row.region, row.key) not in new), *rows])

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
        above=float(row["above"] or 0),
    )
