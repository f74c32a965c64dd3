"""`stackwright.pricing.aws.disks`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

VOLUME = "aws:ebs/volume:Volume"


@pytest.mark.parametrize(
    ("inputs", "cost"),
    [
        ({"size": 100}, "10.00"),  # gp2, the API's default: 0.1
        ({"size": 100, "type": "gp3"}, "8.00"),
        ({"size": 100, "type": "gp3", "iops": 3000, "throughput": 125}, "8.00"),
        ({"size": 100, "type": "gp3", "iops": 5000, "throughput": 500}, "33.00"),  # + 2,000 x 0.005 + 375 x 0.04
        ({"size": 100, "type": "io2", "iops": 1000}, "77.50"),  # 100 x 0.125 + 1,000 x 0.065
        ({"size": 1000, "type": "st1"}, "45.00"),
        ({"size": 1000, "type": "sc1"}, "15.00"),
    ],
)
def test_a_volume_pays_for_size_and_for_speed_above_the_free_part(
    make: Make, priced: Priced, inputs: dict[str, Any], cost: str
) -> None:
    found = priced(make(VOLUME, inputs=inputs))
    assert f"{found.expected:.2f}" == cost
    assert found.coverage == 1


@pytest.mark.parametrize(
    ("inputs", "reason"),
    [
        ({"type": "gp3", "size": UNKNOWN}, "`volumeSize` is not known before deployment"),
        ({"snapshotId": "snap-1"}, "`volumeSize` is not known before deployment"),
        ({"size": 10, "type": "standard"}, "no dated price for standard volumes"),
        ({"size": 10, "type": "io1", "iops": 40000}, "no dated price for more than 32,000 provisioned IOPS"),
    ],
)
def test_what_cannot_be_priced_says_why(make: Make, priced: Priced, inputs: dict[str, Any], reason: str) -> None:
    assert [why for _, why in priced(make(VOLUME, inputs=inputs)).unpriced] == [reason]
