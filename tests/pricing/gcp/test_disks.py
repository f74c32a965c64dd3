"""`stackwright.pricing.gcp.disks`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

DISK = "gcp:compute/disk:Disk"


@pytest.mark.parametrize("kind", ["pd-ssd", "projects/p/zones/us-central1-a/diskTypes/pd-ssd"])
def test_a_disk_is_charged_by_its_size_and_type(make: Make, priced: Priced, kind: str) -> None:
    # pd-ssd 0.17 a GB-month
    found = priced(make(DISK, inputs={"type": kind, "size": 200, "zone": "us-central1-a"}), region="us-central1")
    assert f"{found.expected:.2f}" == "34.00"


@pytest.mark.parametrize(
    ("inputs", "missing"), [({"size": UNKNOWN}, "diskSizeGb"), ({"size": 10, "type": UNKNOWN}, "diskType")]
)
def test_an_unknown_size_or_type_is_an_unknown_cost(
    make: Make, priced: Priced, inputs: dict[str, Any], missing: str
) -> None:
    found = priced(make(DISK, inputs=inputs), region="us-central1")
    assert [item.note for item in found.items] == [f"`{missing}` is not known before deployment"]


@pytest.mark.parametrize(
    ("token", "inputs", "reason"),
    [
        (DISK, {"size": 10, "type": "pd-future"}, "no dated price for pd-future disks"),
        (
            DISK,
            {"size": 10, "type": "hyperdisk-balanced", "provisionedIops": 5000},
            "no dated price for provisioned IOPS and throughput",
        ),
        ("gcp:compute/regionDisk:RegionDisk", {"size": 10}, "no dated price for regional disks"),
    ],
)
def test_what_nobody_dated_is_named(
    make: Make, priced: Priced, token: str, inputs: dict[str, Any], reason: str
) -> None:
    assert [why for _, why in priced(make(token, inputs=inputs), region="us-central1").unpriced] == [reason]
