"""Area of concern: one check of a budget's alarms for all clouds."""

import pytest

from stackwright.components.budgets import shares


def test_different_percentages_are_taken() -> None:
    assert shares([1, 80, 1000]) == [1, 80, 1000]


@pytest.mark.parametrize("percents", [[0], [1001], [80, 80]])
def test_anything_else_is_refused(percents: list[int]) -> None:
    with pytest.raises(ValueError, match="must be different percentages from 1 to 1000"):
        shares(percents)
