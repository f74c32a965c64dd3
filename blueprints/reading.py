"""Reads YAML into a `Document`: positions kept, every mistake of form told, nothing executed."""

import re
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, SequenceNode

from stackwright.blueprints.document import Document, Span, unreadable
from stackwright.blueprints.paths import Steps
from stackwright.blueprints.problems import Problem, SpecError, did_you_mean
from stackwright.blueprints.redaction import masked_unless_known

Node = Any
"""A node of ruamel.yaml, whose attributes carry no types."""
_CORE = "tag:yaml.org,2002:"
_TAGS = frozenset({"str", "int", "float", "bool", "null", "timestamp", "value", "merge", "map", "seq"})
_LARGEST_FILE = 1_000_000
_MOST_VALUES = 20_000
"""Values after aliases are followed; far above any real blueprint, far below a decompression bomb."""
_DEEPEST = 100
"""Brackets open at once; a parser that recurses takes seconds to give up on thousands."""
_SYNTAX: Mapping[str, tuple[str, str]] = {
    r"found character '\\t'": ("a tab cannot indent YAML", "indent with spaces"),
    r"found character '(@|`|%)'": ("a value cannot start with this character", "put the value in quotes"),
    r"mapping values are not allowed": (
        "a second `:` on the line, or a wrong indentation above it",
        "put a value that holds `: ` in quotes, and align fields that belong together",
    ),
    r"expected <block end>": (
        "the indentation does not fit the lines above",
        "align fields that belong together on the same column",
    ),
    r"expected ',' or '[\]}]'": ("a bracket is opened and not closed", "add the missing `]`, `}` or comma"),
    r"found unexpected end of stream": ("a quote is opened and not closed", "add the missing quote"),
    r"found unknown escape": ("an unknown escape in double quotes", "use single quotes, or double the `\\`"),
    r"found undefined alias": (
        "a `*` names an anchor that does not exist",
        "put the value in quotes, or define the anchor with `&` above",
    ),
    r"could not find expected ':'": ("a field has no `:`", "write `field: value`"),
    r"expected '<document start>'": (
        "text that does not belong to the lines above",
        "write `field: value`, and close what is open",
    ),
    r"found another document": ("a second document starts here", "keep one blueprint in a file"),
}


