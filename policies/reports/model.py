"""What every report shows: one stack with the answers of the rules and its price, ready to be written down."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.exemptions import FIX, RULE_ID, TITLE
from stackwright.policies.finding import Finding, Level, Severity
from stackwright.policies.judgement import Judgement
from stackwright.policies.registry import find
from stackwright.pricing.gate import GateResult
from stackwright.pricing.model import Estimate, Range


@dataclass(frozen=True, slots=True)
class About:
    """What a reader is told of the rule behind a finding; of somebody else's rule only what the finding says."""

    id: str
    title: str
    severity: Severity
    fix: str
    url: str
    frameworks: tuple[tuple[str, tuple[str, ...]], ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Report:
    """One review of one stack; every list is in its final order, the same on every run."""

    title: str
    """What was looked at: a path, as the user gave it."""
    cloud: str
    region: str
    environment: str
    judgement: Judgement
    estimate: Estimate
    gate: GateResult
    exit_code: int
    before: Range | None = None
    """Monthly cost before the change, where a plan of then was given."""

    @property
    def graph(self) -> Graph:
        """The stack."""
        return self.judgement.graph

    @cached_property
    def stopping(self) -> tuple[Finding, ...]:
        """Findings that stop a deployment."""
        return tuple(one for one in self.judgement.findings if one.level is Level.MANDATORY)

    @cached_property
    def warning(self) -> tuple[Finding, ...]:
        """Findings that are only shown."""
        return tuple(one for one in self.judgement.findings if one.level is not Level.MANDATORY)

    @cached_property
    def real(self) -> tuple[Resource, ...]:
        """Resources that a cloud holds: no components, no providers."""
        return tuple(one for one in self.graph if one.custom and not one.type.startswith("pulumi:"))

    @cached_property
    def rules(self) -> tuple[About, ...]:
        """The rule of every finding, accepted ones included, by id."""
        accepted = [one for one, _ in self.judgement.exempted]
        found = {one.rule: one for one in (*self.judgement.findings, *self.judgement.known, *accepted)}
        return tuple(about(one) for _, one in sorted(found.items()))


_EXEMPTION: Final = About(RULE_ID, TITLE, Severity.HIGH, FIX, "policies/README.md#exemptions")


def about(finding: Finding) -> About:
    """The rule behind `finding`."""
    rule = find(finding.rule)
    if rule is not None:
        controls = tuple(rule.frameworks.items())
        return About(rule.id, rule.title, rule.severity, rule.fix, rule.url, controls, tuple(sorted(rule.tags)))
    if finding.rule == RULE_ID:
        return _EXEMPTION
    return About(finding.rule, finding.rule, finding.severity, finding.fix, "")
