"""`stackwright.pricing.refresh.table`."""

from dataclasses import replace
from pathlib import Path

import pytest

from stackwright.pricing.prices import Key, Price, Prices, read_lines, shipped
from stackwright.pricing.refresh.rates import RefreshError
from stackwright.pricing.refresh.table import differences, figure, write

ROW = Price("us-east-1", Key("Thing", "one, or two", "hour"), 2.0, "somebody", "2026-01-01")


@pytest.mark.parametrize("provider", ["aws", "gcp", "azure"])
def test_a_shipped_table_that_is_written_is_the_same_table(provider: str, tmp_path: Path) -> None:
    file = tmp_path / "sub" / "table.csv"
    write(file, provider, shipped(provider))
    assert list(Prices(on_disk=read_lines(file))) == list(shipped(provider))
    assert [each.name for each in file.parent.iterdir()] == ["table.csv"]


@pytest.mark.parametrize(
    ("value", "text"), [(0.1, "0.1"), (98.32, "98.32"), (4e-7, "0.0000004"), (1e15, "1000000000000000"), (3.0, "3")]
)
def test_a_figure_has_no_exponent(value: float, text: str) -> None:
    assert figure(value) == text
    assert float(figure(value)) == value


def test_a_difference_is_told_by_tier_with_its_percentage() -> None:
    old = Prices([ROW, replace(ROW, above=10.0, usd=1.0), replace(ROW, region="eu-west-1")])
    new = Prices([replace(ROW, usd=2.5), replace(ROW, above=10.0, usd=1.0), replace(ROW, region="ap-east-1")])
    changed, gone, added = differences(old, new)
    assert (changed.old, changed.new, changed.percent) == (2.0, 2.5, 25.0)
    assert (gone.region, gone.old, gone.new, gone.percent) == ("eu-west-1", 2.0, None, None)
    assert (added.region, added.old, added.new) == ("ap-east-1", None, 2.0)


def test_another_source_is_no_difference() -> None:
    assert differences(Prices([ROW]), Prices([replace(ROW, source="else", as_of="2026-02-02")])) == ()


def test_a_file_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RefreshError, match="cannot be written: "):
        write(tmp_path / "file" / "table.csv", "aws", [ROW])
