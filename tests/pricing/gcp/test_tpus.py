"""`stackwright.pricing.gcp.tpus`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range, Status, Term

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

VM = "gcp:tpu/v2Vm:V2Vm"
QUEUE = "gcp:tpu/v2QueuedResource:V2QueuedResource"


def _vm(make: Make, **inputs: Any) -> Resource:
    return make(VM, inputs={"zone": "us-central1-a"} | inputs)


@pytest.mark.parametrize(
    ("inputs", "chips", "rate"),
    [
        ({"acceleratorType": "v6e-8"}, 8, 2.7),
        ({"acceleratorType": "v5litepod-16"}, 16, 1.2),
        ({"acceleratorType": "v5p-8"}, 4, 4.2),  # its name counts cores
        ({"acceleratorConfig": {"type": "V6E", "topology": "4x4"}}, 16, 2.7),
        ({"acceleratorConfig": {"type": "V5P", "topology": "2x2x2"}}, 8, 4.2),
    ],
)
def test_a_slice_is_charged_by_its_chips(
    make: Make, priced: Priced, inputs: dict[str, Any], chips: int, rate: float
) -> None:
    found = priced(_vm(make, **inputs), region="us-central1")
    assert [(item.quantity, item.unit_price) for item in found.items] == [(Range.of(chips * 730), rate)]
    assert found.items[0].term is Term.ON_DEMAND


def test_a_slice_on_spot_pays_on_demand_at_worst(make: Make, priced: Priced) -> None:
    found = priced(_vm(make, acceleratorType="v6e-1", schedulingConfig={"spot": True}), region="us-central1")
    assert [item.term for item in found.items] == [Term.SPOT, Term.ON_DEMAND]
    assert found.expected < found.high == pytest.approx(2.7 * 730)


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"acceleratorType": "v4-8"}, "no dated price for v4-8 slices"),
        ({"acceleratorType": UNKNOWN}, "`acceleratorType` is not known before deployment"),
        (
            {"acceleratorConfig": {"type": "V4", "topology": "2x2x1"}},
            "no dated price for V4 slices",
        ),
        (
            {"acceleratorType": "v6e-4", "schedulingConfig": {"reserved": True}},
            "no dated price for chips of a reservation",
        ),
    ],
)
def test_a_slice_without_a_price_is_named(make: Make, priced: Priced, inputs: dict[str, Any], reason: str) -> None:
    assert [why for _, why in priced(_vm(make, **inputs), region="us-central1").unpriced] == [reason]


def test_every_slice_of_a_queue_is_counted(make: Make, priced: Priced) -> None:
    specs = [{"node": {"acceleratorType": kind}} for kind in ("v6e-4", "v6e-8")]
    found = priced(make(QUEUE, inputs={"zone": "us-central1-a", "tpu": {"nodeSpecs": specs}}), region="us-central1")
    assert f"{found.expected:.2f}" == "23652.00"  # 12 chips at 2.70
    assert priced(make(QUEUE), region="us-central1").items[0].status is Status.UNKNOWN_INPUT
