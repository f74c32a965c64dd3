"""`stackwright.pricing.refresh.rates`."""

from decimal import Decimal

import pytest

from stackwright.pricing.prices import Key
from stackwright.pricing.refresh.rates import Lost, Measure, Rate, RefreshError, Want, answer, number

WANT = Want("eu-west-1", Key("Thing", "one", "10k requests"))
EACH = Measure(("Requests",), per=Decimal(10_000))


def _rate(*tiers: tuple[str, str], unit: str = "Requests", id: str = "r1") -> Rate:
    return Rate(id, f"name of {id}", unit, tuple((Decimal(a), Decimal(b)) for a, b in tiers), "2026-09-01")


def _rows(*rates: Rate, measure: Measure = EACH):
    return answer(WANT, rates, measure, source="List", as_of="2026-11-27")


def test_a_rate_becomes_a_row_in_our_unit_with_its_id_and_day() -> None:
    (row,) = _rows(_rate(("0", "0.0000004")))
    assert (row.usd, row.region, row.key, row.as_of) == (0.004, "eu-west-1", WANT.key, "2026-11-27")
    assert row.source == "List r1, effective 2026-09-01"


def test_tiers_are_sorted_and_start_in_our_unit() -> None:
    rows = _rows(_rate(("50000", "0.00001"), ("0", "0.00002")))
    assert [(row.above, row.usd) for row in rows] == [(0.0, 0.2), (5.0, 0.1)]


def test_two_rates_are_an_error_that_names_both() -> None:
    lost = _rows(_rate(("0", "1"), id="b"), _rate(("0", "2"), id="a"))
    assert isinstance(lost, Lost)
    assert lost.rivals == ("a (name of a)", "b (name of b)")
    assert str(lost) == ("Thing one (10k requests) in eu-west-1: 2 rates answer to it: a (name of a), b (name of b)")


def test_of_many_rivals_four_are_named() -> None:
    lost = _rows(*(_rate(("0", "1"), id=str(n)) for n in range(7)))
    assert isinstance(lost, Lost)
    assert lost.rivals[-1] == "3 more"


@pytest.mark.parametrize(
    ("rates", "reason"),
    [
        ((), "not on the price list"),
        ((_rate(("0", "0")),), "r1 has a price of 0, which is no price"),
        ((_rate(("0", "0"), ("100", "1")),), "r1 has a price of 0, which is no price"),
        ((_rate(("100", "1")),), "r1 has no rate for the first unit"),
        ((_rate(),), "r1 has no rate for the first unit"),
        ((_rate(("0", "-1")),), "r1 has a price of 0, which is no price"),
        ((_rate(("0", "1"), unit="GB"),), "r1 is in `GB`, not in Requests"),
    ],
)
def test_what_is_no_price_is_lost_with_its_reason(rates: tuple[Rate, ...], reason: str) -> None:
    lost = _rows(*rates)
    assert isinstance(lost, Lost)
    assert lost.reason == reason


def test_free_first_units_are_left_out_where_the_row_is_the_rate_after_them() -> None:
    rows = _rows(
        _rate(("0", "0"), ("20000", "0.000003"), ("90000", "0.000002")), measure=Measure(EACH.units, EACH.per, True)
    )
    assert [(row.above, row.usd) for row in rows] == [(0.0, 0.03), (9.0, 0.02)]


def test_a_price_that_is_free_throughout_is_missing_even_there() -> None:
    assert isinstance(_rows(_rate(("0", "0")), measure=Measure(EACH.units, free=True)), Lost)


@pytest.mark.parametrize("value", ["abc", None, "NaN", "Infinity"])
def test_a_price_that_is_no_number_is_a_mistake_of_the_list(value: object) -> None:
    with pytest.raises(RefreshError, match="no number"):
        number(value)
