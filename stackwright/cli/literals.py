"""Plain values and calls as Python source, on one line where they fit, laid out as formatters do it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

WIDTH: Final = 88
_STEP: Final = "    "


@dataclass(frozen=True, slots=True)
class Code:
    """Source that stands as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call with its arguments, by position and by name."""

    name: str
    first: tuple[Any, ...] = ()
    named: Mapping[str, Any] = field(default_factory=dict[str, Any])


def written(value: Any, used: int = 0, indent: str = "") -> str:
    """Source of a value whose first line starts after `used` characters."""
    flat = _flat(value)
    if used + len(flat) <= WIDTH or not (parts := list(_parts(value))):
        return flat
    opening, closing = _brackets(value)
    inner = indent + _STEP
    rows = [f"{inner}{label}{written(item, len(inner) + len(label) + 1, inner)}," for label, item in parts]
    return "\n".join([opening, *rows, f"{indent}{closing}"])


def _flat(value: Any) -> str:
    if isinstance(value, Code):
        return value.text
    parts = [f"{label}{_flat(item)}" for label, item in _parts(value)]
    if isinstance(value, Call | Mapping | list):
        opening, closing = _brackets(value)
        return f"{opening}{', '.join(parts)}{closing}"
    return quoted(value) if isinstance(value, str) else repr(value)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """(What stands before it, item) of what is inside a value."""
    if isinstance(value, Call):
        yield from (("", item) for item in value.first)
        yield from ((f"{name}=", item) for name, item in value.named.items())
    elif isinstance(value, Mapping):
        yield from ((f"{quoted(str(key))}: ", item) for key, item in cast("Mapping[Any, Any]", value).items())
    elif isinstance(value, list):
        yield from (("", item) for item in cast("list[Any]", value))


def _brackets(value: Any) -> tuple[str, str]:
    if isinstance(value, Call):
        return f"{value.name}(", ")"
    return ("{", "}") if isinstance(value, Mapping) else ("[", "]")


def quoted(text: str) -> str:
    """A string as source, in double quotes where it holds none."""
    source = repr(text)
    return source if source[0] == '"' or '"' in text else f'"{source[1:-1]}"'
