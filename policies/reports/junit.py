"""JUnit XML, which every CI shows as tests: one test a rule that looked, so that passes are seen too."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable

from stackwright.policies.finding import Finding, Level
from stackwright.policies.reports.model import About, Answer, Report
from stackwright.policies.reports.verdict import bounds, change, cost, looked, verdict
from stackwright.policies.reports.words import clean, counted, justification, place, sentence


def render(report: Report) -> str:
    """The document as text; a test fails where a finding stops the deployment, and skips where all is accepted."""
    tests = [_test(report, about) for about in report.rules]
    counts = {
        "tests": str(len(tests)),
        "failures": str(sum(test.find("failure") is not None for test in tests)),
        "errors": "0",
        "skipped": str(sum(test.find("skipped") is not None for test in tests)),
    }
    root = ET.Element("testsuites", {"name": "stackwright", **counts})
    suite = ET.SubElement(root, "testsuite", {"name": f"stackwright {clean(report.title)}", **counts})
    properties = ET.SubElement(suite, "properties")
    for name, value in _facts(report):
        ET.SubElement(properties, "property", {"name": name, "value": value})
    suite.extend(tests)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _facts(report: Report) -> Iterable[tuple[str, str]]:
    yield "environment", clean(report.environment)
    yield "cloud", clean(f"{report.cloud} {report.region}")
    yield "verdict", verdict(report)
    yield "looked", looked(report)
    yield "cost", f"{cost(report)}, {bounds(report)}"
    if report.before:
        yield "cost change", change(report)


def _test(report: Report, about: About) -> ET.Element:
    name = clean(f"{about.id}: {about.title}")
    test = ET.Element("testcase", {"classname": f"stackwright.{about.cloud or 'every-cloud'}", "name": name})
    found = [one for one in report.judgement.findings if one.rule == about.id]
    stopping = [one for one in found if one.level is Level.MANDATORY]
    warning = [one for one in found if one.level is not Level.MANDATORY]
    if found:
        first = report.place(found[0])
        test.attrib |= {"file": clean(first.file), "line": str(max(first.line, 1))}
    if stopping:
        attributes = {"message": counted(len(stopping), f"{about.severity} finding"), "type": stopping[0].result.value}
        ET.SubElement(test, "failure", attributes).text = _lines(report, stopping, about.fix)
    elif report.answers.get(about.id) is Answer.ACCEPTED:
        ET.SubElement(test, "skipped", {"message": _accepted(report, about.id)})
    if warning:
        ET.SubElement(test, "system-out").text = "advisory\n" + _lines(report, warning, about.fix)
    return test


def _lines(report: Report, findings: Iterable[Finding], fix: str) -> str:
    return "\n".join(
        [*(f"{place(report.place(one))}: {sentence(report.graph, one)}" for one in findings), f"fix: {clean(fix)}"]
    )


def _accepted(report: Report, rule: str) -> str:
    reasons = {f"exempted: {justification(one)}" for finding, one in report.judgement.exempted if finding.rule == rule}
    known = sum(finding.rule == rule for finding in report.judgement.known)
    return "; ".join([*sorted(reasons), *([f"{known} known from the baseline"] if known else [])])
