"""Board power of accelerators, where a dated public source can be cited."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Power:
    """What one accelerator draws at most."""

    accelerator: str
    watts: float
    source: str
    as_of: str


def board_power(accelerator: str) -> Power | None:
    """Board power of `accelerator` by its short name; None where nobody who can be cited tells it."""
    return _table().get(accelerator)


@cache
def _table() -> Mapping[str, Power]:
    with files("stackwright.accelerators").joinpath("power.csv").open(encoding="utf-8") as lines:
        rows = csv.DictReader(lines)
        return {
            row["accelerator"]: Power(row["accelerator"], float(row["watts"]), row["source"], row["as_of"])
            for row in rows
        }
