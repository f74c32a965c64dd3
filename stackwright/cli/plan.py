"""`stackwright plan`: what a stack creates, costs and violates, before anything exists."""

import json as json_module
import sys
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.judged import code_of, finding_json, judged


def run(path: Path, *, stack: str | None = None, json: str | None = None) -> int:
    """Print the plan, or write it as JSON; returns the exit code."""
    found = judged(path, stack=stack)
    if isinstance(found, int):
        return found
    if json:
        from stackwright.plan.document import document

        subject = found.subject
        text = json_module.dumps(
            document(
                subject.graph,
                blueprint=subject.title,
                cloud=subject.cloud,
                region=subject.region,
                environment=subject.environment,
                findings=[finding_json(finding) for finding in found.findings],
                estimate=found.estimate.to_json(),
            ),
            indent=2,
        )
        write(text, json)
    if json != "-":
        from stackwright.cli.plan_view import print_plan

        print_plan(console.out(), found)
    return code_of(found)


def write(text: str, target: str) -> None:
    """Write `text` to a file, or to standard output for `-`."""
    if target == "-":
        sys.stdout.write(text + "\n")
    else:
        Path(target).write_text(text + "\n", encoding="utf-8")
