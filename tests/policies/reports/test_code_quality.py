"""Area of concern: the code quality report of GitLab."""

import json
from dataclasses import replace

from stackwright.policies.reports import code_quality
from stackwright.policies.reports.model import Report

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def test_an_entry_has_what_gitlab_asks_for(report: Report, hostile: Report, many: Report) -> None:
    for one in (report, hostile, many):
        entries = json.loads(code_quality.render(one))
        assert len(entries) == len(one.judgement.findings)
        assert len({entry["fingerprint"] for entry in entries}) == len(entries)
        for entry in entries:
            assert entry.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
            assert entry["severity"] in SEVERITIES
            assert entry["location"]["lines"]["begin"] >= 1


def test_what_only_warns_is_a_step_lower(report: Report) -> None:
    found = {entry["check_name"]: entry["severity"] for entry in json.loads(code_quality.render(report))}
    assert (found["aws-s3-tls-only"], found["aws-s3-access-logging"]) == ("critical", "info")


def test_two_findings_of_one_fingerprint_are_both_told(report: Report) -> None:
    one = report.stopping[0]
    twice = replace(report.judgement, findings=(one, replace(one, message="is also odd")))
    first, second = json.loads(code_quality.render(replace(report, judgement=twice)))
    assert second["fingerprint"] == f"{first['fingerprint']}-2"


def test_what_is_accepted_is_left_out(report: Report, clean: Report) -> None:
    assert "aws-s3-encryption-cmk" not in code_quality.render(report)
    assert json.loads(code_quality.render(clean)) == []
