"""`stackwright.pricing.model`."""

from dataclasses import replace

import pytest

from stackwright.pricing.model import Basis, Estimate, LineItem, Range, Status, Term


def _item(status: Status, price: float | None = None, quantity: Range | None = None, **more: str) -> LineItem:
    fields = {"urn": "urn", "component": "", "dimension": "hours", "unit": "hour", **more}
    return LineItem(quantity=quantity, unit_price=price, status=status, **fields)


PRICED = _item(Status.PRICED, 2.0, Range(1, 2, 3), as_of="2026-07-20", component="pool")
USED = _item(Status.PRICED, 0.1, Range(0, 10, 20), as_of="2024-07-01", component="store")
FREE = _item(Status.FREE, 0.0, Range.of(1), urn="free")
UNPRICED = _item(Status.UNPRICED, None, Range.of(4), urn="dear", note="no dated price")
UNKNOWN = _item(Status.UNKNOWN_INPUT, None, None, urn="later", note="`x` is not known before deployment")


def test_totals_are_sums_of_low_expected_and_high() -> None:
    estimate = Estimate((PRICED, USED, FREE))
    assert (estimate.low, estimate.expected, estimate.high) == (2.0, 5.0, 8.0)
    assert not estimate.at_least


def test_what_has_no_price_is_named_and_makes_the_total_a_lower_bound() -> None:
    estimate = Estimate((PRICED, UNPRICED, UNKNOWN, UNPRICED))
    assert estimate.expected == 4.0
    assert estimate.at_least
    assert estimate.unpriced == (
        ("dear", "no dated price"),
        ("later", "`x` is not known before deployment"),
    )


def test_an_item_without_a_price_has_no_cost_rather_than_none_at_all() -> None:
    assert UNPRICED.cost is None
    assert UNKNOWN.cost is None
    assert FREE.cost == Range(0, 0, 0)


def test_coverage_is_the_known_share_of_what_is_billable() -> None:
    assert Estimate((PRICED, USED, FREE)).coverage == 1
    assert Estimate((PRICED, UNPRICED, FREE)).coverage == 0.5
    assert Estimate((PRICED, UNPRICED, UNKNOWN)).coverage == pytest.approx(1 / 3)
    assert Estimate((FREE,)).coverage == 1
    assert Estimate(()).coverage == 1


def test_the_oldest_price_dates_the_estimate() -> None:
    assert Estimate((PRICED, USED, FREE)).as_of == "2024-07-01"
    assert Estimate((FREE, UNPRICED)).as_of == ""


def test_costs_are_grouped_by_component_and_by_resource() -> None:
    estimate = Estimate((USED, PRICED, UNPRICED))
    assert list(estimate.by_component.items()) == [("pool", Range(2, 4, 6)), ("store", Range(0, 1, 2))]
    assert estimate.by_urn == {"urn": Range(2, 5, 8)}


def test_a_range_multiplies_and_never_falls_below_zero() -> None:
    assert Range(1, 2, 3) * 10 == Range(10, 20, 30)
    assert Range(1, 2, 3) * Range(1, 0, 2) == Range(1, 0, 6)
    assert Range(1, 2, 3).above(2) == Range(0, 0, 1)


def test_json_is_the_contract_of_plan() -> None:
    item = replace(
        _item(Status.PRICED, 0.045, Range(1, 2.5, 3), source="somewhere", as_of="2026-01-02"),
        machine="m7i.large",
        term=Term.SPOT,
    )
    found = Estimate((item, UNKNOWN)).to_json()
    assert found == {
        "currency": "USD",
        "period": "month",
        "as_of": "2026-01-02",
        "low": 0.04,
        "expected": 0.11,
        "high": 0.14,
        "peak_hour": 0.0002,
        "coverage": 0.5,
        "items": [
            {
                "urn": "urn",
                "component": "",
                "dimension": "hours",
                "quantity": {"low": 1, "expected": 2.5, "high": 3},
                "unit": "hour",
                "unit_price": 0.045,
                "currency": "USD",
                "status": "priced",
                "basis": Basis.PROVISIONED,
                "machine": "m7i.large",
                "term": "spot",
                "source": "somewhere",
                "as_of": "2026-01-02",
            },
            UNKNOWN.to_json(),
        ],
        "unpriced": [{"urn": "later", "reason": "`x` is not known before deployment"}],
    }
    assert UNKNOWN.to_json()["quantity"] is None
    assert UNKNOWN.to_json()["unit_price"] is None
