"""How the command line speaks: plain lines on a pipe, colour and progress on a terminal."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from stackwright.policies.reports.words import counted as counted
from stackwright.policies.reports.words import money as money

CLEAN = 0
FINDINGS = 1
USAGE = 2
UNPRICED = 3
INTERRUPTED = 130

NAME_WIDTH = 9
PIPE_WIDTH = 100
"""Columns of tables that no terminal shows."""


def worst(codes: set[int]) -> int:
    """The exit code of several: 2, then 1, then 3."""
    return next((code for code in (USAGE, FINDINGS, UNPRICED) if code in codes), CLEAN)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """A reader that has seen enough is no error: the rest goes nowhere, and the exit code stays the command's."""
        silence()


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
    width = None if stream.isatty() else PIPE_WIDTH
    return _Console(stderr=stderr, width=width, highlight=False, markup=False, emoji=False)


def silence() -> None:
    """Send what is still written to standard output nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    sys.stdout.flush()


def say(console: Console, text: str | Text, *, indent: int = 0, style: str = "") -> None:
    """One sentence: wrapped below itself on a terminal, one line on a pipe, so that `grep` finds it whole."""
    line = text if isinstance(text, Text) else Text(text)
    if console.is_terminal:
        console.print(Padding(line, (0, 0, 0, indent), expand=False), style=style)
    else:
        console.print(Text(" " * indent).append_text(line), style=style, soft_wrap=True)


def fact(console: Console, name: str, text: str, style: str = "") -> None:
    """A sentence beside its name; on a terminal it wraps below itself."""
    if not console.is_terminal:
        say(console, f"{name:<{NAME_WIDTH}} {text}")
        return
    row = Table.grid(padding=(0, 1, 0, 0))
    row.add_column(width=NAME_WIDTH, style="dim", no_wrap=True)
    row.add_column(overflow="fold", style=style)
    row.add_row(name, Text(text))
    console.print(row)


def show(console: Console, table: Table) -> None:
    """A table, without the blanks at the ends of lines that no terminal needs."""
    with console.capture() as captured:
        console.print(table)
    for line in captured.get().splitlines():
        console.out(line.rstrip(), highlight=False)


@contextmanager
def working(text: str) -> Generator[None]:
    """A spinner on a terminal while something runs; silence elsewhere."""
    if not (sys.stderr.isatty() and err().is_interactive):
        yield
        return
    with err().status(text):
        yield


@contextmanager
def kept_clean() -> Generator[None]:
    """Standard output is ours alone: what a program, or a command that it starts, writes goes to standard error."""
    try:
        kept = os.dup(1)
    except OSError:
        yield
        return
    sys.stdout.flush()
    os.dup2(2, 1)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)


def complain(text: str) -> int:
    """Say what the user got wrong; returns the exit code."""
    say(err(), Text.assemble(("error: ", "bold red"), text))
    return USAGE


def deliver(text: str, target: str | Path) -> bool:
    """Write `text` to a file, or to standard output for `-`; False after saying why it cannot be written."""
    if str(target) == "-":
        try:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()
        except BrokenPipeError:
            silence()
        return True
    try:
        Path(target).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        complain(f"{target}: cannot be written: {(error.strerror or str(error)).lower()}")
        return False
    return True
