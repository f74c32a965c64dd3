"""`stackwright.pricing.gcp.serverless`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

SERVICE = "gcp:cloudrunv2/service:Service"
FIRST = "gcp:cloudrun/service:Service"
FUNCTION = "gcp:cloudfunctionsv2/function:Function"
USAGE = Usage().with_values({"function_calls": 1_000_000, "function_seconds": 0.36})
"""A hundred hours of serving."""


def _service(make: Make, *, scaling: Any = None, **container: Any) -> Resource:
    template = {"containers": [container]} | ({"scaling": scaling} if scaling else {})
    return make(SERVICE, inputs={"location": "us-central1", "template": template})


@pytest.mark.parametrize(
    ("limits", "cpu", "memory"),
    [({}, 1, 0.5), ({"cpu": "2", "memory": "4Gi"}, 2, 4), ({"cpu": "500m", "memory": "256Mi"}, 0.5, 0.25)],
)
def test_a_service_is_charged_while_it_serves(
    make: Make, priced: Priced, limits: dict[str, str], cpu: float, memory: float
) -> None:
    found = priced(_service(make, resources={"limits": limits}), region="us-central1", usage=USAGE)
    assert [item.quantity and item.quantity.expected for item in found.items] == [
        pytest.approx(100 * cpu),
        pytest.approx(100 * memory),
        1,
    ]
    assert found.coverage == 1


def test_the_first_version_of_the_api_is_read_where_it_is(make: Make, priced: Priced) -> None:
    limits = {"resources": {"limits": {"cpu": "2", "memory": "1Gi"}}}
    first = make(FIRST, inputs={"location": "us-central1", "template": {"spec": {"containers": [limits]}}})
    found = priced(first, region="us-central1", usage=USAGE)
    assert [item.quantity for item in found.items[:2]] == [Range.of(pytest.approx(200)), Range.of(pytest.approx(100))]


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"resources": {"cpuIdle": False}}, "no dated price for instances that are billed while they wait"),
        ({"resources": {"limits": {"nvidia.com/gpu": "1"}}}, "no dated price for accelerators of a service"),
        ({"scaling": {"minInstanceCount": 1}}, "no dated price for instances that wait for requests"),
        ({"scaling": {"minInstanceCount": UNKNOWN}}, "`minInstanceCount` is not known before deployment"),
        ({"resources": UNKNOWN}, "`template.containers[*]` is not known before deployment"),
    ],
)
def test_what_a_service_has_no_price_for_is_named(
    make: Make, priced: Priced, inputs: dict[str, Any], reason: str
) -> None:
    assert [why for _, why in priced(_service(make, **inputs), region="us-central1").unpriced] == [reason]


def test_a_function_says_its_memory_but_not_always_its_vcpus(make: Make, priced: Priced) -> None:
    one = {"location": "us-central1", "serviceConfig": {"availableMemory": "1Gi", "availableCpu": "1"}}
    assert priced(make(FUNCTION, inputs=one), region="us-central1", usage=USAGE).coverage == 1
    bare = priced(make(FUNCTION, inputs={"location": "us-central1"}), region="us-central1", usage=USAGE)
    assert [why for _, why in bare.unpriced] == [
        "how many vCPUs go with the memory of a function is the service's choice"
    ]
