"""`stackwright cost`: the monthly price of a stack, by component and by what is used."""

import json as json_module
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.judged import judged


def run(path: Path, *, stack: str | None = None, policy: Path | None = None, json: str | None = None) -> int:
    """Print the estimate, or write it as JSON; the exit code is the gate's."""
    found = judged(path, stack=stack, policy=policy)
    if isinstance(found, int):
        return found
    if json and not console.deliver(json_module.dumps(found.estimate.to_json(), indent=2), json):
        return console.USAGE
    if json != "-":
        from stackwright.cli.cost_view import print_cost
        from stackwright.cli.plan_view import print_title

        print_title(console.out(), found)
        print_cost(console.out(), found, details=True)
    return found.gate.exit_code
