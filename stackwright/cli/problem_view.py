"""The mistakes in a blueprint as their author reads them; without colour the text is `SpecError`'s own."""

from rich.text import Text

from stackwright.blueprints.problems import SpecError
from stackwright.cli import console
from stackwright.cli.console import counted


def print_problems(error: SpecError) -> int:
    """Print all problems on standard error; returns the exit code."""
    err = console.err()
    for problem in error.problems:
        err.print(Text(problem.headline, style="bold"), soft_wrap=True)
        for line in problem.details:
            err.print(_coloured(line), soft_wrap=True)
        err.print()
    console.say(err, counted(len(error.problems), "problem"), style="red")
    return console.USAGE


def _coloured(line: str) -> Text:
    """A caret line red, the repair green, the rest plain."""
    text = Text(line)
    if line.rstrip("^ ").endswith("|") and line.endswith("^"):
        text.stylize("bold red")
    elif line.startswith("  fix "):
        text.stylize("green")
    return text
