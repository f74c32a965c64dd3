"""`stackwright.pricing.terms`."""

import pytest

from stackwright.pricing.model import Term
from stackwright.pricing.prices import Key, load
from stackwright.pricing.terms import SERVICES, managed, rate_of


@pytest.mark.parametrize(
    ("service", "name"),
    [
        ("EC2", "EC2 Reserved 1y"),
        ("Compute Engine", "Compute Engine Commitment 1y"),
        ("Cloud TPU", "Cloud TPU Commitment 1y"),
        ("Virtual Machines", "Virtual Machines Reservation 1y"),
    ],
)
def test_every_cloud_has_its_own_name_for_a_year(service: str, name: str) -> None:
    assert SERVICES[service][Term.RESERVED] == name


def test_the_unit_of_a_commitment_is_the_month_of_what_has_an_hour() -> None:
    def unit(service: str, hour: str) -> tuple[str, str]:
        charges = rate_of(service, "x", unit=hour).charges
        return charges[Term.SPOT].key.unit, charges[Term.RESERVED_3Y].key.unit

    assert unit("EC2", "hour") == ("hour", "hour")
    assert unit("Compute Engine", "hour") == ("hour", "machine-month")
    assert unit("Compute Engine", "accelerator-hour") == ("accelerator-hour", "accelerator-month")
    assert unit("Cloud TPU", "chip-hour") == ("chip-hour", "chip-month")


def test_a_managed_machine_is_sold_on_demand_only() -> None:
    key = Key("SageMaker Hosting", "ml.g5.xlarge", "instance-hour")
    assert list(managed(key).charges) == [Term.ON_DEMAND]


def test_a_rate_can_be_kept_from_a_term() -> None:
    assert Term.SPOT not in rate_of("EC2", "x").without(Term.SPOT).charges


def test_a_commitment_costs_less_than_the_same_hours_on_demand_and_more_than_a_longer_one() -> None:
    prices, compared = load("gcp"), 0
    for row in prices:
        if row.key.service == "Compute Engine Commitment 1y":
            name, region = row.key.dimension, row.region
            hour = prices.find(region, Key("Compute Engine", name, "hour"))
            longer = prices.find(region, Key("Compute Engine Commitment 3y", name, "machine-month"))
            assert hour
            assert longer
            assert longer.usd < row.usd < hour.usd * 730
            compared += 1
    assert compared >= 60
