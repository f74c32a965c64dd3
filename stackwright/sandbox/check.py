"""What a provider's Check does with inputs: refuses unknown, missing and wrongly typed ones, and coerces scalars."""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from stackwright.sandbox.wire import is_asset, is_secret, is_unknown, opened, secret
from stackwright.sdk.packages import known_package, package_of
from stackwright.sdk.schema import ObjectSchema, alternatives, enum_values, object_schema, resource_schema

DEFAULTS = "__defaults"
"""Inputs that Check filled, as the Terraform bridge notes them: a name in this list is the provider's own."""

BRIDGED = ("aws", "gcp")
_NAMES = {"string": "a string", "boolean": "a boolean", "integer": "a whole number", "number": "a number"}


@dataclass(slots=True)
class Findings:
    """Failures of one resource: property path and sentence."""

    failures: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])

    def add(self, path: str, reason: str) -> None:
        """Note a failure."""
        self.failures.append((path, reason))


class Checker:
    """Checks values of one package; bridged packages coerce scalars, the others do not."""

    def __init__(self, package: str, findings: Findings, *, hidden: bool = False) -> None:
        self.package = package
        self.found = findings
        self.hidden = hidden
        """Whether what is checked is secret, so that no message repeats it."""

    def shape(self, shape: ObjectSchema, given: Mapping[str, Any], path: str) -> dict[str, Any]:
        """The coerced properties of an object."""
        checked: dict[str, Any] = {}
        for name, value in given.items():
            at = f"{path}.{name}" if path else name
            if name.startswith("__"):
                checked[name] = value
            elif name not in shape.properties:
                self.found.add(at, _no_such(name, shape))
            elif value is not None:
                checked[name] = self.value(shape.properties[name], value, at)
        for name in shape.required:
            if given.get(name) is None and name not in shape.constants and name not in shape.defaults:
                self.found.add(f"{path}.{name}" if path else name, "missing required property")
        return checked

    def value(self, expression: str, value: Any, path: str) -> Any:
        """The coerced value of a property."""
        if is_secret(value):
            hidden = Checker(self.package, self.found, hidden=True)
            return secret(hidden.value(expression, opened(value), path))
        if is_unknown(value) or value is None:
            return value
        best: tuple[int, Any, Findings] | None = None
        for kind in alternatives(expression):
            trial = Checker(self.package, Findings(), hidden=self.hidden)
            result = trial._one(kind, value, path)
            cost = len(trial.found.failures)
            if best is None or cost < best[0]:
                best = (cost, result, trial.found)
            if cost == 0:
                return result
        assert best is not None
        if best[0] and len(alternatives(expression)) > 1 and not isinstance(value, dict | list):
            self.found.add(path, f"expected {_spelled(expression, self.package)}, got {_kind(value)}")
        else:
            self.found.failures += best[2].failures
        return best[1]

    def _one(self, kind: str, value: Any, path: str) -> Any:
        if kind == "any" or (is_asset(value) and kind in ("asset", "archive")):
            return value
        if kind[0] in "[{#":
            return self._nested(kind, value, path)
        if kind[0] == "@":
            known = enum_values(self.package, kind[1:])
            if known and value not in known:
                self.found.add(
                    path, f"expected one of {_listed(known)}, got {_kind(value) if self.hidden else _shown(value)}"
                )
            return value
        if kind[0] == "=":
            if str(value).lower() != kind[1:].lower():
                self.found.add(path, f"must be {kind[1:]!r}")
            return value
        return self._scalar(kind, value, path)

    def _nested(self, kind: str, value: Any, path: str) -> Any:
        wanted = list if kind[0] == "[" else dict
        if not isinstance(value, wanted):
            expected = {"[": "a list", "{": "a map", "#": "an object"}[kind[0]]
            self.found.add(path, f"expected {expected}, got {_kind(value)}")
            return value
        if kind[0] == "[":
            items = cast(list[Any], value)
            return [self.value(kind[1:-1], item, f"{path}[{i}]") for i, item in enumerate(items)]
        pairs = cast(dict[str, Any], value)
        if kind[0] == "{":
            return {key: self.value(kind[1:-1], item, f'{path}["{key}"]') for key, item in pairs.items()}
        shape = object_schema(self.package, kind[1:])
        return self.shape(shape, pairs, path) if shape else pairs

    def _scalar(self, kind: str, value: Any, path: str) -> Any:
        if kind == "string" and isinstance(value, str):
            return value
        if kind == "boolean" and isinstance(value, bool):
            return value
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if number and (kind == "number" or (kind == "integer" and float(value).is_integer())):
            return value
        coerced = _coerced(kind, value) if self.package in BRIDGED else None
        if coerced is None:
            self.found.add(path, f"expected {_NAMES.get(kind, kind)}, got {_kind(value)}")
        return value if coerced is None else coerced


def _coerced(kind: str, value: Any) -> Any:
    """A scalar as the Terraform bridge takes it for another kind, None where it does not."""
    if kind == "string" and isinstance(value, bool):
        return "true" if value else "false"
    if kind == "string" and isinstance(value, int | float):
        return str(value)
    if kind == "boolean" and value in ("true", "false"):
        return value == "true"
    if kind == "integer" and isinstance(value, str) and re.fullmatch(r"-?\d+", value):
        return int(value)
    if kind == "number" and isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
        return float(value)
    return None


def check_inputs(token: str, inputs: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """(Coerced inputs with defaults, failures) of a resource; values keep their marks."""
    package = package_of(token)
    schema = resource_schema(token)
    if schema is None:
        return dict(inputs), _unknown_type(token, package)
    findings = Findings()
    shape = ObjectSchema(schema.inputs, schema.required, schema.constants, schema.defaults)
    checked = Checker(package, findings).shape(shape, inputs, "")
    for name, value in schema.defaults.items():
        checked.setdefault(name, value)
    return checked, findings.failures


def _unknown_type(token: str, package: str) -> list[tuple[str, str]]:
    group = token.split(":")[1] if token.count(":") > 1 else ""
    if package == "kubernetes" and "." in group:
        return []  # a custom resource, which has no schema here
    if not known_package(package):
        return [("", f"the SDK of `{package}` is not installed, so nothing is known about {token}")]
    return [("", f"the installed SDK of `{package}` has no type {token}")]


def _no_such(name: str, shape: ObjectSchema) -> str:
    near = difflib.get_close_matches(name, shape.properties, 1, 0.6)
    return f"no such property; did you mean `{near[0]}`?" if near else "no such property"


def _spelled(expression: str, package: str) -> str:
    words: list[str] = []
    for kind in alternatives(expression):
        known = enum_values(package, kind[1:]) if kind[0] == "@" else ()
        words.append(f"one of {_listed(known)}" if known else _NAMES.get(kind, kind.lstrip("#@=")))
    return " or ".join(words)


def _listed(values: tuple[Any, ...]) -> str:
    shown = ", ".join(str(value) for value in values[:12])
    return f"{shown}, ..." if len(values) > 12 else shown


def _shown(value: Any) -> str:
    """A short word for what was given; long text may hold anything, so it is not repeated."""
    return repr(value) if isinstance(value, str) and len(value) <= 40 else _kind(value)


def _kind(value: Any) -> str:
    if isinstance(value, str | bool):
        return "a string" if isinstance(value, str) else "a boolean"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"
