"""`stackwright check`: a blueprint, a program or a stack export, judged by the policy rules."""

import json as json_module
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.judged import code_of, finding_json, judged


def run(path: Path, *, stack: str | None = None, environment: str | None = None, json: str | None = None) -> int:
    """Print the findings, or write them as JSON; returns the exit code."""
    if environment not in {None, "dev", "staging", "prod"}:
        return console.complain(f"--environment {environment}: takes dev, staging or prod")
    found = judged(path, stack=stack, environment=environment)
    if isinstance(found, int):
        return found
    findings = [finding_json(finding) for finding in found.findings]
    if json and not console.deliver(json_module.dumps(findings, indent=2), json):
        return console.USAGE
    if json != "-":
        from stackwright.cli.cost_view import print_verdict
        from stackwright.cli.finding_view import print_findings
        from stackwright.cli.plan_view import print_title

        print_title(console.out(), found)
        print_findings(console.out(), found, everything=True)
        print_verdict(console.out(), found)
    return code_of(found)
