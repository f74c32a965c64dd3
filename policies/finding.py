"""What a rule answers about a resource: nothing when it passes, else findings that fail or are unknown."""

from dataclasses import dataclass
from enum import StrEnum

from stackwright.plan.graph import Resource, Source


class Level(StrEnum):
    """What a finding does: stops the deployment, is put right first, is shown, or is not looked for."""

    MANDATORY = "mandatory"
    REMEDIATE = "remediate"
    """The rule changes what it knows how to put right; what it still finds then is mandatory."""
    ADVISORY = "advisory"
    DISABLED = "disabled"

    @property
    def when_judged(self) -> "Level":
        """What a finding does: one that a remediation leaves is as bad as if there were none."""
        return Level.MANDATORY if self is Level.REMEDIATE else self


class Severity(StrEnum):
    """How bad a finding is, whatever its level."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Result(StrEnum):
    """The two answers that are reported; the third, a pass, is silence."""

    FAIL = "fail"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer of one rule. A rule gives `result`, `path` and `message`; `check` fills in the rest."""

    result: Result
    path: str
    """Property of the resource, in the provider's spelling; empty for the resource as a whole."""
    message: str
    """Constant text of the rule; never a value of the program."""
    urn: str = ""
    """Resource at fault; empty for the stack as a whole."""
    rule: str = ""
    severity: Severity = Severity.MEDIUM
    level: Level = Level.MANDATORY
    fix: str = ""
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One property that a remediation sets."""

    rule: str
    urn: str
    path: str
    """Property of the resource, in the provider's spelling."""
    text: str
    """What it is set to: a constant of the rule, as JSON; what was there before is never shown."""
    source: Source | None = None

    @property
    def sentence(self) -> str:
        """The property and what it becomes."""
        return f"{self.path} set to {self.text}"


def fail(path: str, text: str, *, at: Resource | None = None) -> Finding:
    """The property at `path` breaks the rule; `at` when it belongs to another resource than the judged one."""
    return Finding(Result.FAIL, path, text, urn=at.urn if at else "")


def unknown(path: str, text: str = "", *, at: Resource | None = None) -> Finding:
    """The property at `path` decides, and only the cloud knows it before deployment."""
    return Finding(Result.UNKNOWN, path, text or "is not known before deployment", urn=at.urn if at else "")
