"""What every report shows: one stack with the answers of the rules and its price, ready to be written down."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final

from stackwright.plan.graph import Graph, Resource, Source
from stackwright.policies.exemptions import FIX, RULE_ID, TITLE, URL
from stackwright.policies.finding import Finding, Level, Result, Severity
from stackwright.policies.judgement import Judgement
from stackwright.policies.registry import described_in, find
from stackwright.policies.reports.words import is_real
from stackwright.policies.rule import CLOUDS, Rule, Scope
from stackwright.policies.tokens import unversioned
from stackwright.pricing.gate import GateResult
from stackwright.pricing.model import Estimate, Range
from stackwright.pricing.prices import Tables
from stackwright.pricing.usage import Usage

_PACKAGES: Final = {"azure-native": "azure"}
"""Package of a type token, where it is not called as the cloud is."""


class Answer(StrEnum):
    """What one rule says of a whole stack."""

    FAILED = "failed"
    UNKNOWN = "unknown"
    """Nothing fails, and something is not known before deployment."""
    ACCEPTED = "accepted"
    """All that it found is exempted, or in the baseline."""
    PASSED = "passed"
    NOT_LOOKED = "not looked"
    """It is disabled, is told no limit, or the stack has nothing that it is about: no pass."""


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
    cloud: str = ""
    """Empty for a rule about every cloud."""

    @property
    def described_in(self) -> str:
        """The command or the address that tells more of the rule."""
        return described_in(self.id, self.url)


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one rule at one level."""

    about: About
    level: Level
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """What the stack cost before the change."""

    total: Range
    at_least: bool = False
    """Something had no price then."""


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
    before: Before | None = None
    """Monthly cost before the change, where a plan of then was given."""
    file: str = ""
    """The file that stands for the stack as a whole, from the folder in which the command runs."""
    usage: Usage | None = None
    """What the estimate assumes of the stack's use; the small profile when unset."""
    prices: Tables | None = None
    """Tables that the estimate is made from; the list prices when unset."""

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
    def accepted(self) -> tuple[Finding, ...]:
        """Findings that somebody answers for, and those of the baseline."""
        return (*(one for one, _ in self.judgement.exempted), *self.judgement.known)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """Findings by rule and level, those that stop a deployment first, then worst first."""
        return tuple(grouped((*self.stopping, *self.warning)))

    @cached_property
    def real(self) -> tuple[Resource, ...]:
        """Resources that a cloud holds: no components, no providers."""
        return tuple(filter(is_real, self.graph))

    @cached_property
    def answers(self) -> Mapping[str, Answer]:
        """What each rule says of the stack, by id."""
        looked = _Looked(self.judgement, self.graph)
        found: dict[str, Answer] = {
            rule.id: Answer.PASSED if looked(rule) else Answer.NOT_LOOKED for rule in self.judgement.rules
        }
        found |= {one.rule: Answer.ACCEPTED for one in self.accepted}
        for result, answer in ((Result.UNKNOWN, Answer.UNKNOWN), (Result.FAIL, Answer.FAILED)):
            found |= {one.rule: answer for one in self.judgement.findings if one.result is result}
        return dict(sorted(found.items()))

    @cached_property
    def rules(self) -> tuple[About, ...]:
        """Every rule that looked, and the rule of every finding, by id."""
        found = {one.rule: about(one) for one in (*self.judgement.findings, *self.accepted)}
        passed = {rule.id: rule for rule in self.judgement.rules if self.answers[rule.id] is Answer.PASSED}
        found |= {name: about_rule(rule) for name, rule in passed.items()}
        return tuple(one for _, one in sorted(found.items()))

    @cached_property
    def by_id(self) -> Mapping[str, About]:
        """`rules` by id."""
        return {one.id: one for one in self.rules}

    @property
    def looked(self) -> int:
        """Number of rules that had something to judge."""
        return sum(answer is not Answer.NOT_LOOKED for answer in self.answers.values())

    @property
    def change(self) -> float | None:
        """Expected cost a month less what it was before; None where that is not told."""
        return self.estimate.expected - self.before.total.expected if self.before else None

    def place(self, finding: Finding) -> Source:
        """Where the finding is shown: its own place, or the top of the file that stands for the stack."""
        return finding.source or Source(self.file or self.title, 1)


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """`findings` by rule and level, in the order in which each is met first."""
    found: dict[tuple[str, Level], list[Finding]] = {}
    for one in findings:
        found.setdefault((one.rule, one.level), []).append(one)
    return [Group(about(group[0]), level, tuple(group)) for (_, level), group in found.items()]


class _Looked:
    """Whether a rule had something to judge in a stack."""

    def __init__(self, judgement: Judgement, graph: Graph) -> None:
        judged = [one for one in graph if not one.external]
        self.settings = judgement.settings
        self.types = Counter(unversioned(one.type) for one in judged)
        packages = {one.provider_package for one in judged if is_real(one)}
        self.clouds = {_PACKAGES.get(name, name) for name in packages} & set(CLOUDS.values())

    def __call__(self, rule: Rule) -> bool:
        setting = self.settings.get(rule.id)
        if setting is None or setting.level is Level.DISABLED:
            return False
        if rule.example_params and not any(map(_is_told, (setting.params.get(name) for name in rule.example_params))):
            return False  # it does nothing without them
        if "*" in rule.types or (rule.scope is Scope.STACK and not rule.types):
            return not rule.cloud or rule.cloud in self.clouds
        return any(token in self.types for token in rule.types)


def _is_told(knob: Any) -> bool:
    return knob not in (None, [], {}) and knob is not False


_EXEMPTION: Final = About(RULE_ID, TITLE, Severity.HIGH, FIX, URL)


def about(finding: Finding) -> About:
    """The rule behind `finding`."""
    rule = find(finding.rule)
    if rule is not None:
        return about_rule(rule)
    if finding.rule == RULE_ID:
        return _EXEMPTION
    return About(finding.rule, finding.rule, finding.severity, finding.fix, "")


def about_rule(rule: Rule) -> About:
    """What a reader is told of `rule`."""
    controls, tags = tuple(rule.frameworks.items()), tuple(sorted(rule.tags))
    return About(rule.id, rule.title, rule.severity, rule.fix, rule.url, controls, tags, rule.cloud)