def read(path: Path, known: frozenset[str] = frozenset(), shown: str = "") -> Document:
    """The YAML file at `path`, called `shown` in messages.

    `known` are field names whose values may be shown where the file cannot be parsed.
    """
    file = shown or path.as_posix()
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        beside = [other.name for pattern in ("*.yaml", "*.yml") for other in path.parent.glob(pattern)]
        raise unreadable(file, "there is no such file", hint=did_you_mean(path.name, beside)) from None
    except IsADirectoryError:
        hint = "name the blueprint file inside it"
        raise unreadable(file, "is a folder, not a blueprint file", hint=hint) from None
    except (OSError, ValueError) as error:
        what = getattr(error, "strerror", None) or "not a usable path"
        raise unreadable(file, "the file cannot be read", got=what.lower()) from None
    if len(raw) > _LARGEST_FILE:
        raise unreadable(file, "is too large for a blueprint", allowed=f"{_LARGEST_FILE} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        problem = Problem("", "is not UTF-8 text", file=file, line=line, hint="save the file as UTF-8")
        raise SpecError([problem]) from None
    return parse(text, file, known)


def parse(text: str, file: str, known: frozenset[str] = frozenset()) -> Document:
    """The YAML `text` as a document that calls itself `file`."""
    root = _composed(text, file, known)
    walk = _Walk(Document(file, text, None, {}, {}, {}))
    try:
        data = walk.value(root, ()) if root is not None else None
    except RecursionError:
        raise unreadable(file, "is nested too deeply") from None
    document = Document(file, text, data, walk.document.keys, walk.document.values, walk.document.written)
    if walk.problems:
        raise SpecError(document.problem(steps, what, at_key=True, hint=hint) for steps, what, hint in walk.problems)
    return document


def _composed(text: str, file: str, known: frozenset[str]) -> Node:
    if _depth(text) > _DEEPEST:
        raise unreadable(file, "is nested too deeply")
    yaml: Any = YAML(typ="rt", pure=True)
    yaml.composer.warn_double_anchors = False
    try:
        return yaml.compose(text)
    except RecursionError:
        raise unreadable(file, "is nested too deeply") from None
    except MarkedYAMLError as error:
        raise SpecError([_syntax(error, text, file, known)]) from None
    except YAMLError:
        bad = re.search(r"[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", text)
        line = text.count("\n", 0, bad.start()) + 1 if bad else 0
        message = "holds a character that YAML does not allow"
        raise SpecError([Problem("", message, file=file, line=line, hint="remove the control character")]) from None
    except (ValueError, AttributeError, AssertionError, KeyError, IndexError, TypeError, NotImplementedError):
        raise unreadable(file, "is not valid YAML", hint="check the `%` directives and `!` tags") from None


def _depth(text: str) -> int:
    """Most brackets that are open at once, wherever they stand."""
    steps = (1 if found[0] in "[{" else -1 for found in re.finditer(r"[\[\]{}]", text))
    return max(accumulate(steps), default=0)


def _syntax(error: Any, text: str, file: str, known: frozenset[str]) -> Problem:
    what = str(error.problem or "")
    pairs = (pair for pattern, pair in _SYNTAX.items() if re.search(pattern, what))
    message, hint = next(pairs, ("is not valid YAML", "check quotes, brackets and indentation around this line"))
    opened = ("a bracket is opened", "a quote is opened")
    mark: Any = error.context_mark if message.startswith(opened) and error.context_mark else error.problem_mark
    if mark is None:
        return Problem("", message, file=file, hint=hint)
    lines = text.splitlines()
    line: int = min(mark.line, max(len(lines) - 1, 0))
    excerpt = masked_unless_known(lines[line], known) if lines else ""
    return Problem("", message, hint=hint, file=file, line=line + 1, column=mark.column + 1, excerpt=excerpt)


class _Walk:
    """Turns nodes into plain data, collecting places and mistakes on the way."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: list[tuple[Steps, str, str]] = []
        self._open: set[int] = set()
        self._seen = 0

    def value(self, node: Node, steps: Steps) -> Any:
        """Plain value of `node`, which stands at `steps`."""
        self._seen += 1
        if self._seen > _MOST_VALUES:
            message = "holds too many values"
            raise unreadable(self.document.file, message, allowed=f"{_MOST_VALUES} after aliases are followed")
        self.document.values[steps] = _span(node, self.document.text)
        if id(node) in self._open:
            self.problems.append((steps, "an alias contains itself", ""))
            return None
        self._open.add(id(node))
        try:
            return self._plain(node, steps)
        finally:
            self._open.discard(id(node))

    def _plain(self, node: Node, steps: Steps) -> Any:
        if str(node.tag).removeprefix(_CORE) not in _TAGS:
            self.problems.append((steps, "a YAML tag is not allowed", "remove the `!` tag; a blueprint is plain data"))
            return None
        if _is(node, MappingNode):
            return self._mapping(node, steps)
        if _is(node, SequenceNode):
            return [self._item(item, (*steps, index)) for index, item in enumerate(node.value)]
        return self._scalar(node, steps)

    def _item(self, node: Node, steps: Steps) -> Any:
        self.document.keys[steps] = _span(node, self.document.text)
        return self.value(node, steps)

    def _mapping(self, node: Node, steps: Steps) -> dict[str, Any]:
        found: dict[str, Any] = {}
        pairs: list[tuple[Node, Node]] = list(node.value)
        for key, below in pairs:
            if key.tag == f"{_CORE}merge":
                for name, value in self._merged(below, steps).items():
                    found.setdefault(name, value)
        own: set[str] = set()
        for key, below in pairs:
            if key.tag == f"{_CORE}merge":
                continue
            if _is(key, MappingNode) or _is(key, SequenceNode):
                hint = "write `field: value`"
                self.problems.append((steps, "a list or a mapping cannot name a field", hint))
                continue
            name = str(key.value)
            here = (*steps, name)
            if name in own:
                line = str(self.document.keys[here].line)
                self.document.keys[here] = _span(key, self.document.text)
                self.problems.append((here, f"is given twice, first on line {line}", "keep one of them"))
                continue
            own.add(name)
            self.document.keys[here] = _span(key, self.document.text)
            found[name] = self.value(below, here)
        return found

    def _merged(self, node: Node, steps: Steps) -> dict[str, Any]:
        parts = list(node.value) if _is(node, SequenceNode) else [node]
        found: dict[str, Any] = {}
        for part in reversed(parts):
            if _is(part, MappingNode) and id(part) not in self._open:
                found.update(self.value(part, steps))
            else:
                self.problems.append((steps, "`<<` takes another mapping", "write `<<: *anchor`"))
        return found

    def _scalar(self, node: Node, steps: Steps) -> Any:
        text = str(node.value)
        self.document.written[steps] = text
        kind = str(node.tag).removeprefix(_CORE)
        try:
            return scalar(text, kind)
        except ValueError:
            self.problems.append((steps, "is not a number that can be used", ""))
            return None


def scalar(text: str, kind: str) -> Any:
    """Value of a plain scalar of the YAML 1.2 `kind`."""
    plain = text.replace("_", "").lower()
    if kind == "null":
        return None
    if kind == "bool":
        return plain in ("true", "yes", "on", "y")
    if kind == "int":
        return int(plain, 0 if re.match(r"[-+]?0[xob]", plain) else 10)
    if kind == "float":
        return float(plain.replace(".inf", "inf").replace(".nan", "nan"))
    return text


def _is(node: Node, kind: type[Any]) -> bool:
    return isinstance(node, kind)


def _span(node: Node, text: str) -> Span:
    start: Any = node.start_mark
    end: Any = node.end_mark
    width: int = end.column - start.column if end.line == start.line else 1
    if end.line != start.line and isinstance(node.value, str):
        first: int = start.line
        width = len(text.splitlines()[first]) - start.column
    return Span(start.line + 1, start.column + 1, max(width, 1), end.line + 1, end.column + 1)
