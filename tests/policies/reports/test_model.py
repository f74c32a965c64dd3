"""Area of concern: what each rule says of a whole stack, and that a rule which did not look is no pass."""

from dataclasses import replace

import pytest

from stackwright.plan.graph import Graph, Source
from stackwright.policies.config import PolicyConfig
from stackwright.policies.finding import Level
from stackwright.policies.registry import RULES
from stackwright.policies.reports.model import Answer, Report


def test_the_worst_answer_of_a_rule_stands_for_the_stack(report: Report) -> None:
    wanted = {
        "aws-s3-tls-only": Answer.FAILED,
        "aws-s3-access-logging": Answer.FAILED,
        "aws-s3-versioning": Answer.UNKNOWN,
        "aws-s3-encryption-cmk": Answer.ACCEPTED,
        "aws-s3-force-destroy": Answer.ACCEPTED,
        "aws-s3-no-public-acl": Answer.PASSED,
        "aws-eks-audit-logs": Answer.NOT_LOOKED,
        "gcp-gcs-cmek": Answer.NOT_LOOKED,
    }
    assert {name: report.answers[name] for name in wanted} == wanted


def _answer(report: Report, **told: object) -> Report:
    settings = PolicyConfig.model_validate(told).settings(RULES)
    return replace(report, judgement=replace(report.judgement, settings=settings))


@pytest.mark.parametrize(
    ("rule", "told", "answer"),
    [
        ("aws-s3-no-public-acl", {"rules": {"aws-s3-no-public-acl": "disabled"}}, Answer.NOT_LOOKED),
        ("ai-allowed-regions", {}, Answer.NOT_LOOKED),
        ("ai-allowed-regions", {"rules": {"ai-allowed-regions": {"params": {"allowed": ["x"]}}}}, Answer.PASSED),
        ("ai-max-cost-increase", {}, Answer.NOT_LOOKED),
        ("ai-max-cost-increase", {"previous_usd": 0}, Answer.PASSED),
        ("ai-max-gpu-count", {}, Answer.PASSED),
    ],
)
def test_a_rule_that_is_disabled_or_told_no_limit_did_not_look(
    clean: Report, rule: str, told: dict[str, object], answer: Answer
) -> None:
    assert _answer(clean, **told).answers[rule] is answer


def test_a_rule_about_a_cloud_that_the_stack_is_not_on_did_not_look(clean: Report) -> None:
    empty = replace(clean, judgement=replace(clean.judgement, graph=Graph([clean.graph.resources[0]])))
    assert empty.answers["aws-bedrock-invocation-logging"] is Answer.NOT_LOOKED
    assert clean.answers["aws-bedrock-invocation-logging"] is Answer.PASSED


def test_what_stops_comes_first_and_every_group_has_one_level(report: Report) -> None:
    levels = [group.level for group in report.groups]
    assert levels == sorted(levels, key=[Level.MANDATORY, Level.ADVISORY].index)
    assert {one.level for group in report.groups for one in group.findings if one.level is not group.level} == set()


def test_the_rules_are_those_that_looked_or_found(report: Report) -> None:
    assert [one.id for one in report.rules] == sorted(
        name for name, answer in report.answers.items() if answer is not Answer.NOT_LOOKED
    )


def test_a_finding_without_a_place_is_shown_at_the_file_of_the_stack(report: Report) -> None:
    whole = next(one for one in report.stopping if one.source is None)
    assert report.place(whole) == Source("app/P.yaml", 1)


def test_the_change_is_that_of_the_expected_cost(report: Report, clean: Report) -> None:
    assert report.change == 60 - 40
    assert clean.change is None
