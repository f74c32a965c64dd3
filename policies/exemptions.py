"""Findings that somebody answers for until a date: by rule and resource, with a reason and an owner."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fnmatch import fnmatchcase

from pydantic import BaseModel, ConfigDict, Field, field_validator

from stackwright.policies.finding import Finding, Level, Result, Severity

RULE_ID = "policy-exemption"


class Exemption(BaseModel):
    """A finding that is accepted; the last day counts."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True, hide_input_in_errors=True)

    rule: str = Field(min_length=1)
    """Id of the rule; no wildcard."""
    urn: str = Field(min_length=1)
    """URN of the resource, `*` allowed in it."""
    reason: str = Field(min_length=10)
    """Why the finding is acceptable."""
    owner: str = Field(min_length=1)
    """Who answers for it."""
    expires: date
    """Last day of the exemption."""

    @field_validator("rule")
    @classmethod
    def _one_rule(cls, rule: str) -> str:
        if "*" in rule:
            raise ValueError("names one rule - wildcards belong in `urn`")
        return rule

    def covers(self, finding: Finding) -> bool:
        """Whether it is about this finding."""
        return finding.rule == self.rule and fnmatchcase(finding.urn, self.urn)


@dataclass(frozen=True, slots=True)
class Judged:
    """Findings sorted by what the exemptions say."""

    kept: tuple[Finding, ...]
    exempted: tuple[tuple[Finding, Exemption], ...]


def judge_exemptions(
    findings: Iterable[Finding], exemptions: Sequence[Exemption], *, today: date | None = None
) -> Judged:
    """Findings that stay and those that are exempted; an exemption that is past or about nothing is a finding."""
    now = today or datetime.now(UTC).date()
    current = [one for one in exemptions if one.expires >= now]
    kept: list[Finding] = []
    exempted: list[tuple[Finding, Exemption]] = []
    for finding in findings:
        cover = next((one for one in current if one.covers(finding)), None)
        if cover is None:
            kept.append(finding)
        else:
            exempted.append((finding, cover))
    used = {id(cover) for _, cover in exempted}
    kept.extend(_complaint(one, "is past its last day") for one in exemptions if one.expires < now)
    kept.extend(_complaint(one, "matches no finding") for one in current if id(one) not in used)
    return Judged(tuple(kept), tuple(exempted))


def apply_exemptions(findings: Iterable[Finding], exemptions: Sequence[Exemption]) -> tuple[Finding, ...]:
    """Findings that stay."""
    return judge_exemptions(findings, exemptions).kept


def _complaint(exemption: Exemption, text: str) -> Finding:
    return Finding(
        Result.FAIL,
        "",
        f"the exemption of {exemption.rule} {text}",
        rule=RULE_ID,
        severity=Severity.HIGH,
        level=Level.MANDATORY,
        fix="remove the exemption, or renew its date after a review",
    )
