"""Reads classes of a generated provider SDK from its source text with `ast`, a class at a time."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

_CLASS = re.compile(rb"^(?:@pulumi\.(?:input|output)_type\n)?class (\w+)", re.MULTILINE)
_GETTER = re.compile(
    r'@pulumi\.getter(?:\(name="(\w+)"\))?\n'
    r'(?:    @_utilities\.deprecated\("""(.*?)"""\)\n)?'
    r"    def (\w+)\(self\) -> (.*):\n",
)
_STATEMENT = re.compile(r'(?:set\(__self__, |__dict__\[)"(\w+)"(?:, (.+)\)|\] = (.+))\n')
_DEFAULT = re.compile(r"if (\w+) is None:\n +\1 = (.+)\n")
_SCALARS = {"str": "string", "int": "integer", "float": "number", "bool": "boolean"}
_ASSETS = {"Asset": "asset", "Archive": "archive", "AssetOrArchive": "asset|archive"}
_MARKERS = {"Optional", "Input", "Output", "Awaitable", "NotRequired"}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a class: its wire name, its type expression and whether it may be absent."""

    name: str
    type: str
    optional: bool
    deprecated: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """What the arguments class of a type takes, in the SDK's order, by Python name."""

    types: Mapping[str, str]
    required: frozenset[str]
    body: str = field(repr=False)


@lru_cache(maxsize=512)
def class_spans(path: Path) -> Mapping[str, tuple[int, int]]:
    """Where every class of a source file starts and ends, in bytes."""
    text = path.read_bytes()
    starts = [(match.group(1).decode(), match.start()) for match in _CLASS.finditer(text)]
    ends = [start for _, start in starts[1:]] + [len(text)]
    return {name: (start, end) for (name, start), end in zip(starts, ends, strict=True)}


def class_source(path: Path, name: str) -> str | None:
    """Source text of one class of a file, None when the file does not have it."""
    span = class_spans(path).get(name)
    if span is None:
        return None
    with path.open("rb") as file:
        file.seek(span[0])
        return file.read(span[1] - span[0]).decode()


def properties(source: str, folder: str) -> Iterator[tuple[str, Property]]:
    """(Python name, property) of every property getter of a class."""
    for match in _GETTER.finditer(source):
        wire, deprecated, name, annotation = match.groups()
        expression, optional = type_expression(annotation, folder)
        yield name, Property(wire or name, expression, optional, deprecated or "")


def signature(source: str, folder: str) -> Signature:
    """The `__init__` of an arguments class; its body is what gives defaults and constants."""
    start = source.index("def __init__(__self__")
    end = source.index("):\n", start)
    node = ast.parse(f"{source[start:end]}): pass").body[0]
    assert isinstance(node, ast.FunctionDef)
    arguments = node.args.kwonlyargs
    types = {a.arg: _expression(a.annotation, folder) for a in arguments if a.annotation is not None}
    required = frozenset(a.arg for a, default in zip(arguments, node.args.kw_defaults, strict=True) if default is None)
    body = source[end : source.find("\n    @_builtins.property", end)]
    return Signature(types, required, body)


@lru_cache(maxsize=8192)
def type_expression(annotation: str, folder: str) -> tuple[str, bool]:
    """(Type expression, may be absent) of an annotation as the SDK writes it."""
    node = ast.parse(annotation, mode="eval").body
    inner = node.slice if isinstance(node, ast.Subscript) and _name(node.value) in ("Input", "Output") else node
    optional = isinstance(inner, ast.Subscript) and _name(inner.value) == "Optional"
    return _expression(node, folder), optional


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _expression(node: ast.expr | None, folder: str) -> str:
    if isinstance(node, ast.Subscript):
        return _generic(_name(node.value), node.slice, folder)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _reference(node.value, folder)
    name = _name(node) if node is not None else ""
    return _SCALARS.get(name) or _ASSETS.get(name) or "any"


def _generic(name: str, inner: ast.expr, folder: str) -> str:
    items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name in _MARKERS:
        return _expression(inner, folder)
    if name in ("Sequence", "List"):
        return f"[{_expression(inner, folder)}]"
    if name in ("Mapping", "Dict"):
        return f"{{{_expression(items[1], folder)}}}"
    if name == "Literal":
        return "|".join(f"={item.value}" for item in items if isinstance(item, ast.Constant))
    found = [_expression(item, folder) for item in items]
    return "|".join(dict.fromkeys(part for part in found if part))


def _reference(name: str, folder: str) -> str:
    """`EncryptionArgs` as `#storage:Encryption`, `Kind` as `@storage:Kind`, `outputs.Sku` as `#storage:Sku>out`."""
    *path, last = name.split(".")
    if path and path[0].startswith("_"):
        folder = "/".join(part for part in path if part != "outputs")[1:]
    if "outputs" in path:
        return f"#{folder}:{last}>out"
    if last.endswith("ArgsDict"):
        return ""
    return f"#{folder}:{last[:-4]}" if last.endswith("Args") else f"@{'/'.join(path) or folder}:{last}"


def constants(body: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """(Constants, defaults) by Python name, from the statements that set the properties of a class."""
    fixed = {name: _literal(left or right) for name, left, right in _STATEMENT.findall(body + "\n")}
    defaults = {name: _literal(text) for name, text in _DEFAULT.findall(body + "\n")}
    return (
        {name: value for name, value in fixed.items() if value is not None},
        {name: value for name, value in defaults.items() if value is not None},
    )


def _literal(text: str) -> Any:
    """Plain value of an expression; the last operand of `(get_env(...) or False)`; None for anything else."""
    _, _, last = text.rpartition(" or ")
    try:
        return ast.literal_eval(last.rstrip(")") if last != text else text)
    except (ValueError, SyntaxError):
        return None
