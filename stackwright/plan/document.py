"""Resources and places of a graph as JSON: secrets are masked, unknown values are `{"unknown": true}`."""

from collections.abc import Mapping
from typing import Any

from stackwright.plan.graph import UNKNOWN, Resource, Source, joined

MASK = "[secret]"


def resource_json(resource: Resource) -> dict[str, Any]:
    """One resource."""
    return {
        "urn": resource.urn,
        "type": resource.type,
        "name": resource.name,
        "custom": resource.custom,
        "parent": resource.parent or None,
        "provider": resource.provider or None,
        "inputs": masked(resource.inputs, resource.secrets),
        "dependencies": list(resource.dependencies),
        "propertyDependencies": {key: list(urns) for key, urns in resource.property_dependencies.items()},
        "aliases": list(resource.aliases),
        "protect": resource.protect,
        "source": source_json(resource.source),
    }


def source_json(source: Source | None) -> dict[str, Any] | None:
    """Position in the user's files."""
    return {"file": source.file, "line": source.line, "column": source.column or None} if source else None


def masked(value: Any, secrets: frozenset[str], path: str = "") -> Any:
    """`value` as JSON: a secret is `[secret]`, an unknown is `{"unknown": true}`."""
    if path in secrets:
        return MASK
    if value is UNKNOWN:
        return {"unknown": True}
    if isinstance(value, Mapping):
        return {str(key): masked(item, secrets, joined(path, str(key))) for key, item in value.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    if isinstance(value, list):
        return [masked(item, secrets, f"{path}[{index}]") for index, item in enumerate(value)]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return value
