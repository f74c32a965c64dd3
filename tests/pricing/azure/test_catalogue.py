"""Area of concern: rows of Azure that would be plausible and wrong."""

import pytest

from stackwright.accelerators.catalog import find
from stackwright.pricing.prices import Key, shipped

TABLE = shipped("azure")
REGIONS = TABLE.regions
CENTS = 0.01


def test_there_are_twelve_regions() -> None:
    assert len(REGIONS) == 12


def test_nothing_costs_nothing() -> None:
    assert [row for row in TABLE if row.usd <= 0] == []


@pytest.mark.parametrize("letter", ["D", "E"])
@pytest.mark.parametrize("ending", ["s_v5", "ds_v5"])
def test_a_family_is_as_dear_by_the_vcpu_whatever_its_size(letter: str, ending: str) -> None:
    for region in REGIONS:
        each = [
            row.usd / machine.vcpus
            for row in TABLE
            if row.region == region and row.key.service == "Virtual Machines"
            for machine in [find(row.key.dimension, "azure")]
            if machine and machine.name == f"Standard_{letter}{machine.vcpus}{ending}"
        ]
        assert len(each) == 8
        assert max(each) / min(each) < 1 + CENTS


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("letter", ["P", "E", "S"])
def test_a_larger_disk_is_dearer(region: str, letter: str) -> None:
    tiers = (1, 2, 3, 4, 6, 10, 15, 20, 30, 40, 50, 60, 70, 80)
    rows = [TABLE.find(region, Key("Managed Disks", f"{letter}{tier} LRS", "disk-month")) for tier in tiers]
    rates = [row.usd for row in rows if row]
    assert len(rates) == (11 if letter == "S" else 14)
    assert rates == sorted(rates)


@pytest.mark.parametrize("region", REGIONS)
def test_throughput_of_one_region_is_dearer_than_that_of_its_zone_and_of_the_world(region: str) -> None:
    found = [
        TABLE.find(region, Key("Azure OpenAI", sku, "PTU-hour"))
        for sku in ("GlobalProvisionedManaged", "DataZoneProvisionedManaged", "ProvisionedManaged")
    ]
    rates = [row.usd for row in found if row]
    assert rates == sorted(rates)
