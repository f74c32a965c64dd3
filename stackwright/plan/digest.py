"""The digest that `pulumi preview --json` writes: a step for each resource, with its state after the step."""

from collections.abc import Mapping
from typing import Any, Final

from stackwright.plan.graph import Graph
from stackwright.plan.order import ordered
from stackwright.plan.state import MALFORMED, State, graph_of_states

KEYS: Final = frozenset({"steps", "changeSummary", "diagnostics", "maybeCorrupt"})
"""What a digest has at least one of; the engine leaves out what is empty."""
COMMAND: Final = "`pulumi preview --json --show-sames`"
"""What writes a digest of all resources."""
_REMOVED: Final = frozenset({"delete", "discard"})
"""Steps after which the resource is gone."""
_REPLACED: Final = frozenset({"delete-replaced", "discard-replaced", "remove-pending-replace"})
"""Steps on what was there before a replacement; the new resource has a step of its own."""
_STOPPED: Final = "preview failed"
"""The only error of a preview that went through and was stopped by a policy pack."""


class DigestError(Exception):
    """Why a digest cannot be judged; the message is for the user, without the name of the file."""


def graph_of_digest(document: Mapping[str, Any]) -> Graph:
    """Graph of what will be there after the previewed deployment. Raises `DigestError`."""
    try:
        if failure := next(iter(errors(document)), ""):
            raise DigestError(f"is of a preview that failed ({failure}) - repair that and preview again")
        left_out = _left_out(document)
        graph = ordered(graph_of_states(_states(document)))
    except MALFORMED:
        raise DigestError(f"its steps are not those of a preview - write it with {COMMAND}") from None
    if left_out > 0:
        raise DigestError(f"leaves out what does not change ({left_out} of its resources) - write it with {COMMAND}")
    if not document.get("steps"):
        raise DigestError(f"has no steps - write it with {COMMAND}")
    return graph


def errors(document: Mapping[str, Any]) -> list[str]:
    """What went wrong, a line each; that a policy pack stopped the preview is none of it."""
    said = [one["message"] for one in document.get("diagnostics") or () if one.get("severity") == "error"]
    return [line for text in said if (line := told(text)) != _STOPPED]


def told(message: str) -> str:
    """The line of an engine's error that says what is wrong: the first, or the last where a traceback follows."""
    lines = [line.strip() for line in message.strip().removeprefix("error: ").splitlines() if line.strip()] or [""]
    return lines[-1] if lines[0].endswith(":") else lines[0]


def _left_out(document: Mapping[str, Any]) -> int:
    """Resources that stay as they are and have no step: the engine writes them only when asked to."""
    counts: Mapping[str, int] = document.get("changeSummary") or {}
    return counts.get("same", 0) - sum(step["op"] == "same" for step in document.get("steps") or ())


def _states(document: Mapping[str, Any]) -> list[State]:
    """State of each resource after its last step; both steps of a replacement have the same new state."""
    states: dict[str, State] = {}
    for step in document.get("steps") or ():
        if step["op"] in _REMOVED:
            states.pop(step["urn"], None)
        elif step["op"] not in _REPLACED:
            states[step["urn"]] = step["newState"]
    return list(states.values())
