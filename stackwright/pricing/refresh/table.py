"""A table on disk, and what differs between two."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from stackwright.pricing.prices import COLUMNS, Key, Price, Prices
from stackwright.pricing.refresh.rates import RefreshError


@dataclass(frozen=True, slots=True)
class Change:
    """One tier of one price in two tables; None where a table has none."""

    region: str
    key: Key
    above: float
    old: float | None
    new: float | None

    @property
    def percent(self) -> float | None:
        """How much dearer it is, None where there is nothing to compare."""
        return (self.new / self.old - 1) * 100 if self.old and self.new is not None else None


def write(file: Path, provider: str, rows: Iterable[Price]) -> None:
    """The table of `rows` in `file`, in one step: nobody ever reads half a table."""
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(COLUMNS)
    for row in rows:
        key = row.key
        above = figure(row.above) if row.above else ""
        out.writerow(
            [provider, row.region, key.service, key.dimension, key.unit, above, figure(row.usd), row.source, row.as_of]
        )
    part = file.with_name(f".{file.name}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(text.getvalue(), encoding="utf-8")
        part.replace(file)
    except OSError as error:
        raise RefreshError(f"{file}: cannot be written: {(error.strerror or str(error)).lower()}") from None


def figure(value: float) -> str:
    """`value` as it is, without an exponent and without zeros at its end."""
    text = f"{Decimal(repr(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def differences(old: Prices, new: Prices) -> tuple[Change, ...]:
    """What is gone, added or changed in `new`, in the order of the tables."""
    before, after = _tiers(old), _tiers(new)
    places = dict.fromkeys([*before, *after])
    return tuple(
        Change(*place, before.get(place), after.get(place)) for place in places if before.get(place) != after.get(place)
    )


def _tiers(prices: Prices) -> dict[tuple[str, Key, float], float]:
    return {(row.region, row.key, row.above): row.usd for row in prices}
