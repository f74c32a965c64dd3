"""The same graph from what the engine writes: `pulumi stack export`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote

from stackwright.plan.graph import UNKNOWN, Graph, Resource, Source, joined
from stackwright.plan.wire import RESOURCE, SECRET, SIGNATURE, UNKNOWN_SENTINELS

_SEALED = "[secret]"


class ExportError(Exception):
    """A file that is no stack export; the message says how to make one."""


def read_export(file: Path) -> Graph:
    """Graph of a `pulumi stack export` file. Raises `ExportError`."""
    try:
        document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExportError(f"{file}: cannot be read as JSON: {error}") from None
    return graph_of(document, str(file))


def graph_of(document: Any, name: str = "export") -> Graph:
    """Graph of a parsed export. Raises `ExportError`."""
    deployment = document.get("deployment") if isinstance(document, dict) else None  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    if not (isinstance(deployment, dict) and deployment.keys() & {"resources", "manifest"}):
        raise ExportError(f"{name}: is not a stack export - write one with `pulumi stack export --file {name}`")
    states = cast("list[dict[str, Any]]", deployment.get("resources") or [])  # pyright: ignore[reportUnknownMemberType]
    try:
        resources = [_resource(state) for state in states if not state.get("delete")]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        raise ExportError(f"{name}: its resources are not those of a stack export") from None
    stack, project = _stack_of(resources)
    outputs = next((r.outputs for r in resources if r.type == "pulumi:pulumi:Stack"), None)
    return Graph(resources, project=project, stack=stack, outputs=outputs)


def _stack_of(resources: list[Resource]) -> tuple[str, str]:
    if not resources:
        return "", ""
    parts = resources[0].urn.removeprefix("urn:pulumi:").split("::")
    return parts[0], parts[1]


def _resource(state: Mapping[str, Any]) -> Resource:
    secrets: set[str] = set()
    wires: dict[str, list[str] | None] = state.get("propertyDependencies") or {}
    dependencies: list[str] = state.get("dependencies") or []
    return Resource(
        urn=state["urn"],
        type=state["type"],
        name=state["urn"].split("::")[3],
        custom=bool(state.get("custom")),
        inputs=_opened(state.get("inputs") or {}, "", secrets),
        parent=state.get("parent") or "",
        provider=(state.get("provider") or "").rpartition("::")[0],
        id=state.get("id") or "",
        outputs=_opened(state.get("outputs") or {}, "", set()),
        dependencies=tuple(sorted(dependencies)),
        property_dependencies={key: tuple(sorted(urns or ())) for key, urns in sorted(wires.items())},
        aliases=tuple(state.get("aliases") or ()),
        protect=bool(state.get("protect")),
        retain_on_delete=bool(state.get("retainOnDelete")),
        deleted_with=state.get("deletedWith") or "",
        secrets=frozenset(secrets),
        source=_source(state.get("sourcePosition") or ""),
    )


def _source(position: str) -> Source | None:
    """State keeps positions as `project:///__main__.py#6` (line, and sometimes a column)."""
    address, _, fragment = position.partition("#")
    line = fragment.partition(",")[0]
    if not address.startswith("project:///") or not line.isdigit():
        return None
    return Source(unquote(address.removeprefix("project:///")), int(line))


def _opened(value: Any, path: str, secrets: set[str]) -> Any:
    """Plain value; a secret's plaintext where the export shows it, `[secret]` where it is sealed."""
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        if mapping.get(SIGNATURE) == SECRET:
            secrets.add(path)
            text = mapping.get("plaintext")
            return _opened(json.loads(text), path, secrets) if isinstance(text, str) else _SEALED
        if mapping.get(SIGNATURE) == RESOURCE:
            return mapping.get("urn")
        return {key: _opened(item, joined(path, key), secrets) for key, item in mapping.items() if key != SIGNATURE}
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return [_opened(item, f"{path}[{index}]", secrets) for index, item in enumerate(items)]
    if isinstance(value, str) and value in UNKNOWN_SENTINELS:
        return UNKNOWN
    return int(value) if isinstance(value, float) and value.is_integer() else value
