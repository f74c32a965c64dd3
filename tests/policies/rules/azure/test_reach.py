from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.policies.rules.azure.reach import closed


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"public": "Disabled"}, []),
        ({"public": "disabled"}, []),
        ({"public": "Enabled", "rules": {"defaultAction": "Deny"}}, []),
        ({"public": "Enabled", "rules": {"defaultAction": "Allow"}}, ["fail"]),
        ({}, ["fail"]),
        ({"public": UNKNOWN}, ["unknown"]),
        ({"public": "Enabled", "rules": UNKNOWN}, ["unknown"]),
    ],
)
def test_a_service_is_closed_by_its_switch_or_by_its_default(inputs: dict[str, Any], results: list[str]) -> None:
    found = closed(Resource("u", "t", "n", inputs), "public", "rules.defaultAction")
    assert [one.result.value for one in found] == results
