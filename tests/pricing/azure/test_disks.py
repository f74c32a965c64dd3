"""`stackwright.pricing.azure.disks`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

DISK = "azure-native:compute:Disk"
SNAPSHOT = "azure-native:compute:Snapshot"


def _disk(make: Make, sku: Any, size: Any) -> Resource:
    return make(DISK, inputs={"sku": {"name": sku}, "diskSizeGB": size})


@pytest.mark.parametrize(("size", "tier"), [(4, "P1"), (100, "P10"), (128, "P10"), (129, "P15"), (32767, "P80")])
def test_a_disk_is_billed_as_the_next_larger_tier(make: Make, priced: Priced, size: int, tier: str) -> None:
    item = priced(_disk(make, "Premium_LRS", size), region="eastus").items[0]
    assert (item.dimension, item.quantity) == (f"managed disk {tier}", Range.of(1))
    assert item.unit_price


@pytest.mark.parametrize("sku", ["PremiumV2_LRS", "UltraSSD_LRS"])
def test_some_disks_are_billed_by_their_size(make: Make, priced: Priced, sku: str) -> None:
    found = priced(_disk(make, sku, 100), region="eastus")
    assert found.items[0].quantity == Range.of(100)
    assert [why for _, why in found.unpriced] == ["no dated price for provisioned IOPS and throughput"]


@pytest.mark.parametrize(("sku", "size"), [("Premium_ZRS", 100), ("Premium_LRS", 40000)])
def test_any_other_disk_is_named(make: Make, priced: Priced, sku: str, size: int) -> None:
    found = priced(_disk(make, sku, size), region="eastus")
    assert [why for _, why in found.unpriced] == [f"no dated price for {sku} disks of {size} GiB"]


@pytest.mark.parametrize(
    ("sku", "size", "missing"), [(UNKNOWN, 10, "sku.name"), ("Premium_LRS", UNKNOWN, "diskSizeGB")]
)
def test_an_unknown_disk_is_an_unknown_cost(make: Make, priced: Priced, sku: Any, size: Any, missing: str) -> None:
    found = priced(_disk(make, sku, size), region="eastus")
    assert [item.note for item in found.items] == [f"`{missing}` is not known before deployment"]


@pytest.mark.parametrize(("size", "tier", "rate"), [(4, "S4", 1.536), (100, "S10", 5.888), (32767, "S80", 953.55)])
def test_a_hard_disk_is_never_smaller_than_its_least_tier(
    make: Make, priced: Priced, size: int, tier: str, rate: float
) -> None:
    item = priced(_disk(make, "Standard_LRS", size), region="eastus").items[0]
    assert (item.dimension, item.unit_price) == (f"managed disk {tier}", rate)


def test_a_snapshot_is_counted_as_full(make: Make, priced: Priced) -> None:
    disk = _disk(make, "Premium_LRS", 200)
    found = priced(make(SNAPSHOT, "s", wires={"creationData": [disk]}), region="eastus")
    assert [why for _, why in found.unpriced] == ["the size of the disk that is copied is not in the graph"]
    both = priced(disk, make(SNAPSHOT, "s", wires={"creationData": [disk]}), region="eastus")
    assert (both.items[1].unit_price, both.items[1].quantity) == (0.05, Range.of(200))
    premium = priced(make(SNAPSHOT, inputs={"sku": {"name": "Premium_LRS"}, "diskSizeGB": 8}), region="eastus")
    assert [why for _, why in premium.unpriced] == ["no dated price for snapshots on Premium_LRS storage"]
