"""`stackwright.accelerators.power`."""

import csv
from datetime import date
from importlib.resources import files

from stackwright.accelerators.catalog import accelerators
from stackwright.accelerators.power import board_power


def test_every_row_is_a_dated_sourced_fact_of_an_accelerator_we_know() -> None:
    sold = {name for cloud in ("aws", "gcp", "azure") for name in accelerators(cloud)}
    with files("stackwright.accelerators").joinpath("power.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    for row in rows:
        power = board_power(row["accelerator"])
        assert power
        assert power.accelerator in sold
        assert 50 <= power.watts <= 1500
        assert power.source
        assert date(2018, 1, 1) <= date.fromisoformat(power.as_of) <= date(2026, 11, 27)


def test_without_a_source_there_is_no_power() -> None:
    assert board_power("TPU-v5e") is None
