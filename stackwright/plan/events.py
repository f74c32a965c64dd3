"""The stream of events that `up --json` writes, and `preview --json` when it is asked to: one JSON object a line.

Events carry no dependencies, positions or marks of unknown values, so they are no graph. What they have, and a digest
has not, is what the policy packs said.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, cast

from stackwright.plan.digest import told

Event = Mapping[str, Any]
_FAILED: Final = (" failed", " canceled")
"""How the engine's last word ends when a policy pack, or anything else, stopped it."""


class StreamError(Exception):
    """Why a stream says nothing to rely on; the message is for the user, without the name of the file."""


def is_event(value: Any) -> bool:
    """Whether `value` is one event: a number in the stream, a time, and one thing that happened."""
    return isinstance(value, dict) and "sequence" in value and any(key.endswith("Event") for key in _keys(value))


def _keys(value: Any) -> list[str]:
    return [str(key) for key in cast("dict[Any, Any]", value)]


def events_in(text: str) -> list[Event] | None:
    """The events of a stream, None where `text` is none. Raises `StreamError` for one that breaks off."""
    lines = [line for line in text.splitlines() if line.lstrip().startswith("{")]
    found: list[Event] = []
    for line in lines:
        try:
            value = json.loads(line)
        except (RecursionError, ValueError):
            if found:
                raise StreamError("breaks off in the middle of an event - run the command to its end") from None
            return None
        if not is_event(value):
            return None
        found.append(value)
    return found or None


def policy_events(events: Sequence[Event]) -> list[Event]:
    """What the policy packs said, as they said it. Raises `StreamError` where they did not get to judge the stack."""
    summary = next(_of(events, "summaryEvent"), None)
    if summary is None:
        raise StreamError("breaks off before the engine was done - run the command to its end")
    if not summary.get("PolicyPacks"):
        raise StreamError("no policy pack looked at anything - run the command with `--policy-pack FOLDER`")
    found = list(_of(events, "policyEvent"))
    failures = [text for one in _of(events, "diagnosticEvent") if (text := _error(one))]
    if failures and not any(one.get("enforcementLevel") == "mandatory" for one in found):
        raise StreamError(f"is of a run that failed ({failures[0]}) - repair that and run it again")
    return found


def _of(events: Sequence[Event], kind: str) -> Iterator[Event]:
    return (event[kind] for event in events if isinstance(event.get(kind), dict))


def _error(diagnostic: Event) -> str:
    """An error in a line, empty for any other message and for the engine's last word."""
    text = told(str(diagnostic.get("message", ""))) if diagnostic.get("severity") == "error" else ""
    return "" if text.endswith(_FAILED) else text
