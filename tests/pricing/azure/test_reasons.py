"""`stackwright.pricing.azure.reasons`."""

from collections.abc import Callable

import pytest

from stackwright.plan.graph import Resource
from stackwright.pricing.azure.reasons import FREE, UNPRICED
from stackwright.pricing.model import Estimate, Status

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]


def test_no_type_is_free_and_unpriced_at_once() -> None:
    assert set(FREE) & set(UNPRICED) == set()


@pytest.mark.parametrize("token", sorted(FREE))
def test_a_free_type_costs_zero_and_says_why(make: Make, priced: Priced, token: str) -> None:
    found = priced(make(token), region="eastus")
    assert [(item.status, item.unit_price, item.note) for item in found.items] == [(Status.FREE, 0.0, FREE[token])]
    assert found.coverage == 1


@pytest.mark.parametrize("token", sorted(UNPRICED))
def test_an_unpriced_type_is_named_with_its_reason(make: Make, priced: Priced, token: str) -> None:
    resource = make(token)
    found = priced(resource, region="eastus")
    assert found.unpriced == ((resource.urn, UNPRICED[token]),)
    assert (found.expected, found.at_least) == (0, True)
