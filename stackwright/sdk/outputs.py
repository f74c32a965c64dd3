"""Outputs of a resource that exists nowhere: its inputs, and a plausible value for everything the SDK declares."""

from collections.abc import Mapping
from typing import Any, cast

from stackwright.sdk.packages import package_of
from stackwright.sdk.regions import Context
from stackwright.sdk.schema import ResourceSchema, alternatives, enum_values, object_schema, resource_schema
from stackwright.sdk.values import Maker

_DEEPEST = 6
_OPTIONAL_TO = {"azure-native": 1}
"""Depth to which optional parts are filled, else the deepest: ARM's models hold each other in circles (subnets)."""


def fill_outputs(
    token: str, name: str, inputs: Mapping[str, Any], urn: str, context: Context | None = None
) -> dict[str, Any]:
    """Every declared output of a resource, and its `id`; deterministic for a URN and the context's seed.

    Inputs are taken as they are (values that are not plain data, such as secrets, pass through); outputs that
    may be absent stay absent unless they are inputs that were set.
    """
    maker = Maker(token, name, dict(inputs), urn, context or Context())
    schema = resource_schema(token)
    outputs: dict[str, Any] = {k: v for k, v in inputs.items() if v is not None}
    known = maker.known = outputs
    outputs["id"] = maker.id()
    if schema is None:
        return outputs
    filler = _Filler(maker, schema.package)
    for key, expression in schema.outputs.items():
        given = inputs.get(key)
        if given is None and expression.endswith("?"):
            continue
        known[key] = filler.top(key, expression, given, schema)
    return outputs


def preview_outputs(token: str, name: str, inputs: Mapping[str, Any], unknown: Any) -> dict[str, Any]:
    """What a provider knows of a resource before it is made: its inputs, and `unknown` for what the cloud decides.

    Inputs that are objects get `unknown` for the parts that only the cloud sets, as a program may read them.
    """
    schema = resource_schema(token)
    outputs: dict[str, Any] = {k: v for k, v in inputs.items() if v is not None}
    if schema is None:
        return outputs
    maker = Maker(token, name, outputs, "", Context())
    for key, expression in schema.outputs.items():
        given = inputs.get(key)
        if given is None:
            if not expression.endswith("?"):
                outputs[key] = unknown
        elif isinstance(given, dict | list):
            outputs[key] = _Preview(maker, schema.package, unknown).value(expression, cast(Any, given), key, 0)
    return outputs


class _Filler:
    """Fills one resource; lists that the user could have set start empty, computed ones get one element."""

    def __init__(self, maker: Maker, package: str) -> None:
        self.maker = maker
        self.package = package
        self.computed = False
        """Whether the output being filled is one that only the cloud sets, and so is filled to the last detail."""

    def top(self, key: str, expression: str, given: Any, schema: ResourceSchema) -> Any:
        self.computed = key in schema.computed
        if key == "tagsAll":
            return _all_tags(self.maker)
        if key in ("effectiveLabels", "pulumiLabels") and package_of(schema.token) == "gcp":
            return dict(self.maker.known.get("labels") or {})
        if given is None and not self.computed and expression.startswith("["):
            return []
        return self.value(expression, given, key, 0)

    def value(self, expression: str, given: Any, path: str, depth: int) -> Any:
        kind = _best(expression, given)
        if given is not None and not isinstance(given, dict | list):
            return given
        if kind.startswith("["):
            items = [None] if given is None else cast(list[Any], given)
            return [self.value(kind[1:-1], item, f"{path}[{i}]", depth) for i, item in enumerate(items)]
        if kind.startswith("{") and isinstance(given, list):
            return self._keyed(kind[1:-1], cast(list[Any], given), path, depth)
        if kind.startswith("#") and isinstance(given, dict | None):
            return self._object(kind[1:], cast(dict[str, Any] | None, given), path, depth)
        if given is not None:
            return cast(Any, given)
        return {} if kind.startswith("{") else self._scalar(kind, path)

    def _keyed(self, expression: str, given: list[Any], path: str, depth: int) -> Any:
        """Map of what the cloud says of each name in a list: Azure takes identities as ids and answers so."""
        named = [item for item in given if isinstance(item, str)]
        return {item: self.value(expression, None, f"{path}.{item}", depth) for item in named}

    def _object(self, key: str, given: dict[str, Any] | None, path: str, depth: int) -> dict[str, Any]:
        shape = object_schema(self.package, key)
        result = dict(given or {})
        if shape is None or depth > _DEEPEST:
            return result
        wanted = self.computed and given is None and depth <= _OPTIONAL_TO.get(self.package, _DEEPEST)
        for name, expression in shape.properties.items():
            below = f"{path}.{name}"
            value = result.get(name)
            if value is None and expression.endswith("?") and not (wanted or self.maker.has(below)):
                continue
            result[name] = shape.constants.get(name) or self.value(expression, value, below, depth + 1)
        return result

    def _scalar(self, kind: str, path: str) -> Any:
        if kind.startswith("="):
            return kind[1:]
        if kind.startswith("@"):
            values = enum_values(self.package, kind[1:])
            return values[0] if values else ""
        if kind == "string":
            return self.maker.string(path, computed=self.computed)
        if kind in ("integer", "number"):
            return 1 if path.endswith("Version") else 0
        return False if kind == "boolean" else {}


class _Preview(_Filler):
    """Fills the gaps of what was given with one value that stands for unknown."""

    def __init__(self, maker: Maker, package: str, unknown: Any) -> None:
        super().__init__(maker, package)
        self.unknown = unknown

    def value(self, expression: str, given: Any, path: str, depth: int) -> Any:
        return self.unknown if given is None else super().value(expression, given, path, depth)

    def _keyed(self, expression: str, given: list[Any], path: str, depth: int) -> Any:
        return self.unknown


def _best(expression: str, given: Any) -> str:
    """The alternative of a union that a given value is, else the first."""
    parts = alternatives(expression)
    for part in parts:
        if isinstance(given, dict) and part[0] in "#{":
            return part
        if isinstance(given, list) and part[0] == "[":
            return part
    return parts[0]


def _all_tags(maker: Maker) -> dict[str, Any]:
    tags = maker.known.get("tags")
    own = cast(dict[str, Any], tags) if isinstance(tags, dict) else {}
    return {**maker.context.default_tags, **own}
