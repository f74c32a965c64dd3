"""`stackwright.pricing.nodes`."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.bill import Bill, Stack
from stackwright.pricing.model import Range
from stackwright.pricing.nodes import node_range, spot_hours
from stackwright.pricing.prices import Key, Price, Prices
from stackwright.pricing.usage import DEFAULT

Make = Callable[..., Resource]

HOUR = Key("Thing", "one", "hour")
SPOT = Key("Thing Spot", "one", "hour")
DEAR = Price("us-east-1", HOUR, 2.0, "src", "2026-01-01")


def _bill(make: Make, *prices: Price, **expected: float) -> Bill:
    resource = make("aws:x/y:Y", "pool")
    table = Prices(prices)
    return Bill(
        resource, Stack(Graph([resource]), region="us-east-1", prices=table, usage=DEFAULT, expected_nodes=expected)
    )


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((1, 2, 4), Range(1, 2, 4)),
        ((2, None, 4), Range(2, 2, 4)),
        ((0, None, 4), Range(0, 1, 4)),
        ((0, 0, 0), Range(0, 0, 0)),
        ((None, 2, 4), None),
        ((1, 2, None), None),
    ],
)
def test_nodes_lie_between_the_bounds(make: Make, bounds: tuple[float | None, ...], expected: Range | None) -> None:
    assert node_range(_bill(make), *bounds) == expected


def test_what_is_assumed_of_the_nodes_is_said_and_what_is_stated_is_not(make: Make) -> None:
    stated, assumed = _bill(make), _bill(make)
    node_range(stated, 1, 2, 4)
    node_range(assumed, 0, None, 4)
    assert list(stated.stack.assumed) == []
    assert list(assumed.stack.assumed) == ["1 of 4 nodes of `pool` are running"]


def test_the_callers_count_stretches_the_bounds(make: Make) -> None:
    assert node_range(_bill(make, pool=6), 1, 2, 4) == Range(1, 6, 6)


def test_without_a_dated_spot_rate_all_is_on_demand_and_said(make: Make) -> None:
    items = list(spot_hours(_bill(make, DEAR), "one", Range(1, 2, 3), spot=SPOT, on_demand=HOUR))
    assert [item.cost for item in items] == [Range(1, 2, 3) * 730 * 2]
    assert items[0].note == "no dated spot price: the on-demand rate is used"


def test_with_one_the_high_still_pays_on_demand(make: Make) -> None:
    bill = _bill(make, DEAR, replace(DEAR, key=SPOT, usd=0.5))
    spot, worst = spot_hours(bill, "one", Range(1, 2, 3), spot=SPOT, on_demand=HOUR)
    assert spot.cost == Range(1, 2, 0) * 730 * 0.5
    assert worst.cost == Range(0, 0, 3) * 730 * 2
