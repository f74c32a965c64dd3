"""`stackwright.pricing.overrides`."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.pricing.overrides import (
    Contract,
    Discount,
    OwnRate,
    as_knob,
    contract_of,
    problems_of,
    repeated,
    tables,
)
from stackwright.pricing.prices import Key, Price, Prices, load

LARGE, NAT = Key("EC2", "m6i.large", "hour"), Key("NAT Gateway", "gateway", "hour")
ROWS = Prices(
    Price(region, key, usd, "the list", "2024-07-01")
    for region, key, usd in (
        ("us-east-1", LARGE, 0.096),
        ("eu-west-1", LARGE, 0.107),
        ("us-east-1", NAT, 0.045),
        ("global", Key("KMS", "customer managed key", "key-month"), 1.0),
    )
)


def _contract(**more: Any) -> Contract:
    return Contract.model_validate({"stackwright": 1, "source": "contract 7", "as_of": "2026-11-01", **more})


def _usd(contract: Contract, region: str, key: Key) -> float | None:
    row = contract.over("aws", ROWS).find(region, key)
    return row.usd if row else None


def _rate(**more: Any) -> dict[str, Any]:
    return {"cloud": "aws", "region": "us-east-1", "service": "EC2", "dimension": "m6i.large", "unit": "hour"} | more


def test_a_rate_takes_the_place_of_the_list_price_and_says_what_it_is_from() -> None:
    row = _contract(rates=[_rate(usd=0.07)]).over("aws", ROWS).find("us-east-1", LARGE)
    assert row == Price("us-east-1", LARGE, 0.07, "contract 7", "2026-11-01")


def test_a_rate_prices_what_has_no_list_price() -> None:
    assert (
        _usd(_contract(rates=[_rate(dimension="m4.10xlarge", usd=2)]), "us-east-1", Key("EC2", "m4.10xlarge", "hour"))
        == 2
    )


def test_a_rate_for_all_regions_takes_the_place_of_each() -> None:
    contract = _contract(rates=[_rate(region="*", usd=0.05)])
    assert [_usd(contract, region, LARGE) for region in ("us-east-1", "eu-west-1", "ap-south-1")] == [0.05] * 3


def test_a_rate_has_tiers_like_a_row() -> None:
    contract = _contract(rates=[_rate(usd=0.09), _rate(usd=0.08, above=1000)])
    assert [row.usd for row in contract.over("aws", ROWS).tiers("us-east-1", LARGE)] == [0.09, 0.08]


def test_a_discount_is_off_the_list_price_whose_date_stays() -> None:
    row = _contract(discounts=[{"cloud": "aws", "percent": 12.5}]).over("aws", ROWS).find("us-east-1", LARGE)
    assert row
    assert (row.usd, row.as_of) == (0.084, "2024-07-01")
    assert row.source == "the list; 12.5 % off by contract 7"


@pytest.mark.parametrize(
    ("discount", "expected"),
    [
        ({"service": "EC2"}, (0.048, 0.0535, 0.045)),
        ({"region": "us-*"}, (0.048, 0.107, 0.0225)),
        ({"service": "E*", "region": "eu-west-1"}, (0.096, 0.0535, 0.045)),
        ({"cloud": "gcp"}, (0.096, 0.107, 0.045)),
    ],
)
def test_a_discount_is_for_what_it_names(discount: dict[str, str], expected: tuple[float, ...]) -> None:
    contract = _contract(discounts=[{"cloud": "aws", "percent": 50, **discount}])
    places = (("us-east-1", LARGE), ("eu-west-1", LARGE), ("us-east-1", NAT))
    assert tuple(_usd(contract, *place) for place in places) == expected


def test_of_two_discounts_the_last_holds_and_none_is_taken_from_a_rate() -> None:
    contract = _contract(
        discounts=[{"cloud": "aws", "percent": 50}, {"cloud": "aws", "service": "EC2", "percent": 10}],
        rates=[_rate(region="eu-west-1", usd=0.1)],
    )
    assert _usd(contract, "us-east-1", LARGE) == 0.0864
    assert _usd(contract, "us-east-1", NAT) == 0.0225
    assert _usd(contract, "eu-west-1", LARGE) == 0.1


@pytest.mark.parametrize(
    "wrong",
    [
        {"rates": [_rate(usd=0)]},
        {"rates": [_rate(usd=-1)]},
        {"rates": [_rate(usd=float("nan"))]},
        {"discounts": [{"cloud": "aws", "percent": 100}]},
        {"discounts": [{"cloud": "aws", "percent": 0}]},
        {"discounts": [{"cloud": "ibm", "percent": 5}]},
        {"as_of": "soon"},
        {"stackwright": 2},
    ],
)
def test_nothing_is_ever_free_by_contract_or_undated(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _contract(**wrong)


@pytest.mark.parametrize(
    ("rate", "field", "near"),
    [
        ({"service": "EC22"}, "service", "EC2"),
        ({"unit": "hours"}, "unit", "hour"),
        ({"service": "NAT Gateway", "dimension": "gatway"}, "dimension", "gateway"),
        ({"region": "us-esat-1"}, "region", "us-east-1"),
    ],
)
def test_a_name_that_no_estimate_looks_for_is_told_with_what_is_near(
    rate: dict[str, str], field: str, near: str
) -> None:
    (found,) = problems_of(OwnRate.model_validate(_rate(usd=1, **rate)))
    assert found.field == field
    assert near in found.near


def test_a_machine_that_has_no_list_price_may_have_a_rate() -> None:
    assert list(problems_of(OwnRate.model_validate(_rate(usd=1, dimension="z99.metal")))) == []


def test_a_rate_is_for_one_region_or_for_all() -> None:
    (found,) = problems_of(OwnRate.model_validate(_rate(usd=1, region="us-*")))
    assert "pattern" in found.message
    assert list(problems_of(OwnRate.model_validate(_rate(usd=1, region="*")))) == []
    assert list(problems_of(Discount(cloud="aws", region="us-*", percent=5))) == []


def test_a_discount_on_nothing_is_told() -> None:
    assert [one.field for one in problems_of(Discount(cloud="aws", service="Compute*", percent=5))] == ["service"]


def test_a_rate_that_is_given_twice_is_found_and_a_tier_is_none() -> None:
    rates = [OwnRate.model_validate(_rate(**more)) for more in ({"usd": 1}, {"usd": 1, "above": 5}, {"usd": 2})]
    assert list(repeated(rates)) == [2]


def test_a_contract_comes_back_from_the_knob_of_the_pack() -> None:
    contract = _contract(rates=[_rate(usd=0.07)], discounts=[{"cloud": "gcp", "percent": 3}])
    assert contract_of(as_knob(contract)) == contract
    assert contract.as_of == date(2026, 11, 1)
    assert contract_of(None) is None
    assert as_knob(None) is None


def test_without_a_contract_the_tables_are_those_in_use() -> None:
    assert tables(None)("aws") is load("aws")
    under = tables(_contract(discounts=[{"cloud": "aws", "percent": 50}]))
    assert under("gcp") is load("gcp")
    assert under("aws") is under("aws")
