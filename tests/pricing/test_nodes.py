"""`stackwright.pricing.nodes`."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.bill import Bill, Stack
from stackwright.pricing.model import Basis, Range, Status, Term
from stackwright.pricing.nodes import Running, machine_hours, node_range, running
from stackwright.pricing.prices import Key, Price, Prices
from stackwright.pricing.terms import Charge, Rate, managed, rate_of
from stackwright.pricing.usage import DEFAULT, Usage

Make = Callable[..., Resource]

ONE = rate_of("EC2", "one")
HOUR = ONE.charges[Term.ON_DEMAND].key
DEAR = Price("us-east-1", HOUR, 2.0, "src", "2026-01-01")
CHEAP = replace(DEAR, key=ONE.charges[Term.SPOT].key, usd=0.5)
BLOCK = replace(DEAR, key=Key("EC2 Capacity Blocks", "one", "accelerator-hour"), usd=0.25)


def _bill(make: Make, *prices: Price, term: Term | None = None, usage: Usage = DEFAULT, **expected: float) -> Bill:
    resource = make("aws:x/y:Y", "pool")
    table = Prices(prices)
    return Bill(
        resource,
        Stack(Graph([resource]), region="us-east-1", prices=table, usage=usage, expected_nodes=expected, term=term),
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
    items = list(machine_hours(_bill(make, DEAR), "one", [ONE], Range(1, 2, 3), Term.SPOT))
    assert [item.cost for item in items] == [Range(1, 2, 3) * 730 * 2]
    assert items[0].note == "no dated spot price: the on-demand rate is used"
    assert (items[0].machine, items[0].term) == ("one", Term.SPOT)


def test_with_one_the_high_still_pays_on_demand(make: Make) -> None:
    bill = _bill(make, DEAR, CHEAP)
    spot, worst = machine_hours(bill, "one", [ONE], Range(1, 2, 3), Term.SPOT)
    assert spot.cost == Range(1, 2, 0) * 730 * 0.5
    assert worst.cost == Range(0, 0, 3) * 730 * 2
    assert (spot.term, worst.term) == (Term.SPOT, Term.ON_DEMAND)


def test_what_is_asked_for_on_spot_borrows_no_other_rate(make: Make) -> None:
    bill = _bill(make, DEAR, term=Term.SPOT)
    (item,) = machine_hours(bill, "one", [ONE], Range(1, 2, 3))
    assert (item.status, item.term) == (Status.UNPRICED, Term.SPOT)
    assert item.note == "no dated price for EC2 Spot one (hour) in us-east-1"


def test_committed_machines_are_paid_for_every_hour(make: Make) -> None:
    row = replace(DEAR, key=ONE.charges[Term.RESERVED].key, usd=1.25)
    usage = DEFAULT.with_values({"machine_hours": Range(0, 217, 730)})
    (item,) = machine_hours(_bill(make, DEAR, row, term=Term.RESERVED, usage=usage), "one", [ONE], Range(0, 2, 3))
    assert item.cost == Range(0, 2, 3) * 730 * 1.25
    assert item.note == "paid for every hour, used or not"


def test_commitments_that_are_listed_by_the_month_are_paid_by_the_month(make: Make) -> None:
    rate = rate_of("Compute Engine", "one")
    key = rate.charges[Term.RESERVED].key
    assert key == Key("Compute Engine Commitment 1y", "one", "machine-month")
    bill = _bill(make, replace(DEAR, key=key, usd=100.0), term=Term.RESERVED)
    (item,) = machine_hours(bill, "one", [rate], Range(1, 2, 3))
    assert item.quantity is not None
    assert [round(each, 9) for each in item.quantity.to_json().values()] == [1, 2, 3]


def test_a_machine_that_is_not_sold_on_a_term_keeps_its_own(make: Make) -> None:
    bill = _bill(make, DEAR, term=Term.SPOT)
    (item,) = machine_hours(bill, "one", [managed(HOUR)], Range.of(1))
    assert (item.cost, item.term) == (Range.of(730 * 2), Term.ON_DEMAND)


def test_a_block_that_is_asked_for_covers_the_whole_month(make: Make) -> None:
    rate = Rate("one", {**ONE.charges, Term.CAPACITY_BLOCK: Charge(BLOCK.key, 8)})
    usage = DEFAULT.with_values({"machine_hours": Range(0, 217, 730)})
    bill = _bill(make, BLOCK, term=Term.CAPACITY_BLOCK, usage=usage)
    (item,) = machine_hours(bill, "one", [rate], Range(0, 1, 2))
    assert item.cost == Range(0, 1, 2) * 730 * 8 * 0.25


@pytest.mark.parametrize(
    ("nodes", "stops", "hours"),
    [
        (Range(0, 2, 4), False, Range(0, 2 * 217, 4 * 730)),
        (Range(1, 3, 4), False, Range(730, 730 + 2 * 217, 4 * 730)),
        (Range(2, 2, 2), False, Range.of(2 * 730)),
        (Range(1, 1, 1), True, Range(0, 217, 730)),
    ],
)
def test_working_hours_are_those_of_what_can_stop(make: Make, nodes: Range, stops: bool, hours: Range) -> None:
    usage = DEFAULT.with_values({"machine_hours": Range(0, 217, 730)})
    bill = _bill(make, usage=usage)
    found = running(bill, nodes, stops=stops)
    assert found.hours == hours
    assert (found.basis is Basis.ASSUMED) == (hours != nodes * 730)
    assert bool(bill.stack.assumed) == (hours != nodes * 730)


def test_without_working_hours_nothing_is_assumed(make: Make) -> None:
    bill = _bill(make)
    assert running(bill, Range(0, 2, 4)) == Running(Range(0, 2, 4) * 730)
    assert list(bill.stack.assumed) == []


def test_a_schedule_of_the_graph_says_the_hours(make: Make) -> None:
    group = make("aws:autoscaling/group:Group", "pool")
    switch = [
        make(
            "aws:autoscaling/schedule:Schedule",
            name,
            {"recurrence": recurrence, "desiredCapacity": nodes},
            wires={"autoscalingGroupName": [group]},
        )
        for name, recurrence, nodes in (("up", "0 8 * * 1-5", 2), ("down", "0 18 * * MON-FRI", 0))
    ]
    stack = Stack(
        Graph([group, *switch]), region="us-east-1", prices=Prices(()), usage=DEFAULT, expected_nodes={}, term=None
    )
    on = 50 / 168 * 730
    assert running(Bill(group, stack), Range(1, 2, 4)).hours == Range(on, 2 * on, 4 * 730)
    assert list(stack.assumed) == ["`pool` is on for 217 hours a month by its schedule"]
