"""A review, or the exit code where there is nothing to review; and the exit code of a review."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from stackwright.cli import console
from stackwright.cli.problem_view import print_problems
from stackwright.cli.review import Review, ReviewError, review, subject_of
from stackwright.plan.document import source_json
from stackwright.policies.finding import Finding, Level

COST_RULES = frozenset({"ai-max-monthly-cost", "ai-unpriced-resources"})
"""Rules that say again what the gate on the estimate says; where it says that a price is missing, it decides."""


def judged(path: Path, *, stack: str | None = None, environment: str | None = None) -> Review | int:
    """Review of the stack at `path`; for a mistake of the user's, the exit code after saying what is wrong."""
    from stackwright.blueprints.problems import SpecError

    try:
        with console.kept_clean():
            with console.working(f"reading {path}"):
                subject = subject_of(path, stack=stack, environment=environment)
            with console.working("judging and pricing"):
                return review(subject)
    except SpecError as error:
        return print_problems(error)
    except ReviewError as error:
        return console.complain(str(error))


def stopping(found: Review) -> Sequence[Finding]:
    """Findings at a failing level, without those that only say that a price is missing."""
    said = COST_RULES if found.gate.unpriced or found.gate.low_coverage else frozenset[str]()
    return [f for f in found.findings if f.level is Level.MANDATORY and f.rule not in said]


def code_of(found: Review) -> int:
    """0 clean, 1 findings that fail or over budget, 3 nothing worse than unpriced."""
    codes: set[int] = set()
    if stopping(found) or found.gate.over_budget:
        codes.add(console.FINDINGS)
    if found.gate.unpriced or found.gate.low_coverage:
        codes.add(console.UNPRICED)
    return console.worst(codes)


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding of the JSON outputs."""
    return {
        "rule": finding.rule,
        "severity": str(finding.severity),
        "level": str(finding.level),
        "result": str(finding.result),
        "urn": finding.urn,
        "path": finding.path,
        "message": finding.message,
        "fix": finding.fix,
        "source": source_json(finding.source),
    }
