"""Area of concern: the first line of every report."""

from dataclasses import replace

import pytest

from stackwright.policies.reports import verdict
from stackwright.policies.reports.model import Before, Report
from stackwright.pricing.gate import gate
from stackwright.pricing.model import Range


def test_a_verdict_says_whether_the_stack_passes_and_why(report: Report, clean: Report) -> None:
    assert verdict.verdict(replace(clean, exit_code=0)) == "Passes: nothing found"
    assert verdict.verdict(replace(report, exit_code=1)) == "Fails: 3 mandatory findings, 2 advisory, over the budget"
    unpriced = replace(clean, exit_code=3, gate=gate(report.estimate, monthly_usd=None))
    assert verdict.verdict(unpriced) == "Cost is not known: 1 resource without a price"


def test_a_pass_says_how_much_looked(clean: Report) -> None:
    assert verdict.looked(clean).endswith(" rules looked at 2 resources")
    nobody = replace(clean, judgement=replace(clean.judgement, rules=()))
    assert verdict.looked(nobody) == "as the engine's policy packs found"


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (Before(Range.of(32)), "+8.00 (+25.0%)"),
        (Before(Range.of(80)), "-40.00 (-50.0%)"),
        (Before(Range.of(40)), "0.00"),
        (Before(Range.of(0)), "+40.00"),
        (Before(Range.of(32), at_least=True), "+8.00 (+25.0%, of what has a price)"),
        (None, ""),
    ],
)
def test_the_change_has_a_sign_and_a_share(clean: Report, before: Before | None, expected: str) -> None:
    assert verdict.change(replace(clean, before=before)) == expected


def test_the_budget_names_the_figure_that_it_is_compared_with(report: Report, clean: Report) -> None:
    assert verdict.budget(clean.gate) == "40.00 (expected) of 100.00, 40%"
    assert verdict.budget(report.gate) == "at least 60.00 (expected) is over 50.00 by 10.00"
    assert verdict.budget(gate(clean.estimate, monthly_usd=None)) == "none is set"
    assert verdict.budget(gate(clean.estimate, monthly_usd=90, basis="high")) == "60.00 (high) of 90.00, 67%"
