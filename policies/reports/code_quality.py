"""GitLab code quality: findings in the widget and in the changes of a merge request."""

import json
from collections import Counter
from typing import Any, Final

from stackwright.policies.baseline import fingerprint
from stackwright.policies.finding import Finding, Level, Severity
from stackwright.policies.reports.model import Report
from stackwright.policies.reports.words import sentence

_STEPS: Final = ("blocker", "critical", "major", "minor", "info")
_RANKS: Final = {severity: rank for rank, severity in enumerate(Severity)}


def render(report: Report) -> str:
    """The list as text; what is accepted is left out, because the format has no word for it."""
    seen = Counter[str]()
    return json.dumps([_entry(report, one, seen) for one in report.judgement.findings], indent=2, ensure_ascii=False)


def _entry(report: Report, finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    source, mark = report.place(finding), fingerprint(finding)
    seen[mark] += 1
    return {
        "description": sentence(report.graph, finding),
        "check_name": finding.rule,
        # gitlab drops entries whose fingerprint it has seen
        "fingerprint": mark if seen[mark] == 1 else f"{mark}-{seen[mark]}",
        "severity": severity(finding),
        "location": {"path": source.file, "lines": {"begin": max(source.line, 1)}},
    }


def severity(finding: Finding) -> str:
    """`blocker` for a critical finding that stops; what only warns is a step lower."""
    return _STEPS[_RANKS[finding.severity] + (finding.level is not Level.MANDATORY)]
