from datetime import date

import pytest
from pydantic import ValidationError

from stackwright.policies.exemptions import RULE_ID, Exemption, judge_exemptions
from stackwright.policies.finding import Finding, Level, Result

URN = "urn:pulumi:prod::p::aws:s3/bucket:Bucket::site"
FOUND = Finding(Result.FAIL, "", "is public", urn=URN, rule="aws-s3-block-public-access")
TODAY = date(2026, 11, 22)


def _exemption(**values: str) -> Exemption:
    usual = {
        "rule": "aws-s3-block-public-access",
        "urn": "*::site",
        "reason": "the public website, reviewed in June",
        "owner": "web",
        "expires": "2026-11-22",
    }
    return Exemption.model_validate({**usual, **values})


def test_an_exempted_finding_is_kept_apart_on_its_last_day() -> None:
    judged = judge_exemptions([FOUND], [_exemption()], today=TODAY)
    assert judged.kept == ()
    assert [found for found, _ in judged.exempted] == [FOUND]


def test_the_day_after_the_finding_is_back_and_the_exemption_is_a_finding_too() -> None:
    judged = judge_exemptions([FOUND], [_exemption(expires="2026-11-21")], today=TODAY)
    assert judged.exempted == ()
    assert [found.rule for found in judged.kept] == [FOUND.rule, RULE_ID]
    assert judged.kept[1].level is Level.MANDATORY


@pytest.mark.parametrize("change", [{"urn": "*::other"}, {"rule": "aws-s3-tls-only"}])
def test_an_exemption_that_matches_nothing_is_a_finding(change: dict[str, str]) -> None:
    judged = judge_exemptions([FOUND], [_exemption(**change)], today=TODAY)
    assert judged.kept[0] == FOUND
    assert judged.kept[1].message.endswith("matches no finding")


@pytest.mark.parametrize(
    "change", [{"reason": "because"}, {"owner": ""}, {"expires": "soon"}, {"rule": "aws-*"}, {"rule": ""}]
)
def test_an_exemption_needs_a_rule_a_reason_an_owner_and_a_date(change: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        _exemption(**change)
