"""Area of concern: what the engine's policy packs said, anybody's packs, becomes a finding as it stands."""

from typing import Any

import pytest

from stackwright.policies.analyzer import message_of
from stackwright.policies.finding import Finding, Level, Result, Severity
from stackwright.policies.registry import by_id
from stackwright.policies.reported import finding_of, judged_by_engine

URN = "urn:pulumi:dev::app::aws:s3/bucket:Bucket::data"


def event(**more: Any) -> dict[str, Any]:
    return {
        "resourceUrn": URN,
        "message": "Buckets are tagged\nhas no owner\n",
        "policyName": "tagged",
        "policyPackName": "house",
        "enforcementLevel": "mandatory",
        "severity": "high",
    } | more


def test_a_finding_of_somebodys_pack_says_what_the_pack_said() -> None:
    assert finding_of(event()) == Finding(
        Result.FAIL,
        "",
        "Buckets are tagged - has no owner",
        urn=URN,
        rule="house/tagged",
        severity=Severity.HIGH,
        level=Level.MANDATORY,
    )


@pytest.mark.parametrize("result", Result)
@pytest.mark.parametrize("path", ["", "ingress[0].cidrBlocks[0]", 'tags["a: b"].c'])
def test_a_finding_of_our_pack_is_the_one_that_the_rule_made(path: str, result: Result) -> None:
    rule = by_id("aws-ec2-imdsv2")
    made = Finding(result, path, "is open: to all", urn=URN, rule=rule.id, severity=rule.severity, fix=rule.fix)
    message = f"{rule.title}\n{message_of(made, rule.url)}"
    told = event(message=message, policyName=rule.id, policyPackName="stackwright-security")
    assert finding_of(told | {"severity": str(rule.severity)}) == made


@pytest.mark.parametrize(
    "message", ["unknown: tags\n", "Tagged\nunknown: tags", "can't run policy 'tagged' during preview: tags is unknown"]
)
def test_what_a_pack_could_not_know_is_unknown(message: str) -> None:
    assert finding_of(event(message=message)).result is Result.UNKNOWN


@pytest.mark.parametrize(
    ("level", "meant"),
    [
        ("mandatory", Level.MANDATORY),
        ("remediate", Level.MANDATORY),
        ("advisory", Level.ADVISORY),
        ("", Level.ADVISORY),
    ],
)
def test_only_what_stops_the_engine_is_mandatory(level: str, meant: Level) -> None:
    assert finding_of(event(enforcementLevel=level)).level is meant


def test_an_event_with_hardly_anything_in_it_is_a_finding_too() -> None:
    found = finding_of({})
    assert (found.rule, found.urn, found.severity) == ("", "", Severity.MEDIUM)
    assert found.message == "breaks the policy"


def test_colours_are_left_out() -> None:
    assert finding_of(event(message="<{%fg 1%}>has\x1b[31m no owner<{%reset%}>")).message == "has no owner"


def test_findings_are_in_order_and_given_once() -> None:
    low, high = finding_of(event(severity="low")), finding_of(event())
    assert judged_by_engine([low, high, high]).findings == (high, low)
