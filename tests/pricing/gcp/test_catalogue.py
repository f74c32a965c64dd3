"""Area of concern: rows of Google Cloud that would be plausible and wrong."""

import pytest

from stackwright.accelerators.catalog import find
from stackwright.pricing.prices import Key, shipped

TABLE = shipped("gcp")
REGIONS = [region for region in TABLE.regions if region != "us"]
CENTS = 0.01
LESS_MEMORY = 0.03
"""The smallest C4 has 3.5 GiB a vCPU, the others 3.75."""


def test_there_are_twelve_regions_and_one_continent() -> None:
    assert len(REGIONS) == 12
    assert set(TABLE.regions) - set(REGIONS) == {"us"}


def test_nothing_costs_nothing() -> None:
    assert [row for row in TABLE if row.usd <= 0] == []


@pytest.mark.parametrize("service", ["Compute Engine", "Cloud TPU"])
def test_spot_is_cheaper_than_on_demand(service: str) -> None:
    spot = [row for row in TABLE if row.key.service == f"{service} Spot"]
    usual = [TABLE.find(row.region, Key(service, row.key.dimension, row.key.unit)) for row in spot]
    assert spot
    assert [row for row, other in zip(spot, usual, strict=True) if other is None or row.usd > other.usd] == []


@pytest.mark.parametrize("family", ["e2-standard", "n1-standard", "n2-standard", "c3-standard", "c4-standard"])
@pytest.mark.parametrize("region", REGIONS)
def test_a_family_is_as_dear_by_the_vcpu_whatever_its_size(region: str, family: str) -> None:
    rows = [row for row in TABLE if row.region == region and row.key.dimension.startswith(f"{family}-")]
    sold = [(row.usd, find(row.key.dimension, "gcp")) for row in rows if row.key.service == "Compute Engine"]
    each = [usd / machine.vcpus for usd, machine in sold if machine]
    assert not each or max(each) / min(each) < 1 + LESS_MEMORY


@pytest.mark.parametrize(("family", "smallest"), [("a2-highgpu", "1g"), ("a3-highgpu", "1g"), ("a2-ultragpu", "1g")])
def test_a_gpu_is_as_dear_alone_as_among_eight(family: str, smallest: str) -> None:
    for region in REGIONS:
        one, eight = (
            TABLE.find(region, Key("Compute Engine", f"{family}-{size}", "hour")) for size in (smallest, "8g")
        )
        assert (one is None) == (eight is None)
        assert one is None or eight is None or eight.usd == pytest.approx(8 * one.usd, rel=CENTS)


def test_no_tpu_has_the_price_that_stands_for_none_is_known() -> None:
    assert [row for row in TABLE if row.key.service.startswith("Cloud TPU") and row.usd >= 20] == []
