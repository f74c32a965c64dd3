"""`stackwright.pricing.azure.disks`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Range

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

DISK = "azure-native:compute:Disk"


def _disk(make: Make, sku: Any, size: Any) -> Resource:
    return make(DISK, inputs={"sku": {"name": sku}, "diskSizeGB": size})


@pytest.mark.parametrize(("size", "tier"), [(4, "P1"), (100, "P10"), (128, "P10"), (129, "P15"), (32767, "P80")])
def test_a_disk_is_billed_as_the_next_larger_tier(make: Make, priced: Priced, size: int, tier: str) -> None:
    item = priced(_disk(make, "Premium_LRS", size), region="eastus").items[0]
    assert (item.dimension, item.quantity) == (f"managed disk {tier}", Range.of(1))
    assert item.unit_price


def test_a_version_2_disk_is_billed_by_its_size(make: Make, priced: Priced) -> None:
    found = priced(_disk(make, "PremiumV2_LRS", 100), region="eastus")
    assert found.items[0].quantity == Range.of(100)
    assert [why for _, why in found.unpriced] == ["no dated price for provisioned IOPS and throughput"]


@pytest.mark.parametrize(("sku", "size"), [("UltraSSD_LRS", 100), ("Premium_ZRS", 100), ("Premium_LRS", 40000)])
def test_any_other_disk_is_named(make: Make, priced: Priced, sku: str, size: int) -> None:
    found = priced(_disk(make, sku, size), region="eastus")
    assert [why for _, why in found.unpriced] == [f"no dated price for {sku} disks of {size} GiB"]


@pytest.mark.parametrize(
    ("sku", "size", "missing"), [(UNKNOWN, 10, "sku.name"), ("Premium_LRS", UNKNOWN, "diskSizeGB")]
)
def test_an_unknown_disk_is_an_unknown_cost(make: Make, priced: Priced, sku: Any, size: Any, missing: str) -> None:
    found = priced(_disk(make, sku, size), region="eastus")
    assert [item.note for item in found.items] == [f"`{missing}` is not known before deployment"]
