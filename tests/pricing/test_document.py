"""`stackwright.pricing.document`."""

from pathlib import Path

from stackwright.pricing.aws.decisions import DECISIONS
from stackwright.pricing.document import render
from stackwright.pricing.prices import load

PAGE = Path(__file__).parents[2] / "docs/prices.md"


def test_the_page_is_what_the_tables_say() -> None:
    assert PAGE.read_text(encoding="utf-8") == render()


def test_every_source_every_type_and_what_is_missing_are_named() -> None:
    page = render()
    assert all(row.source in page and row.as_of in page for row in load("aws"))
    assert all(f"`{token}`" in page for token in DECISIONS)
    assert "| FSx Lustre | PERSISTENT_2 SSD 125 MB/s/TiB | GB-month | us-east-1, us-west-2, eu-west-1 |" in page


def test_a_missing_price_is_an_empty_cell_and_never_a_zero() -> None:
    rows = [line for line in render().splitlines() if line.startswith("| EC2 | g7.2xlarge |")]
    assert rows == ["| EC2 | g7.2xlarge | hour | 2.52 |  |  |"]
