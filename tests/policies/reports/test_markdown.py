"""Area of concern: one comment that can always be posted, and in which nothing of a stranger is mark-up."""

import re
from dataclasses import replace

import pytest

from stackwright.policies.reports import markdown
from stackwright.policies.reports.model import Report


def test_a_comment_has_the_mark_the_verdict_and_the_price(report: Report) -> None:
    page = markdown.render(report)
    assert page.startswith("<!-- stackwright -->\n\n## Fails: 3 mandatory findings, 2 advisory, over the budget\n")
    assert "| `web` | 40.00 | 20.00 | 60.00 |\n| `db` | 20.00 | 10.00 | 30.00 |\n| **at least** | 60.00 |" in page
    assert "| before | 40.00 | 10.00 | 60.00 |\n| **change** | **+20.00 (+50.0%, of what has a price)** | | |" in page
    assert "Without a price: `Bucket logs`." in page


def test_findings_are_grouped_by_rule_with_place_and_repair(report: Report) -> None:
    page = markdown.render(report)
    assert "### Mandatory: 3 findings of 3 rules" in page
    assert (
        "**`aws-s3-tls-only`** S3 buckets refuse plain HTTP (high)\n\n- `app/x.py:3` Bucket logs acl: is `public`\n"
        in page
    )
    assert "### Advisory: 2 findings of 2 rules" in page
    assert page.index("### Mandatory") < page.index("### Advisory")


def test_what_is_accepted_and_put_right_is_told_with_reason_and_date(report: Report) -> None:
    page = markdown.render(report)
    assert "<summary>Exempted: 1 finding</summary>" in page
    assert "waits for \\`key\\` \\| 7 (owner: @\u200bteam, until 2031-05-01)" in page
    assert '- `aws-s3-no-public-acl` Bucket logs: `acl` is set to `"private"`' in page
    assert page.endswith("Baseline: 1 known finding, 2 fixed: write it again to shrink it.")


def test_a_clean_stack_has_a_short_comment(clean: Report) -> None:
    page = markdown.render(clean)
    assert page.startswith("<!-- stackwright -->\n\n## Passes: nothing found\n")
    assert "###" not in page
    assert "change" not in page


def test_5000_findings_fit_and_what_is_left_out_is_counted(many: Report) -> None:
    page = markdown.render(many)
    assert 55_000 < len(page.encode()) < markdown.LIMIT
    shown = page.count("\n- `app/x.py:")
    cut = sum(int(number.replace(",", "")) for number in re.findall(r"^-? ?and ([\d,]+) more", page, re.MULTILINE))
    assert shown + cut == 5_000


@pytest.mark.parametrize("number", [10, 3_000])
def test_any_number_of_exemptions_and_changes_fits(report: Report, number: int) -> None:
    judgement = report.judgement
    full = replace(judgement, exempted=judgement.exempted * number, changes=judgement.changes * number)
    page = markdown.render(replace(report, judgement=full))
    assert len(page.encode()) < markdown.LIMIT
    assert page.count("<details>") == page.count("</details>") == 2


def test_names_of_strangers_are_no_mark_up(hostile: Report) -> None:
    page = markdown.render(hostile)
    outside = re.sub(r"(`+)[^\n]*?[^`]\1(?!`)", "", page)
    assert "<img" not in outside
    assert "</script" not in outside
    assert not re.search(r"@\w", outside)
    assert "\x1b" not in page
    assert "\n::error" not in page
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {5}


@pytest.mark.parametrize(
    ("name", "expected"), [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("", "` `"), ("a``b`", "``` a``b` ```")]
)
def test_code_holds_any_name(name: str, expected: str) -> None:
    assert markdown.code(name) == expected


def test_a_bar_does_not_end_a_cell() -> None:
    assert markdown.code("a|b", cell=True) == "`a\\|b`"
    assert markdown.text("a|b") == "a\\|b"
