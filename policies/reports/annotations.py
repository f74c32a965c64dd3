"""GitHub workflow commands: findings beside the changed lines of a pull request."""

from collections.abc import Iterable, Sequence
from typing import Final

from stackwright.policies.finding import Finding
from stackwright.policies.reports.model import Report
from stackwright.policies.reports.verdict import change, cost, verdict
from stackwright.policies.reports.words import clean, sentence

LIMIT: Final = 10
"""Annotations of one level that GitHub keeps of one step."""


def render(report: Report) -> str:
    """One command a line: errors, warnings, then the verdict as a notice."""
    lines = [*_level(report, "error", report.stopping), *_level(report, "warning", report.warning)]
    priced = f"{cost(report)}{f', {change(report)}' if report.before else ''}"
    lines.append(f"::notice title=stackwright::{_data(f'{verdict(report)} - {clean(report.title)} - {priced}')}")
    return "\n".join(lines)


def _level(report: Report, level: str, findings: Sequence[Finding]) -> Iterable[str]:
    shown = findings[:LIMIT]
    more = len(findings) - len(shown)
    for number, finding in enumerate(shown, 1):
        told = f" - and {more} more of this level, which GitHub does not show" if more and number == LIMIT else ""
        yield _command(report, level, finding, told)


def _command(report: Report, level: str, finding: Finding, told: str) -> str:
    source = report.place(finding)
    places = {
        "file": source.file,
        "line": max(source.line, 1),
        **({"col": source.column} if source.column else {}),
        "title": f"{finding.rule} ({finding.severity})",
    }
    text = f"{sentence(report.graph, finding)}{told}\nfix: {clean(finding.fix)}"
    return f"::{level} {','.join(f'{name}={_property(str(value))}' for name, value in places.items())}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
