"""What the policy rules found, grouped by rule, the findings that stop a deployment first."""

from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from stackwright.cli.console import counted, say
from stackwright.cli.excerpts import excerpt
from stackwright.cli.reports import report_of
from stackwright.cli.review import Review
from stackwright.policies.finding import Finding, Level
from stackwright.policies.reports.words import clean, justification, named, place, sentence

if TYPE_CHECKING:
    from stackwright.policies.reports.model import Group, Report

STYLES = {Level.MANDATORY: "red", Level.ADVISORY: "yellow", Level.DISABLED: "dim"}
SHOWN = 5
"""Findings of one rule in a plan; `check` shows all."""


def print_findings(console: Console, found: Review, *, everything: bool = False) -> None:
    """Findings by rule, or one line that says that there are none; then what is accepted.

    `everything` shows each finding with its line and each exemption, else some of a rule and the line of the first.
    """
    from stackwright.policies.reports.verdict import looked

    report = report_of(found)
    say(console, Text.assemble(("Policies:", "bold"), f" {looked(report)}, ", _summary(report)))
    for group in report.groups:
        _print_group(console, found, group, everything=everything)
    _print_accepted(console, report, everything=everything)
    _print_changes(console, report)


def _summary(report: "Report") -> Text:
    if not report.judgement.findings:
        return Text("nothing found", style="green")
    parts = [Text(f"{len(report.stopping)} mandatory", style="bold red")] if report.stopping else []
    if report.warning:
        parts.append(Text(f"{len(report.warning)} advisory", style="yellow"))
    return Text(", ").join(parts)


def _print_group(console: Console, found: Review, group: "Group", *, everything: bool) -> None:
    about, findings, graph = group.about, group.findings, found.judgement.graph
    heading = (f"{group.level:<9}", STYLES[group.level]), f"  {about.id}  ", (f"{about.severity}", "dim")
    say(console, Text.assemble(*heading), indent=2)
    visible = findings if everything or len(findings) <= SHOWN + 1 else findings[:SHOWN]
    pointed = None
    for finding in visible:
        at = f"{place(finding.source)}: " if finding.source else ""
        say(console, Text.assemble((at, "bold"), sentence(graph, finding)), indent=4)
        if finding.source != pointed and (everything or pointed is None):
            _print_excerpt(console, found, finding)
        pointed = finding.source
    if len(visible) < len(findings):
        say(console, f"and {len(findings) - len(visible)} more: stackwright check shows all", indent=4, style="dim")
    if about.fix:
        say(console, f"fix: {about.fix}", indent=4, style="dim")


def _print_excerpt(console: Console, found: Review, finding: Finding) -> None:
    for line in excerpt(found.subject, finding.source, finding.urn):
        style = STYLES[finding.level] if line.endswith("^") else "dim"
        console.print(Text(f"    {line}", style), soft_wrap=True)


def _print_accepted(console: Console, report: "Report", *, everything: bool) -> None:
    exempted, known, fixed = report.judgement.exempted, report.judgement.known, report.judgement.fixed
    if exempted:
        days = sorted(by.expires for _, by in exempted if by.expires)
        until = f", the first until {days[0].isoformat()}" if days else ""
        rest = "" if everything else ": stackwright check lists them"
        say(console, f"{len(exempted)} exempted{until}{rest}", indent=2, style="dim")
    for finding, by in exempted if everything else ():
        say(console, f"{finding.rule}  {named(report.graph, finding.urn)}: {justification(by)}", indent=4, style="dim")
    if known or fixed:
        shrink = f", {fixed} fixed: `stackwright policy baseline` shrinks it" if fixed else ""
        say(console, f"{len(known)} known from the baseline{shrink}", indent=2, style="dim")


def _print_changes(console: Console, report: "Report") -> None:
    changes = report.judgement.changes
    if changes:
        say(console, f"{counted(len(changes), 'change')} made by remediation before the rules looked", indent=2)
    for change in changes:
        about = named(report.graph, change.urn)
        say(console, f"{change.rule}  {about}: {clean(change.sentence)}", indent=4, style="dim")
