"""What the policy rules found, grouped by rule, the findings that stop a deployment first."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from stackwright.blueprints.problems import shown
from stackwright.cli.console import counted, say
from stackwright.cli.resource_view import is_real, named
from stackwright.cli.review import Review
from stackwright.plan.graph import Graph
from stackwright.policies.finding import Finding, Level, Result

STYLES = {Level.MANDATORY: "red", Level.ADVISORY: "yellow", Level.DISABLED: "dim"}
SHOWN = 5
"""Findings of one rule in a plan; `check` shows all."""


def print_findings(console: Console, found: Review, *, everything: bool = False) -> None:
    """Findings by rule, or one line that says that there are none."""
    from stackwright.policies.registry import RULES

    graph, findings = found.subject.graph, found.findings
    looked = f"{counted(len(RULES), 'rule')} over {counted(sum(map(is_real, graph)), 'resource')}"
    say(console, Text.assemble(("Policies:", "bold"), f" {looked}, ", _summary(findings)))
    groups: dict[tuple[bool, str, Level], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.level is not Level.MANDATORY, finding.rule, finding.level), []).append(finding)
    for (_, rule, level), group in sorted(groups.items(), key=lambda entry: entry[0][0]):
        _print_group(console, graph, rule, level, group, everything=everything)


def _summary(findings: Sequence[Finding]) -> Text:
    if not findings:
        return Text("nothing found", style="green")
    stopping = sum(1 for finding in findings if finding.level is Level.MANDATORY)
    parts = [Text(f"{stopping} mandatory", style="bold red")] if stopping else []
    if len(findings) > stopping:
        parts.append(Text(f"{len(findings) - stopping} advisory", style="yellow"))
    return Text(", ").join(parts)


def _print_group(
    console: Console, graph: Graph, rule: str, level: Level, group: Sequence[Finding], *, everything: bool
) -> None:
    say(
        console,
        Text.assemble((f"{level:<9}", STYLES[level]), f"  {rule}  ", (str(group[0].severity), "dim")),
        indent=2,
    )
    visible = group if everything or len(group) <= SHOWN + 1 else group[:SHOWN]
    for finding in visible:
        say(console, _sentence(graph, finding), indent=4)
    if len(visible) < len(group):
        say(console, f"and {len(group) - len(visible)} more: stackwright check shows all", indent=4, style="dim")
    say(console, f"fix: {group[0].fix}", indent=4, style="dim")


def _sentence(graph: Graph, finding: Finding) -> Text:
    at = f"{finding.source.file}:{finding.source.line}: " if finding.source else ""
    path = f" {finding.path}" if finding.path else ""
    open_end = " (unknown)" if finding.result is Result.UNKNOWN else ""
    return Text.assemble((shown(at), "bold"), f"{named(graph, finding.urn)}{shown(path)}: {finding.message}{open_end}")
