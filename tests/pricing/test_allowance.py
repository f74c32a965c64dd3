"""`stackwright.pricing.allowance`."""

from collections.abc import Callable

import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.allowance import beyond_free
from stackwright.pricing.bill import Bill, Stack
from stackwright.pricing.model import Range, Status
from stackwright.pricing.prices import Key, Price, Prices
from stackwright.pricing.usage import DEFAULT

Make = Callable[..., Resource]

KEY = Key("Thing", "messages", "10 messages")


def _bill(make: Make) -> Bill:
    resource = make("aws:x/y:Y")
    prices = Prices([Price("us-east-1", KEY, 2.0, "src", "2026-01-01")])
    return Bill(resource, Stack(Graph([resource]), region="us-east-1", prices=prices, usage=DEFAULT, expected_nodes={}))


def test_only_what_is_above_the_allowance_is_charged(make: Make) -> None:
    # 100, 1,000 and 10,000 messages are assumed
    (item,) = beyond_free(_bill(make), KEY, "topic_messages", free=900, unit=10)
    assert item.status is Status.PRICED
    assert item.quantity is not None
    assert item.quantity.low == 0
    assert (item.quantity.expected, item.quantity.high) == pytest.approx((10, 910))


def test_use_that_stays_below_is_free_and_still_an_assumption(make: Make) -> None:
    bill = _bill(make)
    (item,) = beyond_free(bill, KEY, "topic_messages", free=1e9, unit=10)
    assert (item.status, item.cost) == (Status.FREE, Range.of(0))
    assert list(bill.stack.assumed) == [DEFAULT.says("topic_messages")]
