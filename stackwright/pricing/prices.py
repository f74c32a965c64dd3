"""The price table: one dated, sourced fact a row, looked up by region, service, dimension and unit."""

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from stackwright.sdk.cache import user_cache

EVERYWHERE: Final = "global"
"""Region of a rate that its provider publishes once for all regions."""
COLUMNS: Final = ("provider", "region", "service", "dimension", "unit", "above", "usd", "source", "as_of")
"""Columns of a table on disk."""
SHIPPED: Final = "shipped"
"""What STACKWRIGHT_PRICES is set to where refreshed tables are not to be used."""

Row = Sequence[str]
"""One line of a table on disk."""


class TableError(ValueError):
    """A table on disk that cannot be used, in one sentence with what to do."""


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

    def __init__(self, rows: Iterable[Price] = (), on_disk: Iterable[Row] = (), newer: Iterable[Row] = ()) -> None:
        """Rows that are made, and lines that are only made rows where their region is asked for.

        Lines in `newer` take the place of those `on_disk` of the same key, where they are not older.
        """
        self._regions: dict[str, dict[Key, tuple[Price, ...]]] = {}
        self._lines: dict[str, tuple[list[Row], list[Row]]] = {}
        for at, lines in enumerate((on_disk, newer)):
            for line in lines:
                place = self._lines.get(line[1])
                if place is None:
                    place = self._lines[line[1]] = [], []
                    self._regions[line[1]] = {}
                place[at].append(line)
        for row in rows:
            _add(self._regions.setdefault(row.region, {}), row)

    def _of(self, region: str) -> dict[Key, tuple[Price, ...]]:
        found = self._regions.get(region)
        if found is None:
            return {}
        if region in self._lines:
            on_disk, newer = self._lines.pop(region)
            for line in on_disk:
                _add(found, _price(line))
            fresh: dict[Key, tuple[Price, ...]] = {}
            for line in newer:
                _add(fresh, _price(line))
            for key, rows in fresh.items():
                if key not in found or _oldest(rows) >= _oldest(found[key]):
                    found[key] = rows
        return found

    def __iter__(self) -> Iterator[Price]:
        return (row for region in tuple(self._regions) for rows in self._of(region).values() for row in rows)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def find(self, region: str, key: Key) -> Price | None:
        """The row for `key` in `region`, or the one for all regions; None where no dated source is at hand."""
        tiers = self.tiers(region, key)
        return tiers[0] if tiers else None

    def tiers(self, region: str, key: Key) -> tuple[Price, ...]:
        """The rows for `key`, the first tier first; empty where that of the first tier is not at hand."""
        found = self._of(region).get(key) or self._of(EVERYWHERE).get(key) or ()
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
        return tuple(region for region in self._regions if region != EVERYWHERE)


Tables = Callable[[str], Prices]
"""The table of each provider."""


def _add(found: dict[Key, tuple[Price, ...]], row: Price) -> None:
    before = found.get(row.key)
    if before is None:
        found[row.key] = (row,)
        return
    if any(each.above == row.above for each in before):
        raise TableError(f"two prices for {row.key} in {row.region}")
    found[row.key] = tuple(sorted((*before, row), key=lambda each: each.above))


def _oldest(rows: Iterable[Price]) -> str:
    return min(row.as_of for row in rows)


def load(provider: str) -> Prices:
    """The table of `provider` that is in use: the shipped one, and over it what the user refreshed.

    Empty when there is none yet.
    """
    return _load(provider, refreshed_folder())


def shipped(provider: str) -> Prices:
    """The table of `provider` as it was released."""
    return _load(provider, None)


def refreshed_folder() -> str | None:
    """Folder of the tables that the user refreshed; None where they are not to be used."""
    told = os.environ.get("STACKWRIGHT_PRICES")
    return None if told == SHIPPED else told or str(user_cache() / "prices")


def reread() -> None:
    """Tables are read from disk anew when they are next asked for."""
    _load.cache_clear()


@cache
def _load(provider: str, folder: str | None) -> Prices:
    ours = files("stackwright.pricing.catalogue").joinpath(f"{provider}.csv")
    on_disk = lines_of(ours.read_text(encoding="utf-8"), ours.name) if ours.is_file() else []
    file = Path(folder, f"{provider}.csv") if folder else None
    return Prices(on_disk=on_disk, newer=read_lines(file) if file and file.is_file() else ())


def read_lines(file: Path) -> list[Row]:
    """Lines of the table in `file`, each found sound. Raises `TableError`."""
    try:
        lines = lines_of(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeError) as error:
        raise TableError(f"{file}: cannot be read: {getattr(error, 'strerror', None) or 'is not text'}") from None
    for at, line in enumerate(lines, 2):
        if not _sound(line):
            raise TableError(f"{file}:{at}: is no row of a price table - delete the file, or write it anew")
    return lines


def lines_of(text: str, name: str) -> list[Row]:
    """Lines of a table without the heading. Raises `TableError` where `text`, called `name`, is no table."""
    lines: list[Row] = [line for line in csv.reader(text.splitlines()) if line]
    if not lines or tuple(lines[0]) != COLUMNS:
        raise TableError(f"{name}: is no price table: its first line is not {','.join(COLUMNS)}")
    return lines[1:]


def _sound(line: Row) -> bool:
    try:
        row = _price(line)
    except (ValueError, IndexError):
        return False
    return len(line) == len(COLUMNS) and all((*line[:5], row.source, row.as_of)) and 0 < row.usd < float("inf")


def _price(line: Row) -> Price:
    _, region, service, dimension, unit, above, usd, source, as_of = line
    return Price(region, Key(service, dimension, unit), float(usd), source, as_of, float(above or 0))
