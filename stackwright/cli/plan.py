"""`stackwright plan`: what a stack creates, costs and violates, before anything exists."""

from collections.abc import Mapping
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.judged import code_of, judged
from stackwright.cli.reports import asked, deliver
from stackwright.cli.review import ReviewError


def run(
    path: Path,
    *,
    stack: str | None = None,
    policy: Path | None = None,
    before: Path | None = None,
    reports: Mapping[str, str | None],
    strict: bool = False,
) -> int:
    """Print the plan and write the reports; returns the exit code."""
    try:
        wanted = asked(reports, before)
    except ReviewError as error:
        return console.complain(str(error))
    found = judged(path, stack=stack, policy=policy, before=wanted.before)
    if isinstance(found, int):
        return found
    if not deliver(found, wanted, whole=True):
        return console.USAGE
    if not wanted.quiet:
        from stackwright.cli.plan_view import print_plan

        print_plan(console.out(), found, path, stack)
    return code_of(found, strict=strict)
