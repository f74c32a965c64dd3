"""The line that a finding points at, with carets below it; values of a program are never shown."""

import linecache
import re
from collections.abc import Sequence
from pathlib import Path

from stackwright.blueprints.problems import pointed
from stackwright.blueprints.redaction import masked
from stackwright.cli.review import Subject
from stackwright.plan.graph import Source
from stackwright.policies.reports.words import name_of

_LITERAL = re.compile(r"""('''|\"\"\"|'|")((?:\\.|(?!\1).)*)(\1|$)|#.*|\b\d{6,}\b""")
_HIDDEN = "…"


def excerpt(subject: Subject, source: Source | None, urn: str) -> Sequence[str]:
    """The line with its number, and the carets; nothing where the file is not at hand."""
    if source is None:
        return ()
    if subject.loaded is not None:
        return _of_blueprint(subject, source)
    lines = _lines(source.file) if Path(subject.title).is_dir() and source.file.endswith(".py") else ()
    if not 0 < source.line <= len(lines):
        return ()
    line = _without_values(lines[source.line - 1], name_of(urn))
    start = len(line) - len(line.lstrip())
    return pointed(line, source.line, start + 1, len(line) - start) if line.strip() else ()


def _of_blueprint(subject: Subject, source: Source) -> Sequence[str]:
    assert subject.loaded is not None
    document = subject.loaded.document
    line, column = document.excerpt(source.line), source.column or 1
    spans = (span.width for span in document.keys.values() if (span.line, span.column) == (source.line, column))
    return pointed(line, source.line, column, next(spans, 1)) if line.strip() else ()


def _lines(file: str) -> Sequence[str]:
    path = str(Path(file).absolute())
    linecache.checkcache(path)
    return [line.rstrip("\n") for line in linecache.getlines(path)]


def _without_values(line: str, name: str) -> str:
    """A line of Python without the texts, long numbers and comments in it, but for the resource's own name."""

    def hidden(found: re.Match[str]) -> str:
        quote, text = found[1], found[2]
        if quote is None:
            return "" if found[0].startswith("#") else _HIDDEN
        return found[0] if text == name else f"{quote}{_HIDDEN}{quote}"

    return masked(_LITERAL.sub(hidden, line)).rstrip()
