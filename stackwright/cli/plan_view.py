"""The plan as people read it."""

from pathlib import Path

from rich.console import Console
from rich.text import Text

from stackwright.cli.console import counted, say, show
from stackwright.cli.cost_view import print_cost
from stackwright.cli.finding_view import print_findings
from stackwright.cli.next_step import next_step
from stackwright.cli.resource_view import resource_table
from stackwright.cli.review import Review
from stackwright.policies.reports.words import is_real


def print_plan(console: Console, found: Review, path: Path, stack: str | None) -> None:
    """Resources as a tree, then the price, the findings and what to do next."""
    print_title(console, found)
    show(console, resource_table(found.subject.graph))
    console.print()
    print_cost(console, found)
    console.print()
    print_findings(console, found)
    console.print()
    print_next(console, found, path, stack)


def print_title(console: Console, found: Review) -> None:
    """What is looked at."""
    subject = found.subject
    where = f"  {subject.place}, {subject.environment}, "
    resources = counted(sum(map(is_real, subject.graph)), "resource")
    say(console, Text.assemble((subject.title, "bold"), where, resources))


def print_next(console: Console, found: Review, path: Path, stack: str | None) -> None:
    """What to do next."""
    say(console, Text.assemble(("next: ", "bold"), next_step(found, path, stack)))
