"""Resources as the engine writes them, in a stack export and in the digest of a preview, as a `Graph`."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from pathlib import PurePosixPath
from typing import Any, Final, cast
from urllib.parse import unquote

from stackwright.plan.graph import UNKNOWN, Graph, Resource, Source, joined
from stackwright.plan.wire import RESOURCE, SECRET, SIGNATURE, UNKNOWN_SENTINELS

State = Mapping[str, Any]
MALFORMED: Final = (AttributeError, IndexError, KeyError, RecursionError, TypeError, ValueError)
"""What reading a state raises where the document is not the engine's."""
FOREIGN: Final = frozenset({"site-packages", ".venv", "venv", "node_modules"})
"""Folders in a project whose files are not the user's own."""
_PROJECT: Final = "project:///"
_SHADOW: Final = "../../"
"""Way to the user's project from the one in which `stackwright sandbox` runs the engine."""
_STACK: Final = "pulumi:pulumi:Stack"
_SEALED: Final = "[secret]"
"""What the digest of a preview shows in the place of a secret."""


def graph_of_states(states: Iterable[State]) -> Graph:
    """Graph of the resources of one stack. Raises one of `MALFORMED` for what is none of the engine's."""
    listed = list(states)
    place = _places(listed)
    resources = [_resource(state, place(state)) for state in listed]
    parts = resources[0].urn.removeprefix("urn:pulumi:").split("::") if resources else ["", ""]
    outputs = next((one.outputs for one in resources if one.type == _STACK), None)
    return Graph(resources, project=parts[1], stack=parts[0], outputs=outputs)


def _resource(state: State, source: Source | None) -> Resource:
    secrets: set[str] = set()
    wires: dict[str, list[str] | None] = state.get("propertyDependencies") or {}
    dependencies: list[str] = state.get("dependencies") or []
    return Resource(
        urn=state["urn"],
        type=state["type"],
        name=state["urn"].split("::", 3)[3],
        custom=bool(state.get("custom")),
        inputs=_opened(state.get("inputs") or {}, "", secrets),
        parent=state.get("parent") or "",
        provider=(state.get("provider") or "").rpartition("::")[0],
        id=_known(state.get("id")),
        outputs=_opened(state.get("outputs") or {}, "", set()),
        dependencies=tuple(sorted(dependencies)),
        property_dependencies={key: tuple(sorted(urns or ())) for key, urns in sorted(wires.items())},
        aliases=tuple(state.get("aliases") or ()),
        protect=bool(state.get("protect")),
        retain_on_delete=bool(state.get("retainOnDelete")),
        deleted_with=state.get("deletedWith") or "",
        ignore_changes=tuple(state.get("ignoreChanges") or ()),
        external=bool(state.get("external")),
        secrets=frozenset(secrets),
        source=source,
    )


def _known(identity: str | None) -> str:
    return "" if not identity or identity in UNKNOWN_SENTINELS else identity


def _places(states: Sequence[State]) -> Callable[[State], Source | None]:
    """Where a state comes from: its first frame in the user's own files, or that of the nearest parent with one."""
    by_urn = {state.get("urn"): state for state in states}
    found = {id(state): [source for frame in _frames(state) if (source := _source(frame))] for state in states}
    below = any(not source.file.startswith("../") for source in chain.from_iterable(found.values()))
    root = "" if below else _SHADOW

    def own(state: State) -> Source | None:
        for source in found[id(state)]:
            file = source.file.removeprefix(root)
            if source.file.startswith(root) and not file.startswith("../"):
                return Source(file, source.line)
        return None

    def place(state: State) -> Source | None:
        above: State | None = state
        for _ in states:  # no more steps than there are states, in a malformed document too
            if above is None:
                return None
            if source := own(above):
                return source
            above = by_urn.get(above.get("parent"))
        return None

    return place


def _frames(state: State) -> list[str]:
    trace: list[dict[str, str]] = state.get("stackTrace") or [{"sourcePosition": state.get("sourcePosition") or ""}]
    return [frame.get("sourcePosition") or "" for frame in trace]


def _source(position: str) -> Source | None:
    """`project:///__main__.py#6` (a line, and sometimes a column), None for a file that is not the user's."""
    address, _, fragment = position.partition("#")
    line = fragment.partition(",")[0]
    file = unquote(address.removeprefix(_PROJECT))
    if not address.startswith(_PROJECT) or not line.isdigit() or FOREIGN & {*PurePosixPath(file).parts}:
        return None
    return Source(file, int(line))


def _opened(value: Any, path: str, secrets: set[str]) -> Any:
    """Plain value; a secret's plaintext where the document shows it, `UNKNOWN` where it is sealed."""
    if isinstance(value, dict):
        mapping = cast("dict[str, Any]", value)
        if mapping.get(SIGNATURE) == SECRET:
            secrets.add(path)
            text = mapping.get("plaintext")
            return _opened(json.loads(text), path, secrets) if isinstance(text, str) else UNKNOWN
        if mapping.get(SIGNATURE) == RESOURCE:
            return mapping.get("urn")
        return {key: _opened(item, joined(path, key), secrets) for key, item in mapping.items() if key != SIGNATURE}
    if isinstance(value, list):
        items = cast("list[Any]", value)
        return [_opened(item, f"{path}[{index}]", secrets) for index, item in enumerate(items)]
    if value == _SEALED:
        secrets.add(path)
        return UNKNOWN
    if isinstance(value, str) and value in UNKNOWN_SENTINELS:
        return UNKNOWN
    return int(value) if isinstance(value, float) and value.is_integer() else value
