"""`stackwright.pricing.aws.functions`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

FUNCTION = "aws:lambda/function:Function"
READY = "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig"


def test_a_function_pays_for_calls_and_for_memory_over_time(make: Make, priced: Priced) -> None:
    # 1,000,000 calls of 0.2 s at 512 MB: 0.2 + 1e6 x 0.2 x 0.5 GB-s x 0.0000166667
    found = priced(make(FUNCTION, inputs={"memorySize": 512}))
    assert f"{found.expected:.2f}" == f"{0.2 + 1_000_000 * 0.2 * 0.5 * 0.0000166667:.2f}" == "1.87"


def test_a_function_on_arm_is_cheaper(make: Make, priced: Priced) -> None:
    found = priced(make(FUNCTION, inputs={"memorySize": 1024, "architectures": ["arm64"]}))
    assert f"{found.expected:.4f}" == f"{0.2 + 200_000 * 0.0000133334:.4f}"


def test_memory_over_time_is_tiered(make: Make, priced: Priced) -> None:
    usage = Usage().with_values({"function_calls": 1e10, "function_seconds": 1})
    found = priced(make(FUNCTION, inputs={"memorySize": 2048}), usage=usage)
    durations = [
        (item.quantity and item.quantity.high, item.unit_price) for item in found.items if item.unit == "GB-second"
    ]
    assert durations == [(6e9, 0.0000166667), (9e9, 0.000015), (5e9, 0.0000133334)]


@pytest.mark.parametrize("inputs", [{"memorySize": UNKNOWN}, {"ephemeralStorage": {"size": 2048}}])
def test_what_is_not_known_of_a_function_is_named(make: Make, priced: Priced, inputs: dict[str, Any]) -> None:
    assert priced(make(FUNCTION, inputs=inputs)).at_least


def _kept(make: Make, count: Any = 5, **inputs: Any) -> list[Resource]:
    function = make(FUNCTION, "api", {"memorySize": 1024} | inputs)
    ready = {"functionName": UNKNOWN, "provisionedConcurrentExecutions": count}
    return [function, make(READY, "api", ready, wires={"functionName": [function]})]


def test_concurrency_that_is_kept_ready_pays_all_month(make: Make, priced: Priced) -> None:
    function, ready = _kept(make)
    found = priced(function, ready).by_urn[ready.urn]
    assert f"{found.expected:.2f}" == f"{5 * 730 * 3600 * 0.0000041667:.2f}" == "54.75"


def test_concurrency_without_its_function_or_on_arm_is_named(make: Make, priced: Priced) -> None:
    alone = make(READY, inputs={"functionName": "elsewhere", "provisionedConcurrentExecutions": 5})
    assert priced(alone).coverage == 0
    assert priced(*_kept(make, UNKNOWN)).at_least
    assert priced(*_kept(make, architectures=["arm64"])).at_least
