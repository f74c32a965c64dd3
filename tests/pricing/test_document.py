"""`stackwright.pricing.document`."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from stackwright.pricing.aws import decisions as aws
from stackwright.pricing.azure import decisions as azure
from stackwright.pricing.document import render
from stackwright.pricing.gcp import decisions as gcp
from stackwright.pricing.prices import load

PAGE = Path(__file__).parents[2] / "docs/prices.md"


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == render()


@pytest.mark.parametrize(
    ("provider", "types"), [("aws", aws.DECISIONS), ("gcp", gcp.DECISIONS), ("azure", azure.DECISIONS)]
)
def test_every_source_and_every_type_is_named(provider: str, types: Mapping[str, object]) -> None:
    page = render()
    assert all(row.source in page and row.as_of in page for row in load(provider))
    assert all(f"`{token}`" in page for token in types)


def test_what_is_missing_is_named_with_its_regions() -> None:
    page = render()
    assert "| FSx Lustre | PERSISTENT_2 SSD 125 MB/s/TiB | GB-month | us-east-1, us-west-2, eu-west-1, " in page


def test_a_missing_price_is_an_empty_cell_and_never_a_zero() -> None:
    rows = [line for line in render().splitlines() if line.startswith("| EC2 | g7.2xlarge |")]
    assert rows == [f"| EC2 | g7.2xlarge | hour | 2.52 |{'  |' * (len(load('aws').regions) - 1)}"]
