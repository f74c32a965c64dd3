"""What the engine writes about a stack, told apart by content: an export, a preview's digest, a stream of events."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

from stackwright.plan.digest import COMMAND, KEYS, DigestError, graph_of_digest
from stackwright.plan.events import Event, StreamError, events_in, is_event, policy_events
from stackwright.plan.graph import Graph
from stackwright.plan.state import MALFORMED, State, graph_of_states

COMMANDS: Final = f"{COMMAND} or `pulumi stack export`"
"""What writes a document that can be judged."""
_OTHERS: Final = (
    ({"terraform_version"}, "is Terraform's"),
    ({"AWSTemplateFormatVersion"}, "is a CloudFormation template"),
    ({"$schema", "contentVersion"}, "is a template of Azure Resource Manager"),
    ({"runs", "version"}, "is a SARIF report"),
    ({"schema", "blueprint", "resources"}, "is what `stackwright plan --json` wrote"),
)
"""Keys by which documents of other tools are known."""


class ReadError(Exception):
    """Text that the engine did not write, or not to its end; the message says what to run, without naming the file."""


@dataclass(frozen=True)
class Reading:
    """A stack as a document of the engine shows it, or what the engine's policy packs said of it."""

    graph: Graph
    config: Mapping[str, str] = field(default_factory=dict[str, str])
    """Configuration that the document repeats, secrets masked."""
    said: tuple[Event, ...] | None = None
    """Results of policy packs, where the document holds nothing else; then the graph is empty."""


def read(data: bytes) -> Reading:
    """What `data` says. Raises `ReadError`."""
    try:
        text = data.decode(json.detect_encoding(data))
    except UnicodeDecodeError:
        raise ReadError(f"is not text - write it with {COMMANDS}") from None
    if not text.strip():
        raise ReadError(f"is empty: did the command before it fail? - write it with {COMMANDS}")
    try:
        events = events_in(text)
        return _stream(events) if events else _document(_parsed(text))
    except (DigestError, StreamError) as error:
        raise ReadError(str(error)) from None


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise ReadError(f"is nested too deep to be the engine's - write it with {COMMANDS}") from None
    except json.JSONDecodeError as error:
        if "".join(text[:200].split()).startswith(("{", "[{")):
            raise ReadError(f"breaks off, or is no JSON, at line {error.lineno} - write it with {COMMANDS}") from None
        wanted = f"a blueprint (.yaml), a folder with a Pulumi.yaml, or what {COMMANDS} wrote"
        raise ReadError(f"is not JSON - give {wanted}") from None


def _stream(events: list[Event]) -> Reading:
    config = next((event["preludeEvent"].get("config") for event in events if "preludeEvent" in event), None)
    return Reading(Graph(()), config or {}, tuple(policy_events(events)))


def _document(document: Any) -> Reading:
    if isinstance(document, list) and document and all(map(is_event, cast("list[Any]", document))):
        return _stream(cast("list[Event]", document))
    if isinstance(document, dict):
        found = cast("dict[str, Any]", document)
        if isinstance(found.get("deployment"), dict):
            return Reading(_graph_of_export(found["deployment"]))
        if found.keys() & KEYS and "$schema" not in found:
            return Reading(graph_of_digest(found), found.get("config") or {})
        for keys, what in _OTHERS:
            if keys <= found.keys():
                raise ReadError(f"{what} - Pulumi writes what can be judged with {COMMANDS}")
    raise ReadError(f"is neither a stack export nor a preview - write it with {COMMANDS}")


def _graph_of_export(deployment: dict[str, Any]) -> Graph:
    if not deployment.keys() & {"resources", "manifest"}:
        raise ReadError("is not a stack export - write one with `pulumi stack export`")
    states = cast("list[State]", deployment.get("resources") or [])
    try:
        return graph_of_states(state for state in states if not state.get("delete"))
    except MALFORMED:
        raise ReadError("its resources are not those of a stack export - write it with `pulumi stack export`") from None
