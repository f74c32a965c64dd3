"""`stackwright.pricing.refresh.gcp_queries`."""

import re

import pytest

from stackwright.pricing.prices import Key, shipped
from stackwright.pricing.refresh.gcp_queries import gcp_queries


def _counts(machine: str, service: str = "Compute Engine") -> list[tuple[str, float]]:
    return [(each.description, float(each.count)) for each in gcp_queries(Key(service, machine, "hour"))]


def test_a_machine_is_counted_in_cores_and_memory() -> None:
    assert _counts("n2-standard-8") == [
        ("N2 Instance Core running in .+", 8.0),
        ("N2 Instance Ram running in .+", 32.0),
    ]
    assert _counts("c2-standard-4", "Compute Engine Spot")[0] == (
        "Spot Preemptible Compute optimized Core running in .+",
        4.0,
    )


def test_eight_h100_come_with_their_local_disks() -> None:
    cores, ram, gpus, disks = _counts("a3-highgpu-8g")
    assert (cores[1], ram[1], gpus) == (208.0, 1872.0, ("Nvidia H100 80GB GPU running in .+", 8.0))
    assert disks[1] == pytest.approx(16 * 375 / 730)


@pytest.mark.parametrize("family", ["n2", "c3", "n4", "e2"])
def test_cores_and_memory_of_two_shipped_prices_make_a_third(family: str) -> None:
    size = {"c3": 22}.get(family, 8)
    usd = {kind: _shipped(f"{family}-{kind}-{size}") for kind in ("standard", "highmem", "highcpu")}
    gib = {kind: _counts(f"{family}-{kind}-{size}")[1][1] for kind in usd}
    ram = (usd["highmem"] - usd["standard"]) / (gib["highmem"] - gib["standard"])
    cores = usd["standard"] - gib["standard"] * ram
    assert usd["highcpu"] == pytest.approx(cores + gib["highcpu"] * ram, rel=0.001)


def _shipped(machine: str) -> float:
    row = shipped("gcp").find("us-central1", Key("Compute Engine", machine, "hour"))
    assert row
    return row.usd


@pytest.mark.parametrize("machine", ["m9-unheard-8", "g4-standard-12"])
def test_a_machine_whose_parts_are_not_known_is_not_guessed_at(machine: str) -> None:
    assert gcp_queries(Key("Compute Engine", machine, "hour")) == ()


@pytest.mark.parametrize(
    ("description", "matches"),
    [
        ("Balanced PD Capacity", True),
        ("Balanced PD Capacity in Japan", True),
        ("Regional Balanced PD Capacity", False),
        ("Balanced PD Capacity Snapshot", False),
    ],
)
def test_a_description_is_matched_as_a_whole(description: str, matches: bool) -> None:
    (query,) = gcp_queries(Key("Persistent Disk", "pd-balanced", "GB-month"))
    assert bool(re.fullmatch(query.description, description)) is matches
