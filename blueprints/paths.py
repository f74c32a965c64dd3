"""Paths into a blueprint, as steps for the machine and as text such as `compute.nodes` for people."""

import re
from collections.abc import Iterator
from typing import Any, TypeGuard

Steps = tuple[str | int, ...]
"""Field names and list indexes from the top of a blueprint."""

_STEP = re.compile(r'\["((?:[^"\\]|\\.)*)"\]|\[(\d{1,9})\]|([^.\[\]]+)')
_PLAIN = re.compile(r"[^.\[\]\"\s]+")


def steps_of(text: str) -> Steps:
    """Steps of `endpoint.variants[0].tags["a.b"]`."""
    return tuple(
        int(index) if index else name or re.sub(r"\\(.)", r"\1", quoted) for quoted, index, name in _STEP.findall(text)
    )


def text_of(steps: Steps) -> str:
    """Text of `steps`, the inverse of `steps_of`."""
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        elif _PLAIN.fullmatch(step):
            text += f".{step}" if text else step
        else:
            escaped = step.replace("\\", "\\\\").replace('"', '\\"')
            text += f'["{escaped}"]'
    return text


def is_fields(value: Any) -> TypeGuard[dict[str, Any]]:
    """Whether `value` is a section of a blueprint."""
    return isinstance(value, dict)


def is_items(value: Any) -> TypeGuard[list[Any]]:
    """Whether `value` is a list."""
    return isinstance(value, list)


def value_at(root: Any, steps: Steps) -> Any:
    """Value that `steps` reach below `root`, None where there is none."""
    value = root
    for step in steps:
        if is_fields(value):
            value = value.get(step) if isinstance(step, str) else None
        elif is_items(value):
            value = value[step] if isinstance(step, int) and step < len(value) else None
        else:
            return None
    return value


def leaves(value: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any]]:
    """Every (steps, value) below `value` that has nothing below it, empty mappings and lists included."""
    if is_fields(value) and value:
        for key, below in value.items():
            yield from leaves(below, (*steps, key))
    elif is_items(value) and value:
        for index, below in enumerate(value):
            yield from leaves(below, (*steps, index))
    else:
        yield steps, value


def ancestors(steps: Steps) -> Iterator[Steps]:
    """`steps` and what is above it, nearest first, the top last."""
    for length in range(len(steps), -1, -1):
        yield steps[:length]
