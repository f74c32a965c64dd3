"""How the command line speaks: plain text on a pipe, colour and progress on a terminal."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache

from rich.console import Console

CLEAN = 0
FINDINGS = 1
USAGE = 2
UNPRICED = 3
INTERRUPTED = 130


def worst(codes: set[int]) -> int:
    """The exit code of several: 2, then 1, then 3."""
    return next((code for code in (USAGE, FINDINGS, UNPRICED) if code in codes), CLEAN)


@cache
def out() -> Console:
    """Standard output."""
    return _console(stderr=False)


@cache
def err() -> Console:
    """Standard error."""
    return _console(stderr=True)


def _console(*, stderr: bool) -> Console:
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() else 140
    return Console(stderr=stderr, width=width, highlight=False, soft_wrap=not stream.isatty(), emoji=False)


@contextmanager
def working(text: str) -> Generator[None]:
    """A spinner on a terminal while something runs; silence elsewhere."""
    if not err().is_terminal:
        yield
        return
    with err().status(text):
        yield


def complain(text: str) -> int:
    """Say what the user got wrong; returns the exit code."""
    err().print(f"error: {text}", style="red", markup=False)
    return USAGE


def dollars(amount: float) -> str:
    """`$1,234.56`."""
    return f"${amount:,.2f}"
