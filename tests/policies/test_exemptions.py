from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.plan.graph import Graph
from stackwright.policies.config import PolicyConfig
from stackwright.policies.example import graph_of, part
from stackwright.policies.exemptions import RULE_ID, Exemption
from stackwright.policies.finding import Level
from stackwright.policies.judgement import Judgement, judge
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

RULE = by_id("aws-s3-block-public-access")
SITE = graph_of((part(token("s3/Bucket"), "site"),))
TODAY = date(2026, 11, 22)
USUAL = {
    "rule": RULE.id,
    "urn": "*::site",
    "reason": "the public website, reviewed in June",
    "owner": "web",
    "expires": "2026-11-22",
}


def _judged(graph: Graph = SITE, environment: str = "prod", **values: Any) -> Judgement:
    config = PolicyConfig.model_validate({"environment": environment, "exemptions": [{**USUAL, **values}]})
    return judge(
        graph, config, rules=(RULE, by_id("aws-s3-tls-only"), by_id("aws-eks-deletion-protection")), today=TODAY
    )


def _rules(found: Judgement) -> list[str]:
    return sorted(one.rule for one in found.findings)


def test_an_exempted_finding_is_kept_apart_on_its_last_day() -> None:
    found = _judged()
    assert _rules(found) == ["aws-s3-tls-only"]
    assert [(one.rule, cover.owner) for one, cover in found.exempted] == [(RULE.id, "web")]


def test_the_day_after_the_finding_is_back_and_the_exemption_is_a_finding_too() -> None:
    found = _judged(expires="2026-11-21")
    assert found.exempted == ()
    assert _rules(found) == [RULE.id, "aws-s3-tls-only", RULE_ID]
    (complaint,) = [one for one in found.findings if one.rule == RULE_ID]
    assert (complaint.level, complaint.message) == (
        Level.MANDATORY,
        "the exemption of aws-s3-block-public-access is past its last day",
    )


def test_an_exemption_that_matches_nothing_is_a_finding() -> None:
    found = _judged(urn="*::other")
    assert _rules(found) == [RULE.id, "aws-s3-tls-only", RULE_ID]


def test_an_exemption_of_another_stack_of_the_project_is_no_finding_here() -> None:
    assert RULE_ID not in _rules(_judged(urn="urn:pulumi:dev::example::*::site"))
    assert RULE_ID not in _rules(_judged(urn="urn:pulumi:prod::shop::*::site"))
    assert RULE_ID in _rules(_judged(urn="urn:pulumi:prod::example::*::other"))


def test_an_exemption_of_a_rule_that_does_not_look_here_is_no_finding() -> None:
    values = {"rule": "aws-eks-deletion-protection", "urn": "*::cluster"}
    assert RULE_ID not in _rules(_judged(environment="dev", **values))
    assert RULE_ID in _rules(_judged(environment="prod", **values))


@pytest.mark.parametrize(
    "change",
    [
        {"reason": "because"},
        {"owner": ""},
        {"expires": "soon"},
        {"rule": "aws-*"},
        {"rule": "aws-s3-tls-onyl"},
        {"expires": None},
        {"until": "2027-01-01"},
    ],
)
def test_an_exemption_names_one_rule_a_reason_an_owner_and_a_date(change: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Exemption.model_validate({**USUAL, **change})


def test_a_rule_of_low_severity_can_be_exempted_for_good() -> None:
    values = {"rule": "aws-s3-access-logging", "urn": "*", "reason": "logs of logs of logs", "owner": "web"}
    assert Exemption.model_validate(values).expires is None
