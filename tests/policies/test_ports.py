from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.ports import among_ports


@pytest.mark.parametrize(
    ("ranges", "allowed", "answer"),
    [
        (["443"], [443], True),
        (["443", "8000-8001"], [443, 8000, 8001], True),
        (["443-9000"], [443], False),
        (["443"], [], False),
        ([], [443], False),
        (["https"], [443], False),
        ([UNKNOWN], [443], UNKNOWN),
        ([UNKNOWN], [], False),
    ],
)
def test_only_listed_ports_may_be_open(ranges: list[Any], allowed: list[float], answer: Any) -> None:
    assert among_ports(ranges, allowed) is answer
