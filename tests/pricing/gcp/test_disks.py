"""`stackwright.pricing.gcp.disks`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

DISK = "gcp:compute/disk:Disk"
REGIONAL = "gcp:compute/regionDisk:RegionDisk"
SNAPSHOT = "gcp:compute/snapshot:Snapshot"


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
        (
            REGIONAL,
            {"size": 10, "type": "hyperdisk-balanced-ha"},
            "no dated price for regional hyperdisk-balanced-ha disks",
        ),
        (SNAPSHOT, {}, "the size of what is copied is not in the graph"),
    ],
)
def test_what_nobody_dated_is_named(
    make: Make, priced: Priced, token: str, inputs: dict[str, Any], reason: str
) -> None:
    assert [why for _, why in priced(make(token, inputs=inputs), region="us-central1").unpriced] == [reason]


def test_a_regional_disk_has_a_rate_of_its_own(make: Make, priced: Priced) -> None:
    # regional pd-ssd 0.34 a GB-month, twice that of one zone
    found = priced(make(REGIONAL, inputs={"type": "pd-ssd", "size": 100}), region="us-central1")
    assert f"{found.expected:.2f}" == "34.00"


@pytest.mark.parametrize("missing", ["type", "size"])
def test_an_unknown_regional_disk_is_an_unknown_cost(make: Make, priced: Priced, missing: str) -> None:
    found = priced(make(REGIONAL, inputs={"type": "pd-ssd", "size": 100, missing: UNKNOWN}), region="us-central1")
    assert [item.note for item in found.items] == [f"`{missing}` is not known before deployment"]


@pytest.mark.parametrize(("token", "expected"), [(SNAPSHOT, "10.00"), ("gcp:compute/image:Image", "10.00")])
def test_a_copy_of_a_disk_is_counted_as_full(make: Make, priced: Priced, token: str, expected: str) -> None:
    # both 0.05 a GB-month
    disk = make(DISK, "d", {"size": 200, "zone": "us-central1-a"})
    found = priced(make(token, "copy", wires={"sourceDisk": [disk]}), disk, region="us-central1")
    assert f"{found.by_urn[make(token, 'copy').urn].expected:.2f}" == expected


def test_the_snapshot_rate_of_one_region_that_no_other_comes_near_is_left_out(make: Make, priced: Priced) -> None:
    found = priced(make(SNAPSHOT, inputs={"diskSizeGb": 10}), region="us-east5")
    assert [why for _, why in found.unpriced] == ["no dated price for Persistent Disk snapshot (GB-month) in us-east5"]
