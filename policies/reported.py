"""Findings that the engine's own policy packs made, anybody's packs, as the engine's events tell them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from stackwright.plan.graph import Graph
from stackwright.policies.check import in_order
from stackwright.policies.config import PolicyConfig
from stackwright.policies.finding import Finding, Level, Result, Severity
from stackwright.policies.judgement import Judgement, judge
from stackwright.policies.registry import PACKS, find

_OURS: Final = frozenset(f"stackwright-{name}" for name in PACKS)
_COLOUR: Final = re.compile(r"<\{%.*?%\}>|\x1b\[[0-9;]*m")
_PATH: Final = re.compile(r'((?:[^\s:"]|"(?:[^"\\]|\\.)*")+): (.+)', re.DOTALL)
_LEVELS: Final = {"mandatory": Level.MANDATORY, "remediate": Level.MANDATORY}
"""Levels that stop the engine; what a remediation leaves is as bad as if there were none."""
_UNKNOWN: Final = "unknown: "
_SKIPPED: Final = "can't run policy "
"""How pulumi-policy says that a rule met a value which only the cloud knows."""


def judged_by_engine(findings: Iterable[Finding]) -> Judgement:
    """The judgement that the engine made: no rule of ours looked, and exemptions were the packs' to apply."""
    nothing = judge(Graph(()), PolicyConfig(), rules=())
    return replace(nothing, findings=tuple(in_order(findings)))


def finding_of(event: Mapping[str, Any]) -> Finding:
    """The finding that one `policyEvent` tells."""
    pack, policy = str(event.get("policyPackName") or ""), str(event.get("policyName") or "")
    lines = _COLOUR.sub("", str(event.get("message") or "")).strip().splitlines() or ["breaks the policy"]
    ours = pack in _OURS and find(policy) is not None
    said = [line.strip() for line in lines[1:] if line.strip()] if len(lines) > 1 else []
    result = Result.UNKNOWN if any(line.startswith((_UNKNOWN, _SKIPPED)) for line in lines[:2]) else Result.FAIL
    path, message, fix = _own(said) if ours and said else ("", " - ".join([lines[0].strip(), *said]), "")
    severity = str(event.get("severity") or "")
    return Finding(
        result,
        path,
        message,
        urn=str(event.get("resourceUrn") or ""),
        rule=policy if ours or not pack else f"{pack}/{policy}",
        severity=Severity(severity) if severity in {*Severity} else Severity.MEDIUM,
        level=_LEVELS.get(str(event.get("enforcementLevel")), Level.ADVISORY),
        fix=fix,
    )


def _own(said: list[str]) -> tuple[str, str, str]:
    """(Path, message, fix) from the lines that a pack of ours writes below the rule's title."""
    first = said[0].removeprefix(_UNKNOWN)
    placed = _PATH.fullmatch(first)
    path, message = (placed[1], placed[2]) if placed else ("", first)
    fix = next((line.removeprefix("fix: ") for line in said[1:] if line.startswith("fix: ")), "")
    return path, message, fix
