"""Area of concern: names, figures and findings in the boxes are those of the report."""

from stackwright.policies.reports.model import Report
from stackwright.policies.reports.overview import Overview
from stackwright.policies.reports.words import money


def test_a_box_has_its_price_and_its_mandatory_findings(report: Report) -> None:
    overview = Overview(report)
    (box,) = overview.boxes.boxes
    (urn,) = report.estimate.by_urn
    detail = overview.details[box.id]
    assert detail.cost == f"at least {money(report.estimate.by_urn[urn].expected)}"
    assert detail.findings == sum(one.urn in overview.boxes.by_urn for one in report.stopping)


def test_every_real_resource_is_in_one_table(report: Report) -> None:
    rows = [row for _, _, rows in Overview(report).tables for row in rows]
    assert sorted(row.name for row in rows if row.type == "Bucket") == sorted(
        one.name for one in report.real if one.custom
    )


def test_both_widths_are_drawn_with_a_legend(report: Report) -> None:
    overview = Overview(report)
    assert set(overview.diagrams) == {"wide", "narrow"}
    assert overview.lines == {}
    assert overview.connections == []
