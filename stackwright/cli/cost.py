"""`stackwright cost`: the monthly price of a stack, by component."""

import json as json_module
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.judged import judged


def run(path: Path, *, stack: str | None = None, json: str | None = None) -> int:
    """Print the estimate, or write it as JSON; the exit code is the gate's."""
    found = judged(path, stack=stack)
    if isinstance(found, int):
        return found
    if json:
        from stackwright.cli.plan import write

        write(json_module.dumps(found.estimate.to_json(), indent=2), json)
    if json != "-":
        from stackwright.cli.plan_view import print_budget
        from stackwright.cli.views import print_cost

        print_cost(console.out(), found.subject.graph, found.estimate, bars=True)
        print_budget(console.out(), found)
    if found.gate.over_budget:
        return console.FINDINGS
    return console.UNPRICED if found.gate.unpriced or found.gate.low_coverage else console.CLEAN
