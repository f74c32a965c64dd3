"""What is said of prices that are old, and what `--strict` makes of them."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from rich.console import Console as RichConsole

from stackwright.cli import console
from stackwright.cli.review import Review
from stackwright.policies.reports.words import named
from stackwright.pricing import age
from stackwright.pricing.model import Estimate

NAMED = 3
"""Resources that are named in one line."""


def today() -> date:
    """The day that prices are held against: that of a reproducible build where SOURCE_DATE_EPOCH tells it."""
    told = os.environ.get("SOURCE_DATE_EPOCH", "")
    return (datetime.fromtimestamp(int(told), UTC) if told.isdigit() else datetime.now(UTC)).date()


def print_age(out: RichConsole, estimate: Estimate, day: date | None = None) -> None:
    """One dim line where prices are old."""
    if text := age.told(estimate, day or today()):
        console.fact(out, "age", text, "dim")


def strict_code(found: Review, *, strict: bool, day: date | None = None) -> int:
    """The exit code of `--strict`, after saying what is too old."""
    old: Mapping[str, int] = age.too_old(found.estimate, day or today()) if strict else {}
    if not old:
        return console.CLEAN
    names = [named(found.subject.graph, urn) for urn in sorted(old, key=lambda urn: (-old[urn], urn))]
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    text = f"--strict: prices older than {age.TOO_OLD_DAYS} days, up to {max(old.values()):,}: "
    console.say(console.err(), f"{text}{', '.join(names[:NAMED])}{more}", style="yellow")
    return console.UNPRICED
