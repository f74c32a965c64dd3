"""`stackwright.pricing.energy`."""

import pytest

from stackwright.accelerators.catalog import machine
from stackwright.pricing.energy import energy
from stackwright.pricing.model import Range, Term
from stackwright.pricing.pools import Pool


def _pool(name: str, cloud: str, hours: Range) -> Pool:
    return Pool("urn", "r", machine(name, cloud), Term.ON_DEMAND, "EC2", "hour", Range.of(1), hours)


def test_kilowatt_hours_are_hours_of_all_accelerators_at_their_board_power() -> None:
    # H100 SXM5 700 W (hawkvelt.id.au, 2024-08-04), 8 in a p5.48xlarge
    # L4 72 W (aiwiki.ai, 2026-06-03), 1 in a g2-standard-4
    found = energy([_pool("p5.48xlarge", "aws", Range(0, 1460, 2920)), _pool("g2-standard-4", "gcp", Range.of(730))])
    assert found
    one = 730 * 1 * 72 / 1000
    expected = [0 * 8 * 700 / 1000 + one, 1460 * 8 * 700 / 1000 + one, 2920 * 8 * 700 / 1000 + one]
    assert list(found.kwh.to_json(3).values()) == [pytest.approx(each) for each in expected]
    assert [each.accelerator for each in found.powers] == ["H100", "L4"]
    assert found.unknown == ()


def test_what_nobody_tells_is_left_out_and_named() -> None:
    found = energy([_pool("g2-standard-4", "gcp", Range.of(1)), _pool("ct6e-standard-8t", "gcp", Range.of(1))])
    assert found
    assert found.unknown == ("TPU-v6e",)
    assert found.to_json()["left_out"] == ["TPU-v6e"]


def test_without_any_source_there_is_no_energy() -> None:
    assert energy([_pool("ct6e-standard-8t", "gcp", Range.of(1))]) is None
    assert energy([]) is None
