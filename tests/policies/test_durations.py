from typing import Any

import pytest

from stackwright.policies.durations import minutes


@pytest.mark.parametrize(
    ("text", "found"),
    [("PT60M", 60), ("PT1H30M", 90), ("P1D", 1440), ("PT120S", 2), ("P", None), ("60", None), (60, None), (None, None)],
)
def test_a_duration_is_read_in_minutes(text: Any, found: float | None) -> None:
    assert minutes(text) == found
