"""`stackwright check`: a blueprint, a program or a stack export, judged by the policy rules."""

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
    environment: str | None = None,
    policy: Path | None = None,
    before: Path | None = None,
    reports: Mapping[str, str | None],
    strict: bool = False,
) -> int:
    """Print the findings and write the reports; returns the exit code."""
    if environment not in {None, "dev", "staging", "prod"}:
        return console.complain(f"--environment {environment}: takes dev, staging or prod")
    try:
        wanted = asked(reports, before)
    except ReviewError as error:
        return console.complain(str(error))
    found = judged(path, stack=stack, environment=environment, policy=policy, before=wanted.before, whole=False)
    if isinstance(found, int):
        return found
    if not deliver(found, wanted):
        return console.USAGE
    if not wanted.quiet:
        from stackwright.cli.cost_view import print_verdict
        from stackwright.cli.finding_view import print_findings
        from stackwright.cli.plan_view import print_title

        print_title(console.out(), found)
        print_findings(console.out(), found, everything=True)
        print_verdict(console.out(), found)
    return code_of(found, strict=strict)
