"""`stackwright.pricing.alternatives`."""

from typing import Any

import pytest

from stackwright.accelerators.catalog import machine
from stackwright.pricing.alternatives import Alternatives, alternatives
from stackwright.pricing.model import Range, Term
from stackwright.pricing.pools import Pool
from stackwright.pricing.prices import Key, Price, Prices


def _row(service: str, name: str, usd: float, region: str = "us-east-1", unit: str = "hour", **more: Any) -> Price:
    return Price(region, Key(service, name, unit), usd, "src", more.pop("as_of", "2026-07-01"))


TABLES = {
    "aws": Prices(
        [
            _row("EC2", "p5.48xlarge", 55.0),
            _row("EC2", "p5.48xlarge", 60.0, "eu-west-1"),
            _row("EC2", "p4d.24xlarge", 22.0, as_of="2026-01-01"),  # 8 x 40 GiB: half the memory
            _row("EC2", "p5en.48xlarge", 63.0),  # 8 x 141 GiB
            _row("EC2 Spot", "p5.48xlarge", 20.0),
            _row("EC2 Capacity Blocks", "p5.48xlarge", 4.0, unit="accelerator-hour"),
            _row("SageMaker Hosting", "ml.p5.48xlarge", 63.3, unit="instance-hour"),
            _row("SageMaker Notebook", "ml.p5.48xlarge", 70.0, unit="instance-hour"),
        ]
    ),
    "gcp": Prices([_row("Compute Engine", "a3-highgpu-8g", 88.49, "us-central1")]),
    "azure": Prices([_row("Virtual Machines", "Standard_ND96isr_H100_v5", 98.32, "eastus")]),
}


TWO = Range.of(2)


def _found(term: Term = Term.ON_DEMAND, machines: Range = TWO, seller: str = "EC2", **more: Any) -> Alternatives:
    kind = machine(more.pop("name", "p5.48xlarge"), more.pop("cloud", "aws"))
    hours = more.pop("hours", machines * 730)
    region = more.pop("region", "us-east-1")
    unit = "instance-hour" if seller.startswith("SageMaker") else "hour"
    return alternatives(Pool("urn", region, kind, term, seller, unit, machines, hours), TABLES.__getitem__)


def test_every_machine_with_as_much_memory_and_a_dated_price_the_cheapest_month_first() -> None:
    offers = _found().offers
    assert [(each.machine.name, each.region, each.count, each.hourly) for each in offers] == [
        ("p5.48xlarge", "us-east-1", 2, 55.0),
        ("p5.48xlarge", "eu-west-1", 2, 60.0),
        ("p5en.48xlarge", "us-east-1", 2, 63.0),  # 1,280 GiB do not fit in one with 1,128
        ("a3-highgpu-8g", "us-central1", 2, 88.49),
        ("Standard_ND96isr_H100_v5", "eastus", 2, 98.32),
    ]


def test_the_pool_itself_is_marked_and_the_others_are_beside_it() -> None:
    found = _found()
    assert found.own
    assert (found.own.machine.name, found.own.region) == ("p5.48xlarge", "us-east-1")
    assert found.own.monthly == pytest.approx(2 * 730 * 55.0)
    assert found.own.by_accelerator == 55.0 / 8
    dearer = next(each for each in found.to_json()["offers"] if each["region"] == "eu-west-1")
    assert dearer["difference"] == pytest.approx(2 * 730 * 5.0)


def test_a_larger_machine_needs_to_come_less_often() -> None:
    # 5 x 640 GiB = 3,200 GiB, and a p5en has 1,128 GiB: 3 of them
    offers = _found(machines=Range.of(5)).offers
    assert next(each.count for each in offers if each.machine.name == "p5en.48xlarge") == 3


def test_hours_are_those_of_the_pool() -> None:
    found = _found(machines=Range.of(2), hours=Range(0, 434, 1460))
    assert found.own
    assert found.own.monthly == pytest.approx(2 * 217 * 55.0)


def test_less_memory_in_each_accelerator_is_said() -> None:
    offers = _found(name="p4d.24xlarge").offers
    assert {each.machine.name: each.smaller for each in offers}["p5.48xlarge"] is False
    one = _found(name="Standard_NC40ads_H100_v5", cloud="azure", region="eastus", machines=Range.of(1)).offers
    assert {each.machine.name: each.smaller for each in one}["p5.48xlarge"] is True


def test_other_terms_have_prices_of_their_own() -> None:
    (spot,) = _found(Term.SPOT).offers
    assert spot.by_accelerator == 20.0 / 8
    (block,) = _found(Term.CAPACITY_BLOCK).offers
    assert block.by_accelerator == 4.0


def test_a_machine_that_a_service_runs_has_the_prices_of_that_service() -> None:
    (offer,) = _found(seller="SageMaker Hosting").offers
    assert (offer.name, offer.hourly, offer.own) == ("ml.p5.48xlarge", 63.3, True)


def test_what_one_service_runs_is_not_compared_with_another() -> None:
    (offer,) = _found(seller="SageMaker Notebook").offers
    assert offer.hourly == 70.0
    assert _found(seller="SageMaker Studio").offers == ()


def test_a_pool_without_a_price_of_its_own_still_has_alternatives() -> None:
    found = _found(region="us-west-2")
    assert found.own is None
    assert found.offers
    assert {each["difference"] for each in found.to_json()["offers"]} == {None}


def test_the_date_is_that_of_the_oldest_price() -> None:
    offers = _found(name="p4d.24xlarge").offers
    assert next(each.as_of for each in offers if each.own) == "2026-01-01"
