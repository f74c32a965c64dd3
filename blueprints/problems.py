"""What is wrong with a blueprint, told with its place, what was found, what is allowed and what to do."""

import difflib
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WIDTH = 120
"""Longest part of a source line that is shown."""


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file; lines and columns count from 1, a line of 0 is the file as a whole."""

    file: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a blueprint: lower case, no full stop, never a value that could be a secret."""

    path: str
    """Place in the blueprint, such as `compute.nodes`; empty for the file as a whole."""
    message: str
    got: str = ""
    allowed: str = ""
    hint: str = ""
    """What to do about it."""
    file: str = ""
    line: int = 0
    column: int = 0
    width: int = 1
    """Number of characters that the caret underlines."""
    excerpt: str = ""
    """The line of the file, secrets masked."""

    def __str__(self) -> str:
        return "\n".join([self.headline, *self.details])

    @property
    def headline(self) -> str:
        """Place and message in one line."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return ": ".join(shown(part) for part in (place, self.path, self.message) if part)

    @property
    def details(self) -> list[str]:
        """Source line with a caret, then what was found, what is allowed and what to do."""
        found = pointed(self.excerpt, self.line, self.column, self.width)
        lines = found if self.line and self.excerpt.strip() else []
        facts = (("got", self.got), ("allowed", self.allowed), ("fix", self.hint))
        return lines + [f"  {name:<8} {shown(text)}" for name, text in facts if text]


class SpecError(Exception):
    """All problems of one blueprint, in the order of the file."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: Sequence[Problem] = tuple(sorted(set(problems), key=_order))
        super().__init__(render(self.problems))


def render(problems: Sequence[Problem]) -> str:
    """Text of all `problems`, the count at the end."""
    count = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}"
    return "\n\n".join([*map(str, problems), count])


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The nearest of `known` as a question, empty when none is near."""
    near = nearest(word, known)
    return f"did you mean `{near}`?" if near else ""


def nearest(word: str, known: Iterable[str]) -> str:
    """The one of `known` that `word` most likely stands for, or an empty text."""
    by_lower = {name.lower(): name for name in sorted(known, reverse=True)}
    found = difflib.get_close_matches(word.lower(), sorted(by_lower), n=1, cutoff=0.6)
    return by_lower[found[0]] if found else ""


def listed(names: Iterable[object]) -> str:
    """`names` in one line, separated by commas."""
    return ", ".join(str(name) for name in names)


def shown(text: str) -> str:
    """`text` in one line, with nothing that could steer a terminal."""
    return "".join(char if _printable(char) else "\N{REPLACEMENT CHARACTER}" for char in text)


def _printable(char: str) -> bool:
    return char == " " or unicodedata.category(char)[0] not in "CZ"


def _order(problem: Problem) -> tuple[str, int, int, str, str]:
    return problem.file, problem.line, problem.column, problem.path, problem.message


def pointed(excerpt: str, number: int, column: int, width: int) -> list[str]:
    """A line of a file with its number, and carets below `width` characters from `column` on."""
    line = excerpt.replace("\t", " ")
    start = max(column - 1, 0)
    cut = 0 if start < _WIDTH - 20 else start - _WIDTH // 2
    visible = shown(line[cut : cut + _WIDTH].rstrip())
    before = visible[: start - cut]
    under = visible[start - cut : start - cut + max(width, 1)] or " "
    pad = " " * sum(map(_cells, before))
    carets = "^" * max(sum(map(_cells, under)), 1)
    return [f"  {number} | {visible}", f"  {' ' * len(str(number))} | {pad}{carets}"]


def _cells(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
