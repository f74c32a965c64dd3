"""`stackwright.pricing.refresh.sanity`."""

from dataclasses import replace

import pytest

from stackwright.pricing.prices import Key, Price, Prices, shipped
from stackwright.pricing.refresh.sanity import family, warnings


def _row(name: str, usd: float, region: str = "us-east-1", service: str = "EC2") -> Price:
    return Price(region, Key(service, name, "hour"), usd, "somebody", "2026-01-01")


SIZES = {"large": 2, "xlarge": 4, "2xlarge": 8, "4xlarge": 16}
FAMILY = [_row(f"m6i.{size}", vcpus * 0.048) for size, vcpus in SIZES.items()]
ELSEWHERE = [replace(row, region="eu-west-1", usd=row.usd * 1.1) for row in FAMILY]


def test_a_table_in_order_has_no_warning() -> None:
    assert list(warnings("aws", Prices([*FAMILY, *ELSEWHERE]))) == []


def test_a_windows_price_among_linux_ones_does_not_fit_its_vcpus() -> None:
    bent = [*FAMILY[:3], replace(FAMILY[3], usd=FAMILY[3].usd * 2.3)]
    assert list(warnings("aws", Prices(bent))) == ["EC2 m6i in us-east-1: m6i.4xlarge do not cost what their vCPUs say"]


def test_one_machine_with_another_regional_ratio_stands_out() -> None:
    odd = [*ELSEWHERE[:3], replace(ELSEWHERE[3], usd=ELSEWHERE[3].usd * 1.05)]
    assert any("m6i.4xlarge cost another share" in text for text in warnings("aws", Prices([*FAMILY, *odd])))


@pytest.mark.parametrize(("times", "expected"), [(0.3, 0), (1.0, 0), (1.2, 1)])
def test_spot_is_never_dearer_than_on_demand(times: float, expected: int) -> None:
    usual = _row("g2-standard-4", 0.7, "us-central1", "Compute Engine")
    spot = replace(usual, key=Key("Compute Engine Spot", "g2-standard-4", "hour"), usd=0.7 * times)
    found = [text for text in warnings("gcp", Prices([usual, spot])) if "more than on demand" in text]
    assert len(found) == expected


@pytest.mark.parametrize(
    ("name", "of"),
    [
        ("m6i.2xlarge", "m6i"),
        ("n2-standard-8", "n2-standard"),
        ("Standard_D16ds_v5", "Standard_Dds_v5"),
        ("Standard_NC24ads_A100_v4", "Standard_NCads_A100_v4"),
    ],
)
def test_a_family_differs_in_size_alone(name: str, of: str) -> None:
    assert family(name) == of


@pytest.mark.parametrize("provider", ["aws", "gcp", "azure"])
def test_nothing_is_odd_about_a_shipped_table(provider: str) -> None:
    assert list(warnings(provider, shipped(provider))) == []
