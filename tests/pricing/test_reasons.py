"""`stackwright.pricing.reasons`."""

from collections.abc import Callable

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.bill import Bill, Stack
from stackwright.pricing.model import Status
from stackwright.pricing.prices import Prices
from stackwright.pricing.reasons import by_type, free, unpriced
from stackwright.pricing.usage import DEFAULT

Make = Callable[..., Resource]


def _bill(make: Make) -> Bill:
    resource = make("aws:x/y:Y")
    return Bill(
        resource, Stack(Graph([resource]), region="us-east-1", prices=Prices([]), usage=DEFAULT, expected_nodes={})
    )


def test_types_are_listed_by_reason_and_looked_up_by_type() -> None:
    assert by_type({"no charge": ("a", "b"), "a setting": ("c",)}) == {
        "a": "no charge",
        "b": "no charge",
        "c": "a setting",
    }


def test_a_free_type_is_zero_and_an_unpriced_one_is_not(make: Make) -> None:
    (nothing,) = free({"a": "no charge"})["a"](_bill(make))
    (something,) = unpriced({"b": "nobody says"})["b"](_bill(make))
    assert (nothing.status, nothing.unit_price, nothing.note) == (Status.FREE, 0.0, "no charge")
    assert (something.status, something.unit_price, something.note) == (Status.UNPRICED, None, "nobody says")
