"""`stackwright plan`: what a stack creates, costs and violates, before anything exists."""

import json as json_module
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.judged import code_of, finding_json, judged
from stackwright.cli.review import Review


def run(path: Path, *, stack: str | None = None, json: str | None = None) -> int:
    """Print the plan, or write it as JSON; returns the exit code."""
    found = judged(path, stack=stack)
    if isinstance(found, int):
        return found
    if json and not console.deliver(_document(found), json):
        return console.USAGE
    if json != "-":
        from stackwright.cli.plan_view import print_plan

        print_plan(console.out(), found, path, stack)
    return code_of(found)


def _document(found: Review) -> str:
    from stackwright.plan.document import document

    subject = found.subject
    plan = document(
        subject.graph,
        blueprint=subject.title,
        cloud=subject.cloud,
        region=subject.region,
        environment=subject.environment,
        findings=[finding_json(finding) for finding in found.findings],
        estimate=found.estimate.to_json(),
    )
    return json_module.dumps(plan, indent=2)
