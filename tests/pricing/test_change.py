"""What changes in a price: quantity and rate told apart, and nothing called a saving that is a missing price."""

import pytest

from stackwright.pricing.change import Doubt, change
from stackwright.pricing.model import Estimate, LineItem, Range, Status, Term


def _item(
    name: str = "nodes",
    dimension: str = "storage",
    quantity: float | None = 100,
    rate: float | None = 0.5,
    *,
    status: Status | None = None,
    component: str = "",
    machine: str = "",
    stack: str = "dev",
) -> LineItem:
    known = quantity is not None and rate is not None
    return LineItem(
        urn=f"urn:pulumi:{stack}::app::aws:ec2/volume:Volume::{name}",
        component=component,
        dimension=dimension,
        quantity=None if quantity is None else Range.of(quantity),
        unit="GB-month",
        unit_price=rate,
        status=status or (Status.PRICED if known else Status.UNPRICED),
        note="" if known else "no dated price",
        machine=machine,
        term=Term.ON_DEMAND if machine else None,
    )


def _estimate(*items: LineItem) -> Estimate:
    return Estimate(items)


def test_a_quantity_and_a_rate_are_told_apart_and_add_up() -> None:
    found = change(_estimate(_item(quantity=100, rate=0.5)), _estimate(_item(quantity=150, rate=0.4)))
    (item,) = found.items
    # 50 more at 0.5 are 25; 150 at 0.1 less are -15
    assert (item.by_quantity, round(item.by_rate, 9)) == (25, -15)
    assert round(item.difference.expected, 9) == 10
    assert (found.doubt, round(found.difference.expected, 9)) == (Doubt.NONE, 10)


def test_a_resource_that_comes_or_goes_is_its_whole_cost() -> None:
    found = change(_estimate(_item("old", quantity=10)), _estimate(_item("new", quantity=30)))
    assert {one.name: (one.before, one.after) for one in found.components} == {
        "Volume new": (None, Range.of(15)),
        "Volume old": (Range.of(5), None),
    }
    assert (found.difference.expected, found.doubt) == (10, Doubt.NONE)


def test_a_price_that_is_lost_is_no_saving() -> None:
    before = _estimate(_item("a", quantity=100), _item("b", quantity=10))
    after = _estimate(_item("a", rate=None), _item("b", quantity=20))
    found = change(before, after)
    assert (found.doubt, found.difference.expected) == (Doubt.ALL, 5)
    assert found.at_least == (False, True)
    assert found.to_json()["difference"] is None
    assert found.moved[0].item.urn.endswith("::a")


def test_a_price_that_is_found_is_no_new_cost() -> None:
    found = change(_estimate(_item(rate=None)), _estimate(_item()))
    assert (found.doubt, found.difference.expected, found.at_least) == (Doubt.ALL, 0, (True, False))


@pytest.mark.parametrize("there", ["before", "after"])
def test_an_unpriced_resource_that_comes_or_goes_leaves_the_difference_unknown(there: str) -> None:
    sides = [_estimate(), _estimate(_item(rate=None))]
    found = change(*(sides if there == "after" else reversed(sides)))
    assert found.doubt is Doubt.ALL


def test_what_has_no_price_before_and_after_is_said() -> None:
    same = _item("a", rate=None)
    found = change(_estimate(same, _item("b", quantity=1)), _estimate(same, _item("b", quantity=3)))
    assert (found.doubt, found.difference.expected, found.at_least) == (Doubt.SOME, 1, (True, True))
    assert [item.item.urn[-1] for item in found.moved] == ["b"]


def test_more_of_what_has_no_price_is_shown_though_it_adds_nothing() -> None:
    found = change(_estimate(_item(quantity=1, rate=None)), _estimate(_item(quantity=3, rate=None)))
    assert len(found.moved) == 1


def test_a_resource_whose_price_is_lost_for_other_dimensions_is_not_compared_by_what_is_left() -> None:
    before = _estimate(_item(dimension="resource", rate=None))
    after = _estimate(_item(dimension="storage", quantity=10), _item(dimension="requests", quantity=4))
    found = change(before, after)
    assert (found.doubt, found.difference.expected) == (Doubt.ALL, 0)


def test_another_machine_is_a_change_of_the_item_and_not_a_new_one() -> None:
    one, other = (
        _item(dimension=f"{name} hours", quantity=730, rate=rate, machine=name)
        for name, rate in (("p4", 20), ("p5", 55))
    )
    (item,) = change(_estimate(one), _estimate(other)).items
    assert (item.before, item.after) == (one, other)
    assert (item.by_quantity, item.by_rate) == (0, 730 * 35)


def test_names_of_two_stacks_are_held_against_each_other_without_what_starts_them() -> None:
    one, other = _item("a-disk", stack="dev"), _item("b-disk", quantity=300, stack="prod")
    found = change(_estimate(one), _estimate(other), prefixes=("a-", "b-"))
    assert [(item.before, item.after) for item in found.items] == [(one, other)]


def test_items_of_one_dimension_are_paired_in_order() -> None:
    before = [_item(quantity=1), _item(quantity=2)]
    after = [_item(quantity=1), _item(quantity=5), _item(quantity=7)]
    found = change(_estimate(*before), _estimate(*after))
    assert [item.difference.expected for item in found.items] == [0, 1.5, 3.5]


def test_components_are_in_the_order_of_what_they_change() -> None:
    before = _estimate(_item("a", quantity=1, component="x"), _item("b", quantity=1, component="y"))
    after = _estimate(_item("a", quantity=2, component="x"), _item("b", quantity=9, component="y"))
    assert [one.name for one in change(before, after).components] == ["y", "x"]


def test_the_same_estimate_does_not_change() -> None:
    same = _estimate(_item("a"), _item("b", quantity=None), _item("c", quantity=0, rate=0, status=Status.FREE))
    found = change(same, same)
    assert (found.moved, found.difference.expected) == ([], 0)
