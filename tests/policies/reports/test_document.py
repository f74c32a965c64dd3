"""Area of concern: the JSON of `plan` and `check`, and their schemas."""

import json

import pytest
from jsonschema import Draft202012Validator

from stackwright.policies.reports import document
from stackwright.policies.reports.model import Report

RENDER = {"plan": document.render_plan, "check": document.render}


@pytest.mark.parametrize("name", ["report", "hostile", "clean"])
@pytest.mark.parametrize("command", ["plan", "check"])
def test_a_document_keeps_to_its_schema(command: str, name: str, request: pytest.FixtureRequest) -> None:
    schema = document.schema(command)
    Draft202012Validator.check_schema(schema)
    found = json.loads(RENDER[command](request.getfixturevalue(name)))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(found)] == []


def test_a_schema_defines_only_what_it_uses() -> None:
    for name in RENDER:
        text = json.dumps(document.schema(name))
        unused = [each for each in document.schema(name)["$defs"] if f'"#/$defs/{each}"' not in text]
        assert unused == []


def test_the_short_document_is_the_long_one_without_resources_and_items(report: Report) -> None:
    short, whole = json.loads(document.render(report)), json.loads(document.render_plan(report))
    assert [one["name"] for one in whole.pop("resources")] == ["app-dev", "logs", "data"]
    assert len(whole["estimate"].pop("items")) == 3
    assert short == whole


def test_everything_that_was_judged_is_told(report: Report) -> None:
    found = document.document(report)
    assert (found["schema"], found["exit_code"], found["project"], found["stack"]) == (2, 1, "app", "dev")
    assert found["exempted"][0]["exemption"]["expires"] == "2031-05-01"
    assert (len(found["baseline"]["known"]), found["baseline"]["fixed"]) == (1, 2)
    assert found["changes"][0]["text"] == '"private"'
    assert found["before"] == {"low": 10, "expected": 40, "high": 60, "at_least": False, "change": 20}
    limits = {"monthly_usd": 50, "max_hourly_usd": None, "basis": "expected"}
    assert found["budget"] == {**limits, "amount": 60, "at_least": True, "over": True}
    assert found["findings"][0]["source"] == {"file": "app/x.py", "line": 3, "column": 5}
    assert {one["id"]: one["answer"] for one in found["rules"]}["aws-s3-versioning"] == "unknown"
    assert "gcp-gcs-cmek" in found["not_looked"]


def test_what_looks_like_a_credential_is_masked_though_nobody_marked_it() -> None:
    given = {
        "masterPassword": "hunter2",
        "userData": "#!/bin/sh\nexport DB_PASSWORD=correct-horse-battery",
        "containers": [{"env": [{"name": "API_KEY", "value": "hunter3"}, {"name": "MODE", "value": "fast"}]}],
        "note": "ghp_0123456789012345678901234567890123456789",
        "ports": [80, True, None],
    }
    assert document.without_credentials(given) == {
        "masterPassword": "[secret]",
        "userData": "[secret]",
        "containers": [{"env": [{"name": "API_KEY", "value": "[secret]"}, {"name": "MODE", "value": "fast"}]}],
        "note": "[secret]",
        "ports": [80, True, None],
    }
