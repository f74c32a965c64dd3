"""`stackwright.pricing.refresh.run`."""

from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.pricing.prices import Key, Price, Prices, shipped
from stackwright.pricing.refresh import aws_queries, azure_queries, gcp_queries
from stackwright.pricing.refresh.rates import Lost, RefreshError, Want
from stackwright.pricing.refresh.run import clear, merged, pages_folder, wanted

HOUR = Key("EC2", "m6i.large", "hour")
BLOCK = Key("EC2 Capacity Blocks", "p5.48xlarge", "accelerator-hour")
HOME = Price("us-east-1", HOUR, 0.096, "somebody", "2024-07-01")
TABLE = Prices(
    [HOME, replace(HOME, region="eu-west-1", usd=0.107), replace(HOME, key=BLOCK), replace(HOME, region="global")]
)


def test_without_regions_what_the_table_has_is_asked_for_and_the_rest_is_kept() -> None:
    wants, kept = wanted("aws", TABLE, ())
    assert wants == [Want("us-east-1", HOUR), Want("eu-west-1", HOUR)]
    assert kept == {"EC2": 1, "EC2 Capacity Blocks": 1}


def test_a_new_region_gets_what_the_first_one_has() -> None:
    wants, kept = wanted("aws", TABLE, ["ap-south-1"])
    assert wants == [Want("ap-south-1", HOUR)]
    assert kept == {}


def test_only_the_named_regions_are_asked_for() -> None:
    assert wanted("aws", TABLE, ["eu-west-1"])[0] == [Want("eu-west-1", HOUR)]


def test_a_cloud_without_a_table_cannot_be_refreshed() -> None:
    with pytest.raises(RefreshError, match="no table for aws"):
        wanted("aws", Prices(), ())


def test_an_answer_takes_the_place_of_its_row_and_a_lost_one_is_left_out() -> None:
    new = replace(HOME, usd=0.1, source="AWS Price List x", as_of="2026-11-27")
    lost = Lost(Want("eu-west-1", HOUR), "not on the price list")
    absent = Lost(Want("ap-south-1", HOUR), "not on the price list")
    found = merged(TABLE, [(new,), lost, absent], {})
    assert list(found.new)[:2] == [new, replace(HOME, key=BLOCK)]
    assert (found.lost, found.absent) == ((lost,), (absent,))
    assert [(each.old, each.new) for each in found.changes] == [(0.096, 0.1), (0.107, None)]


def test_only_what_looks_wrong_since_the_refresh_is_said() -> None:
    rows = [
        replace(HOME, key=Key("EC2", f"m6i.{size}", "hour"), usd=0.048 * n)
        for size, n in (("large", 2), ("xlarge", 4), ("2xlarge", 8), ("4xlarge", 16))
    ]
    bent = replace(rows[3], usd=2.0)
    assert merged(Prices(rows), [(bent,)], {}).odd("aws") == [
        "EC2 m6i in us-east-1: m6i.4xlarge do not cost what their vCPUs say"
    ]
    assert merged(Prices([*rows[:3], bent]), [(bent,)], {}).odd("aws") == []


def test_pages_are_of_one_day(tmp_path: Path) -> None:
    yesterday = pages_folder(tmp_path, "aws", "2026-11-26")
    yesterday.mkdir(parents=True)
    (yesterday / "page.json").write_text("{}")
    today = pages_folder(tmp_path, "aws", "2026-11-27")
    assert not yesterday.exists()
    today.mkdir()
    (today / "page.json").write_text("{}")
    clear(today)
    assert not today.exists()


NOT_LISTED = {
    "aws": {"EC2 Capacity Blocks"},
    "gcp": {"Cloud TPU", "Cloud TPU Spot", "Filestore"},
    "azure": set(),
}
"""Services that the APIs do not list, or not under names that are known."""


@pytest.mark.parametrize(
    ("cloud", "query"),
    [("aws", aws_queries.aws_query), ("gcp", gcp_queries.gcp_queries), ("azure", azure_queries.azure_query)],
)
def test_what_a_cloud_has_most_rows_of_is_on_a_list(cloud: str, query) -> None:
    keys = [row.key for row in shipped(cloud)]
    listed = sum(bool(query(key)) for key in keys)
    assert listed / len(keys) > 0.7
    assert not any(query(key) for key in keys if key.service in NOT_LISTED[cloud])


@pytest.mark.parametrize(
    ("cloud", "queries"), [("aws", aws_queries.BY_KEY), ("gcp", gcp_queries.BY_KEY), ("azure", azure_queries.BY_KEY)]
)
def test_no_query_is_left_for_a_price_that_no_table_has(cloud: str, queries) -> None:
    assert set(queries) - {(row.key.service, row.key.dimension) for row in shipped(cloud)} == set()
