"""`stackwright.pricing.prices`, and the rows that it loads."""

import csv
import re
from datetime import date
from pathlib import Path

import pytest

from stackwright.accelerators.catalog import find, machines
from stackwright.pricing.prices import Key, Price, Prices, load

HOUR = Key("Thing", "one", "hour")
ROW = Price("us-east-1", HOUR, 1.5, "somebody", "2026-01-01")


def test_a_row_is_found_by_region_service_dimension_and_unit() -> None:
    prices = Prices([ROW])
    assert prices.find("us-east-1", HOUR) == ROW
    assert prices.find("eu-west-1", HOUR) is None
    assert prices.find("us-east-1", Key("Thing", "one", "month")) is None
    assert len(prices.without("us-east-1", HOUR)) == 0


def test_a_negotiated_rate_takes_the_place_of_the_list_price() -> None:
    mine = Price("us-east-1", HOUR, 1.2, "our contract", "2026-02-01")
    assert Prices([ROW]).also(mine).find("us-east-1", HOUR) == mine


def test_two_prices_for_one_thing_are_refused() -> None:
    with pytest.raises(ValueError, match="two prices for"):
        Prices([ROW, ROW])


def test_a_provider_without_a_table_has_no_prices() -> None:
    assert len(load("mars")) == 0


def test_every_shipped_row_is_a_dated_sourced_positive_fact() -> None:
    assert len(load("aws")) > 300
    for row in load("aws"):
        assert row.usd > 0, row
        assert row.source, row
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row.as_of), row
        assert date(2020, 1, 1) <= date.fromisoformat(row.as_of) <= date(2026, 11, 22), row
        assert "undated" not in row.source, row


def test_us_east_1_comes_first_and_has_the_most() -> None:
    prices = load("aws")
    assert prices.regions[:3] == ("us-east-1", "us-west-2", "eu-west-1")


def test_every_machine_row_is_a_machine_type_we_know() -> None:
    for row in load("aws"):
        if row.key.service in ("EC2", "EC2 Spot", "EC2 Capacity Blocks"):
            assert find(row.key.dimension, "aws"), row


def test_a_capacity_block_costs_less_than_on_demand_by_the_accelerator() -> None:
    prices = load("aws")
    compared = 0
    for each in machines("aws"):
        for region in prices.regions:
            block = prices.find(region, Key("EC2 Capacity Blocks", each.name, "accelerator-hour"))
            hour = prices.find(region, Key("EC2", each.name, "hour"))
            if block and hour:
                compared += 1
                assert block.usd * each.accelerator_count < hour.usd, (each.name, region)
    assert compared >= 10


def test_prices_of_a_family_grow_with_its_vcpus() -> None:
    prices = load("aws")
    for family in ("m6i", "m7i", "c6i", "r6i", "m7g", "c7g"):
        rates = {
            round(row.usd / each.vcpus, 5)
            for each in machines("aws")
            if each.name.split(".")[0] == family and each.vcpus >= 2
            for row in [prices.find("us-east-1", Key("EC2", each.name, "hour"))]
            if row
        }
        assert max(rates) - min(rates) < 0.0001, (family, rates)


def test_the_rows_agree_with_the_reference_tables(shared: Path) -> None:
    with (shared / "prices/instances.csv").open() as lines:
        known = {
            (row["region"], row["instance_type"]): row
            for row in csv.DictReader(lines)
            if row["provider"] == "aws" and "undated" not in row["as_of"]
        }
    rows = [row for row in load("aws") if row.key.service == "EC2"]
    assert len(rows) > 250
    for row in rows:
        reference = known[row.region, row.key.dimension]
        assert row.usd == float(reference["on_demand_usd_per_hour"]), row
        assert row.as_of == reference["as_of"], row
