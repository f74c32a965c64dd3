"""SARIF 2.1.0, which code scanning of GitHub, GitLab and Azure DevOps and the editors read."""

import json
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from stackwright.plan.graph import Source
from stackwright.policies.baseline import fingerprint
from stackwright.policies.finding import Finding, Level, Result, Severity
from stackwright.policies.reports.model import About, Report
from stackwright.policies.reports.verdict import verdict
from stackwright.policies.reports.words import clean, justification, name_of, path_of, sentence

SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
SECURITY_SEVERITY: Final = {Severity.CRITICAL: "9.5", Severity.HIGH: "8.0", Severity.MEDIUM: "5.5", Severity.LOW: "2.5"}
"""Scores that GitHub shows as critical, high, medium and low."""
_LEVELS: Final = {Severity.CRITICAL: "error", Severity.HIGH: "error", Severity.MEDIUM: "warning", Severity.LOW: "note"}
"""Level of a rule as such; a result has the one that the configuration gives it."""


def render(report: Report) -> str:
    """The log as text."""
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}, indent=2, ensure_ascii=False)


def _run(report: Report) -> dict[str, Any]:
    index = {about.id: number for number, about in enumerate(report.rules)}
    return {
        "tool": {
            "driver": {
                "name": "Stackwright",
                "version": version("stackwright"),
                "rules": [_rule(about) for about in report.rules],
            }
        },
        "automationDetails": {"id": f"stackwright/{quote(report.graph.project)}/{quote(report.graph.stack)}/"},
        "invocations": [
            {
                "executionSuccessful": True,
                "exitCode": report.exit_code,
                "exitCodeDescription": verdict(report),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder in which stackwright ran."}}},
        "results": [{**one, "ruleIndex": index[one["ruleId"]]} for one in _results(report)],
    }


def _rule(about: About) -> dict[str, Any]:
    controls = [f"{framework} {control}" for framework, ids in about.frameworks for control in ids]
    mapped = f"\n\nMaps to: {', '.join(controls)}" if controls else ""
    where = f"\n\nDescribed in {about.described_in}" if about.described_in else ""
    fix = f"Fix: {about.fix}"
    return {
        "id": about.id,
        "name": about.id.title().replace("-", ""),
        "shortDescription": {"text": about.title},
        "fullDescription": {"text": f"{about.title}. {fix}"},
        "help": {
            "text": f"{about.title}\n\n{fix}{mapped}{where}",
            "markdown": f"**{about.title}**\n\n{fix}{mapped}{where}",
        },
        "defaultConfiguration": {"level": _LEVELS[about.severity]},
        "properties": {
            "tags": ["security", *about.tags, *controls],
            "precision": "high",
            "problem.severity": "error" if _LEVELS[about.severity] == "error" else "warning",
            "security-severity": SECURITY_SEVERITY[about.severity],
        },
    }


def _results(report: Report) -> Iterator[dict[str, Any]]:
    """Findings, then exempted ones and those of the baseline, which are suppressed."""
    state: dict[str, Any] = {"baselineState": "new"} if report.judgement.known or report.judgement.fixed else {}
    for finding in report.judgement.findings:
        yield _result(report, finding) | state
    for finding, exemption in report.judgement.exempted:
        yield _result(report, finding) | state | _suppressed(justification(exemption))
    for finding in report.judgement.known:
        yield _result(report, finding) | {"baselineState": "unchanged"} | _suppressed("accepted by the baseline")


def _result(report: Report, finding: Finding) -> dict[str, Any]:
    source = report.place(finding)
    region = {"startLine": max(source.line, 1)} | ({"startColumn": source.column} if source.column else {})
    return {
        "ruleId": finding.rule,
        **_weight(finding),
        "message": {"text": sentence(report.graph, finding)},
        "locations": [
            {
                "physicalLocation": {"artifactLocation": _artifact(source), "region": region},
                "logicalLocations": [
                    {"name": clean(name_of(finding.urn)), "fullyQualifiedName": finding.urn, "kind": "resource"}
                ],
            }
        ],
        "partialFingerprints": {"stackwright/v1": fingerprint(finding)},
        "properties": {
            "severity": finding.severity.value,
            "level": finding.level.value,
            "result": finding.result.value,
            "path": path_of(finding),
        },
    }


def _weight(finding: Finding) -> dict[str, str]:
    """An unknown that stops the deployment fails closed; another one is open, and has no level by the standard."""
    if finding.level is Level.MANDATORY:
        return {"kind": "fail", "level": "error"}
    if finding.result is Result.UNKNOWN:
        return {"kind": "open", "level": "none"}
    return {"kind": "fail", "level": "note" if finding.severity is Severity.LOW else "warning"}


def _artifact(source: Source) -> dict[str, str]:
    path = Path(source.file)
    if path.is_absolute():
        return {"uri": path.as_uri()}
    return {"uri": quote(path.as_posix()), "uriBaseId": _ROOT}


def _suppressed(justification: str) -> dict[str, Any]:
    return {"suppressions": [{"kind": "external", "status": "accepted", "justification": justification}]}
