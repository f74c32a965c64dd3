"""Area of concern: of a stream of events only what the policy packs said is read, and only from a whole stream."""

import json
from typing import Any

import pytest

from stackwright.plan.events import StreamError, events_in, policy_events

SAID = {
    "resourceUrn": "urn:pulumi:dev::app::aws:s3/bucket:Bucket::data",
    "message": "Buckets are tagged\nhas no owner\n",
    "policyName": "tagged",
    "policyPackName": "house",
    "enforcementLevel": "mandatory",
    "severity": "high",
}
SUMMARY = {"summaryEvent": {"PolicyPacks": {"house|local|/packs/house": "1.0.0"}, "isPreview": True}}
BROKEN = {"diagnosticEvent": {"severity": "error", "message": "error: no such program\n"}}
STOPPED = {"diagnosticEvent": {"severity": "error", "message": "error: preview failed\n"}}


def stream(*events: dict[str, Any]) -> str:
    return "".join(f"{json.dumps({'sequence': n, 'timestamp': 1, **event})}\n" for n, event in enumerate(events))


def said(*events: dict[str, Any]) -> list[Any]:
    found = events_in(stream(*events))
    assert found is not None
    return policy_events(found)


def test_what_the_packs_said_is_read_as_they_said_it() -> None:
    assert said({"policyLoadEvent": {}}, {"policyEvent": SAID}, STOPPED, SUMMARY, {"cancelEvent": {}}) == [SAID]


def test_a_stream_without_a_violation_says_nothing() -> None:
    assert said(SUMMARY) == []


@pytest.mark.parametrize("text", ["", "{", "[]", '{"steps": []}', '{"sequence": 1}', "Previewing update (dev)"])
def test_what_is_no_stream_is_left_to_other_readers(text: str) -> None:
    assert events_in(text) is None


@pytest.mark.parametrize(
    ("events", "message"),
    [
        (({"policyEvent": SAID},), "breaks off before the engine was done"),
        (({"summaryEvent": {"PolicyPacks": None}},), "no policy pack looked at anything"),
        ((BROKEN, STOPPED, SUMMARY), r"a run that failed \(no such program\)"),
        (({"policyEvent": SAID | {"enforcementLevel": "advisory"}}, BROKEN, SUMMARY), "a run that failed"),
    ],
)
def test_a_stream_that_is_nothing_to_rely_on_is_refused(events: tuple[dict[str, Any], ...], message: str) -> None:
    with pytest.raises(StreamError, match=message):
        said(*events)


def test_an_error_beside_a_violation_takes_nothing_from_it() -> None:
    assert said({"policyEvent": SAID}, BROKEN, SUMMARY) == [SAID]


def test_a_stream_that_breaks_off_in_an_event_is_refused() -> None:
    with pytest.raises(StreamError, match="in the middle of an event"):
        events_in(stream({"policyEvent": SAID}) + '{"seq')
