"""`stackwright explain`: every resolved value of a blueprint and where it comes from."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from stackwright.blueprints.problems import shown
from stackwright.cli import console

if TYPE_CHECKING:
    from stackwright.blueprints.load import Origin

COLOURS = {"blueprint": "", "stack config": "cyan", "profile": "magenta", "default": "dim"}


def run(path: Path, *, stack: str | None = None) -> int:
    """Print the values; returns the exit code."""
    from stackwright.blueprints.load import load
    from stackwright.blueprints.problems import SpecError
    from stackwright.cli.problem_view import print_problems
    from stackwright.cli.stack_config import stack_options
    from stackwright.plan.program import ProgramError

    try:
        loaded = load(path, **stack_options(path, stack))
    except SpecError as error:
        return print_problems(error)
    except ProgramError as error:
        return console.complain(str(error))
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("path", "value", "from"):
        table.add_column(name, overflow="fold")
    for at, origin in loaded.origins.items():
        colour = COLOURS.get(origin.origin, "")
        table.add_row(at, _plain(origin.value), Text(f"{origin.origin}{_line(origin)}", style=colour))
    console.show(console.out(), table)
    return console.CLEAN


def _plain(value: Any) -> str:
    """As the author of a blueprint would write it."""
    if value is None:
        return "unset"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return shown(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _line(origin: "Origin") -> str:
    return f", line {origin.where.line}" if origin.where and origin.where.line else ""
