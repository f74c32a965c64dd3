"""`stackwright.pricing.refresh.azure_queries`."""

import pytest

from stackwright.pricing.prices import Key
from stackwright.pricing.refresh.azure_queries import azure_query


@pytest.mark.parametrize(
    ("dimension", "product"), [("E10 LRS", "Standard SSD Managed Disks"), ("P80 LRS", "Premium SSD Managed Disks")]
)
def test_a_disk_is_the_meter_of_its_size_and_not_its_mount(dimension: str, product: str) -> None:
    query = azure_query(Key("Managed Disks", dimension, "disk-month"))
    assert query
    assert (query.product, query.sku, query.meter) == (product, dimension, f"{dimension} Disk")


def test_a_machine_is_asked_for_by_its_name_in_the_api() -> None:
    usual, spot = (azure_query(Key(f"Virtual Machines{how}", "Standard_D2s_v5", "hour")) for how in ("", " Spot"))
    assert usual
    assert spot
    assert (usual.arm_sku, usual.spot, spot.spot) == ("Standard_D2s_v5", False, True)


def test_what_is_not_known_is_not_asked_for() -> None:
    assert azure_query(Key("Managed Disks", "Z1 LRS", "disk-month")) is None
    assert azure_query(Key("Unheard", "of", "hour")) is None
