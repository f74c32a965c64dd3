"""`stackwright diff`: what changes from one stack to another by role, and the price beside it."""

import json as json_module
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from stackwright.blueprints.problems import shown
from stackwright.cli import console
from stackwright.cli.comparison import Change, Role, Side, compare
from stackwright.cli.console import counted, money, say, show
from stackwright.cli.judged import judged
from stackwright.cli.review import Review
from stackwright.policies.reports.words import is_real, short_type
from stackwright.pricing.model import Range

VERSION = 1
"""Version of the document that `--json` writes."""
LINES = 8
"""Settings of one role's resources that the table shows."""
TYPES = 6
"""Types of one role that the table shows, on each side."""
_LONGEST = 40


def run(before: Path, after: Path, *, stack: str | None = None, json: str | None = None) -> int:
    """Print the table, or write it as JSON; returns the exit code."""
    found = [judged(path, stack=stack) for path in (before, after)]
    one, other = found
    if isinstance(one, int) or isinstance(other, int):
        return console.worst({code for code in found if isinstance(code, int)})
    roles = compare(one, other)
    if json and not console.deliver(json_module.dumps(_document(one, other, roles), indent=2), json):
        return console.USAGE
    if json != "-":
        _print(console.out(), one, other, roles)
    return console.CLEAN


def _print(page: Console, before: Review, after: Review, roles: Sequence[Role]) -> None:
    say(page, Text.assemble((before.subject.title, "bold"), " → ", (after.subject.title, "bold")))
    say(page, f"{_place(before)} → {_place(after)}")
    say(page, "Prices: USD a month at list prices, as expected", style="dim")
    page.print()
    changed = [role for role in roles if role.differs]
    show(page, _table(before, after, changed))
    same = [role for role in roles if not role.differs]
    if same:
        say(page, f"the same: {', '.join(shown(role.name) for role in same)}", style="dim")
    if any(side.unpriced for role in roles for side in (role.before, role.after) if side):
        say(page, "≥ leaves out what has no price: stackwright cost lists it", style="dim")


def _place(review: Review) -> str:
    subject = review.subject
    number = counted(sum(map(is_real, subject.graph)), "resource")
    return f"{subject.place}, {subject.environment}, {number}"


def _table(before: Review, after: Review, roles: Sequence[Role]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", padding=(0, 2, 0, 0))
    table.add_column("role", style="bold", no_wrap=True)
    table.add_column("what changes", overflow="fold", ratio=1)
    clouds = before.subject.cloud, after.subject.cloud
    for name in (*(clouds if clouds[0] != clouds[1] else ("before", "after")), "change"):
        table.add_column(f"USD {name}", justify="right", no_wrap=True)
    for role in roles:
        lines = list(_lines(role))
        table.add_row(Text(shown(role.name)), lines[0] if lines else Text(), *_figures(role.before, role.after))
        for line in lines[1:]:
            table.add_row("", line)
    one, other = before.estimate, after.estimate
    change = "" if one.unpriced or other.unpriced else _signed(other.expected - one.expected)
    totals = (_amount(one.expected, len(one.unpriced)), _amount(other.expected, len(other.unpriced)), change)
    table.add_row(Text("total"), "", *(Text(cell, style="bold") for cell in totals))
    return table


def _lines(role: Role) -> Iterator[Text]:
    yield Text(_heading(role.before, role.after))
    for change in role.settings:
        yield change_line(change)
    if role.removed:
        yield Text(f"- {_counts(role.removed)}", style="red")
    if role.added:
        yield Text(f"+ {_counts(role.added)}", style="green")
    for change in role.inputs[:LINES]:
        yield change_line(change)
    if len(role.inputs) > LINES:
        yield Text(f"and {counted(len(role.inputs) - LINES, 'other setting')}", style="dim")


def _heading(before: Side | None, after: Side | None) -> str:
    one, other = _named(before), _named(after)
    if before is None or after is None:
        return f"{one or 'nothing'} → {other or 'nothing'}" if one or other else "in the blueprint"
    if before.component != after.component:
        return f"{one} → {other}"
    if len(before.resources) == len(after.resources):
        return one
    return f"{one} → {len(after.resources)}"


def _named(side: Side | None) -> str:
    if side is None:
        return ""
    number = counted(len(side.resources), "resource")
    return f"{side.component}, {number}" if side.component else number


def change_line(change: Change) -> Text:
    """`path: before → after`, shortened."""
    return Text.assemble((f"{shown(change.path)}: ", "dim"), f"{_value(change.before)} → {_value(change.after)}")


def _value(value: Any) -> str:
    if value is None:
        return "unset"
    text = value if isinstance(value, str) else json_module.dumps(value, ensure_ascii=False)
    text = shown(text.replace("\n", " "))
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _counts(types: Counter[str]) -> str:
    short = Counter[str]()
    for token, number in types.items():
        short[short_type(token)] += number
    names = [f"{number}×{name}" if number > 1 else name for name, number in short.items()]
    more = f" and {counted(len(names) - TYPES, 'other type')}" if len(names) > TYPES else ""
    return ", ".join(names[:TYPES]) + more


def _figures(before: Side | None, after: Side | None) -> tuple[str, str, str]:
    cells = [_amount(side.cost.expected, side.unpriced) if side else "" for side in (before, after)]
    known = not (before and before.unpriced) and not (after and after.unpriced)
    change = (after.cost.expected if after else 0.0) - (before.cost.expected if before else 0.0)
    return cells[0], cells[1], _signed(change) if known and (before or after) else ""


def _amount(expected: float, unpriced: int) -> str:
    """An unknown price is never nothing."""
    if unpriced:
        return f"≥ {money(expected)}" if expected else "unknown"
    return money(expected)


def _signed(change: float) -> str:
    return "" if abs(change) < 0.005 else f"{change:+,.2f}"


def _document(before: Review, after: Review, roles: Sequence[Role]) -> dict[str, Any]:
    return {
        "schema": VERSION,
        "before": _stack_json(before),
        "after": _stack_json(after),
        "roles": [
            {
                "role": role.name,
                "differs": role.differs,
                "before": _side_json(role.before),
                "after": _side_json(role.after),
                "settings": [_change_json(change) for change in role.settings],
                "inputs": [_change_json(change) for change in role.inputs],
            }
            for role in roles
        ],
    }


def _stack_json(review: Review) -> dict[str, Any]:
    subject, estimate = review.subject, review.estimate
    return {
        "title": subject.title,
        "cloud": subject.cloud,
        "region": subject.region,
        "environment": subject.environment,
        "resources": sum(map(is_real, subject.graph)),
        "monthlyUsd": Range(estimate.low, estimate.expected, estimate.high).to_json(),
        "unpriced": len({urn for urn, _ in estimate.unpriced}),
    }


def _side_json(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "component": side.component or None,
        "resources": len(side.resources),
        "types": dict(side.types),
        "monthlyUsd": side.cost.to_json(),
        "unpriced": side.unpriced,
    }


def _change_json(change: Change) -> dict[str, Any]:
    return {"path": change.path, "before": change.before, "after": change.after}
