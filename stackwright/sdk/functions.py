"""What the installed SDKs say about a look-up: the shape of its answer, with `unknown` for every text in it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from stackwright.sdk.packages import default_version_token, package_folder, package_of, snake_case
from stackwright.sdk.read import class_source, properties
from stackwright.sdk.schema import alternatives, object_schema

_TEXTS = 3
"""Texts in a list of unknown length: programs take the first ones (`zones.names[:3]`)."""
_DEEPEST = 4


@lru_cache(maxsize=1024)
def function_outputs(token: str) -> Mapping[str, str]:
    """Type expression of each property that the look-up `token` answers; empty where no installed SDK has it."""
    package = package_of(token)
    root, parts = package_folder(package), default_version_token(token).split(":")
    if root is None or len(parts) != 3:
        return {}
    folder, member = parts[1].partition("/")[0], parts[2]
    folder = "" if folder == "index" else folder.replace("-", "_")
    path = root / folder / f"{snake_case(member)}.py"
    source = class_source(path, f"{member[:1].upper()}{member[1:]}Result") if path.is_file() else None
    return {found.name: found.type for _, found in properties(source or "", folder)}


def unknown_answer(token: str, unknown: str) -> dict[str, Any]:
    """The answer of `token` in its shape, `unknown` for every text; numbers and switches are left out."""
    package = package_of(token)
    found = {name: _shaped(package, kind, unknown, 0) for name, kind in function_outputs(token).items()}
    return {name: value for name, value in found.items() if value is not None}


def _shaped(package: str, expression: str, unknown: str, depth: int) -> Any:
    kind = alternatives(expression)[0]
    if kind == "string" or kind.startswith("@"):
        return unknown
    if depth == _DEEPEST:
        return None
    if kind.startswith("["):
        item = _shaped(package, kind[1:-1], unknown, depth + 1)
        return [item] * (_TEXTS if item == unknown else 1) if item is not None else []
    if kind.startswith("{"):
        return {}
    schema = object_schema(package, kind[1:]) if kind.startswith("#") else None
    if schema is None:
        return None
    found = {name: _shaped(package, inner, unknown, depth + 1) for name, inner in schema.properties.items()}
    return {name: value for name, value in found.items() if value is not None}
