"""A review, or the exit code where there is nothing to review; and the exit code of a review."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from stackwright.cli import console
from stackwright.cli.policy_file import FoundPolicy
from stackwright.cli.problem_view import print_problems
from stackwright.cli.review import Review, ReviewError, Subject, review, subject_of
from stackwright.policies.finding import Finding, Level
from stackwright.pricing.prices import TableError

if TYPE_CHECKING:
    from stackwright.policies.reports.model import Before
    from stackwright.pricing.overrides import Contract

COST_RULES = frozenset({"ai-max-monthly-cost", "ai-unpriced-resources"})
"""Rules that say again what the gate on the estimate says; where it says that a price is missing, it decides."""


EVENTS = "holds events, which `stackwright check` reads - write a digest with `pulumi preview --json --show-sames`"
"""Why a stream of events has no plan and no price."""


def judged(
    path: Path,
    *,
    stack: str | None = None,
    environment: str | None = None,
    policy: Path | None = None,
    before: "Before | None" = None,
    whole: bool = True,
    subject: Subject | None = None,
) -> Review | int:
    """Review of the stack at `path`; for a mistake of the user's, the exit code after saying what is wrong.

    `whole` asks for a stack with its resources, and refuses a document that only has results of policy packs.
    `subject` is the stack, where it was read before and did not change.
    """
    from stackwright.blueprints.problems import SpecError

    try:
        with console.kept_clean():
            with console.working(f"reading {path}"):
                said, contract = found_policy(path, policy), found_contract(path)
                subject = subject or subject_of(path, stack=stack, environment=environment)
                if whole and subject.reported is not None:
                    raise ReviewError(f"{subject.title}: {EVENTS}")
            with console.working("judging and pricing"):
                found = review(subject, said, before, contract)
            for note in subject.notes:
                console.say(console.err(), f"note: {note}", style="dim")
            return found
    except SpecError as error:
        return print_problems(error)
    except (ReviewError, TableError) as error:
        return console.complain(str(error))


def found_contract(path: Path) -> "Contract | None":
    """The prices of one's own that the project around `path` has. Raises `SpecError`."""
    from stackwright.cli.policy_file import is_ours, nearest_file
    from stackwright.pricing.overrides import NAME

    found = nearest_file(path, NAME)
    if found is None:
        return None
    if not is_ours(found):
        console.say(console.err(), f"{found}: has no `stackwright: 1` and was not read", style="yellow")
        return None
    from stackwright.cli.price_file import read_contract

    return read_contract(found)


def found_policy(path: Path, given: Path | None = None) -> FoundPolicy | None:
    """The policy file that the user gave, or that of the project around `path`. Raises `SpecError`."""
    from stackwright.cli.policy_file import is_ours, policy_for, read_policy

    if given is not None:
        return read_policy(given)
    found = policy_for(path)
    if found is not None and not is_ours(found):
        console.say(console.err(), f"{found}: has no `stackwright: 1` and was not read", style="yellow")
        return None
    return read_policy(found) if found else None


def stopping(found: Review) -> Sequence[Finding]:
    """Findings at a failing level, without those that only say that a price is missing."""
    said = COST_RULES if found.gate.unpriced or found.gate.low_coverage else frozenset[str]()
    return [f for f in found.findings if f.level is Level.MANDATORY and f.rule not in said]


def code_of(found: Review, *, strict: bool = False) -> int:
    """0 clean, 1 findings that fail or over budget, 3 nothing worse than unpriced, or than too old when `strict`."""
    from stackwright.cli.price_age import strict_code

    codes = {strict_code(found, strict=strict)}
    if stopping(found) or found.gate.over_budget:
        codes.add(console.FINDINGS)
    if found.gate.unpriced or found.gate.low_coverage:
        codes.add(console.UNPRICED)
    return console.worst(codes)
