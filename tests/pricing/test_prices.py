"""`stackwright.pricing.prices`, and the rows that it loads."""

import csv
import re
from dataclasses import replace
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


def test_a_rate_of_a_higher_tier_alone_is_no_price() -> None:
    higher = replace(ROW, above=100.0, usd=1.0)
    assert Prices([higher]).find("us-east-1", HOUR) is None
    assert Prices([higher, ROW]).tiers("us-east-1", HOUR) == (ROW, higher)
    assert Prices([higher, ROW]).find("us-east-1", HOUR) == ROW


def test_without_a_key_none_of_its_tiers_is_left() -> None:
    assert list(Prices([ROW, replace(ROW, above=100.0)]).without("us-east-1", HOUR)) == []


def test_a_negotiated_rate_takes_the_place_of_all_tiers() -> None:
    mine = replace(ROW, usd=1.2)
    assert list(Prices([ROW, replace(ROW, above=100.0)]).also(mine)) == [mine]


def test_a_provider_without_a_table_has_no_prices() -> None:
    assert len(load("mars")) == 0


def test_a_price_that_is_the_same_everywhere_holds_where_a_region_has_none_of_its_own() -> None:
    everywhere = Price("global", HOUR, 1.0, "somebody", "2026-01-01")
    prices = Prices([ROW, everywhere])
    assert prices.find("us-east-1", HOUR) == ROW
    assert prices.find("eu-west-1", HOUR) == everywhere
    assert prices.regions == ("us-east-1",)


@pytest.mark.parametrize(("provider", "least"), [("aws", 300), ("gcp", 1000), ("azure", 300)])
def test_every_shipped_row_is_a_dated_sourced_positive_fact(provider: str, least: int) -> None:
    assert len(load(provider)) > least
    for row in load(provider):
        assert row.usd > 0, row
        assert row.source, row
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", row.as_of), row
        assert date(2020, 1, 1) <= date.fromisoformat(row.as_of) <= date(2026, 11, 22), row
        assert "undated" not in row.source, row
        assert "sc-data" not in row.source, row  # CC BY-SA: facts of its own are not shipped


def test_us_east_1_comes_first_and_has_the_most() -> None:
    prices = load("aws")
    assert prices.regions[:3] == ("us-east-1", "us-west-2", "eu-west-1")


@pytest.mark.parametrize(("provider", "first"), [("gcp", "us-central1"), ("azure", "eastus")])
def test_three_regions_or_more_have_prices(provider: str, first: str) -> None:
    assert load(provider).regions[0] == first
    assert len(load(provider).regions) >= 3


@pytest.mark.parametrize(
    ("provider", "services"),
    [
        ("aws", {"EC2", "EC2 Spot", "EC2 Capacity Blocks"}),
        ("gcp", {"Compute Engine", "Compute Engine Spot"}),
        ("azure", {"Virtual Machines"}),
    ],
)
def test_every_machine_row_is_a_machine_type_we_know(provider: str, services: set[str]) -> None:
    for row in load(provider):
        if row.key.service in services and row.key.unit == "hour":
            assert find(row.key.dimension, provider), row


@pytest.mark.parametrize("service", ["Compute Engine", "Cloud TPU"])
def test_a_spot_machine_costs_less_than_the_same_on_demand(service: str) -> None:
    prices = load("gcp")
    compared = 0
    for row in prices:
        usual = prices.find(row.region, Key(service, row.key.dimension, row.key.unit))
        if row.key.service == f"{service} Spot" and usual:
            compared += 1
            assert row.usd < usual.usd, row
    assert compared >= 9


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


@pytest.mark.parametrize(
    ("provider", "service", "column", "least"),
    [
        ("aws", "EC2", "on_demand", 250),
        ("gcp", "Compute Engine", "on_demand", 500),
        ("gcp", "Compute Engine Spot", "spot", 500),
        ("azure", "Virtual Machines", "on_demand", 200),
    ],
)
def test_the_rows_agree_with_the_reference_tables(
    shared: Path, provider: str, service: str, column: str, least: int
) -> None:
    with (shared / "prices/instances.csv").open() as lines:
        known = {
            (row["region"], row["instance_type"]): row
            for row in csv.DictReader(lines)
            if row["provider"] == provider and "undated" not in row["as_of"]
        }
    rows = [row for row in load(provider) if row.key.service == service and row.key.unit == "hour"]
    assert len(rows) > least
    elsewhere = {row for row in rows if (row.region, row.key.dimension) not in known}
    assert all(row.source.startswith("public file id") for row in elsewhere)
    for row in (row for row in rows if row not in elsewhere):
        reference = known[row.region, row.key.dimension]
        assert row.usd == float(reference[f"{column}_usd_per_hour"]), row
        assert row.as_of == reference["as_of"], row
