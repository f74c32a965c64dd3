"""A YAML file as plain data that remembers where each key and value is written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from stackwright.blueprints.paths import Steps, ancestors, text_of
from stackwright.blueprints.problems import Position, Problem, SpecError
from stackwright.blueprints.redaction import HIDDEN_BELOW, MASK, masked, secret_kind, secret_name


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a file, from 1; a span over several lines ends with its first."""

    line: int
    column: int
    width: int
    last_line: int
    last_column: int


@dataclass(frozen=True, slots=True)
class Document:
    """One YAML file: its data, and the place of every path in it."""

    file: str
    text: str = field(repr=False)
    data: Any = field(repr=False)
    keys: dict[Steps, Span] = field(repr=False)
    """Where the key of a path is written; for an item of a list, the item."""
    values: dict[Steps, Span] = field(repr=False)
    written: dict[Steps, str] = field(repr=False)
    """Scalars as the user wrote them: `1.30` where the value is 1.3."""

    def key_at(self, steps: Steps) -> Span | None:
        """Place of the key of `steps`, or of its nearest ancestor."""
        return next((self.keys[above] for above in ancestors(steps) if above in self.keys), None)

    def position(self, steps: Steps) -> Position:
        """Place of the key of `steps` or of its nearest ancestor, the top of the file when there is none."""
        span = self.key_at(steps)
        return Position(self.file, span.line, span.column) if span else Position(self.file, 1, 1)

    def excerpt(self, line: int) -> str:
        """One line of the file, with values that could be secrets masked."""
        lines = self.text.splitlines()
        if not 1 <= line <= len(lines):
            return ""
        shown = lines[line - 1]
        for steps, span in self.values.items():
            if span.line <= line <= span.last_line and self.hidden(steps):
                start = span.column - 1 if line == span.line else 0
                end = span.last_column - 1 if line == span.last_line else len(shown)
                shown = shown[:start] + re.sub(r"\S", MASK, shown[start:end]) + shown[end:]
        return masked(shown)

    def hidden(self, steps: Steps) -> bool:
        """Whether the value at `steps` must never be shown."""
        if hidden_path(steps):
            return True
        return steps in self.written and secret_kind(self.written[steps])

    def problem(
        self, steps: Steps, message: str, *, at_key: bool = False, got: str = "", allowed: str = "", hint: str = ""
    ) -> Problem:
        """Problem at the value of `steps`, or at its key."""
        places = self.keys if at_key else self.values
        span = places.get(steps) or self.key_at(steps) or Span(1, 1, 1, 1, 1)
        return Problem(
            text_of(steps),
            message,
            got,
            allowed,
            hint,
            file=self.file,
            line=span.line,
            column=span.column,
            width=span.width,
            excerpt=self.excerpt(span.line),
        )

    def credentials(self) -> Iterator[Problem]:
        """A problem for every scalar with the form of a credential."""
        for steps, text in self.written.items():
            if secret_kind(text):
                yield self.problem(
                    steps,
                    "looks like a credential, and a blueprint holds no secrets",
                    hint="remove it and revoke it; pass the id of a secret in the cloud's secret manager instead",
                )


def hidden_path(steps: Steps) -> bool:
    """Whether the name of a field, or of one around it, says that its value may be a secret."""
    names = [step for step in steps if isinstance(step, str)]
    return any(map(secret_name, names)) or any(name in HIDDEN_BELOW for name in names[:-1])


def unreadable(file: str, message: str, *, got: str = "", allowed: str = "", hint: str = "") -> SpecError:
    """The error for a file that cannot be read at all."""
    return SpecError([Problem("", message, got, allowed, hint, file)])
