"""Findings that somebody answers for until a date: by rule and resource, with a reason and an owner."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, model_validator

from stackwright.plan.graph import Graph
from stackwright.policies.finding import Finding, Level, Result, Severity
from stackwright.policies.refusal import refused
from stackwright.policies.registry import by_id
from stackwright.policies.rule import Setting
from stackwright.policies.selection import RuleId

RULE_ID: Final = "policy-exemption"
URL: Final = "docs/policy-file.md#exemptions"
TITLE: Final = "Exemptions are current, and about something"
FIX: Final = "remove the exemption, or renew its date after a review"
_DATED: Final = frozenset({Severity.CRITICAL, Severity.HIGH})


class Exemption(BaseModel):
    """A finding that is accepted; the last day counts."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)

    rule: RuleId = Field(examples=["aws-s3-access-logging"])
    """Id of the rule; no wildcard, those belong in `urn`."""
    urn: str = Field(min_length=1, examples=["urn:pulumi:prod::*::scratch"])
    """URN of the resource, `*` allowed in it."""
    reason: str = Field(min_length=10)
    """Why the finding is acceptable."""
    owner: str = Field(min_length=1, examples=["ml-platform@example.com"])
    """Who answers for it."""
    expires: date | None = None
    """Last day of the exemption; rules of high and critical severity need one."""

    @model_validator(mode="after")
    def _dated(self) -> "Exemption":
        if self.expires is None and (severity := by_id(self.rule).severity) in _DATED:
            text = f"has no last day, and {self.rule} is of {severity} severity"
            raise refused(text, hint="add `expires: <year>-<month>-<day>`")
        return self

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        return finding.rule == self.rule and fnmatchcase(finding.urn, self.urn)

    def about(self, project: str, stack: str) -> bool:
        """Whether it could be about a resource of this stack; a pattern that starts otherwise is."""
        parts = self.urn.removeprefix("urn:pulumi:").split("::")
        if not self.urn.startswith("urn:pulumi:") or len(parts) < 2:
            return True
        return fnmatchcase(stack, parts[0]) and fnmatchcase(project, parts[1])


class Ledger:
    """The exemptions of one run: which finding is covered, and which exemptions were about nothing."""

    def __init__(self, exemptions: Sequence[Exemption], *, today: date | None = None) -> None:
        now = today or datetime.now(UTC).date()
        self.past = tuple(one for one in exemptions if one.expires is not None and one.expires < now)
        self.current = tuple(one for one in exemptions if one not in self.past)
        self._used: set[Exemption] = set()

    def cover(self, finding: Finding) -> Exemption | None:
        """The exemption that accepts the finding."""
        found = next((one for one in self.current if one.covers(finding)), None)
        if found is not None:
            self._used.add(found)
        return found

    def complaints(self, graph: Graph, settings: Mapping[str, Setting]) -> list[Finding]:
        """Findings about exemptions that are past, and of those that concern this stack and a rule that looked."""
        looked = {name for name, setting in settings.items() if setting.level is not Level.DISABLED}
        unused = [
            one
            for one in self.current
            if one not in self._used and one.rule in looked and one.about(graph.project, graph.stack)
        ]
        past = [complaint(one.rule, "is past its last day", graph) for one in self.past if one.rule in settings]
        return past + [complaint(one.rule, "matches no finding", graph) for one in unused]


def complaint(rule: str, text: str, graph: Graph) -> Finding:
    """The finding about an exemption of `rule`."""
    return Finding(
        Result.FAIL,
        "",
        f"the exemption of {rule} {text}",
        urn=graph.stack_urn,
        rule=RULE_ID,
        severity=Severity.HIGH,
        level=Level.MANDATORY,
        fix=FIX,
    )
