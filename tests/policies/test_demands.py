"""Area of concern: rules that demand one thing; which resources they judge, and what their examples are made of."""

from typing import Any

import pytest

from stackwright.plan.graph import MISSING, UNKNOWN
from stackwright.policies.demands import demand, demand_days, demand_key, demand_set, given, only, unless_given
from stackwright.policies.example import graph_of, part
from stackwright.policies.finding import Level, Result
from stackwright.policies.rule import Rule
from stackwright.policies.tokens import token

QUEUE = token("sqs/Queue")
ABOUT = {"id": "aws-sqs-own", "title": "Queues are good", "types": (QUEUE,), "fix": "make it good"}


def _results(rule: Rule, inputs: dict[str, Any], **params: Any) -> list[tuple[Result, str]]:
    found = rule(graph_of((part(QUEUE, "queue", inputs),)), **params)
    return [(one.result, one.path) for one in found]


ENCRYPTED = demand("sse.enabled", True, MISSING, refused=False, text="is not true", severity="high", **ABOUT)


def test_the_examples_differ_in_the_property_alone() -> None:
    assert [dict(one.inputs) for one in ENCRYPTED.good] == [{"sse": {"enabled": True}}]
    assert [dict(one.inputs) for one in ENCRYPTED.bad] == [{"sse": {"enabled": False}}]


@pytest.mark.parametrize(
    ("inputs", "answers"),
    [
        ({"sse": {"enabled": True}}, []),
        ({}, []),
        ({"sse": {"enabled": False}}, [(Result.FAIL, "sse.enabled")]),
        ({"sse": UNKNOWN}, [(Result.UNKNOWN, "sse.enabled")]),
    ],
)
def test_the_property_is_one_of_what_is_allowed(inputs: dict[str, Any], answers: list[tuple[Result, str]]) -> None:
    assert _results(ENCRYPTED, inputs) == answers


@pytest.mark.parametrize(
    ("severity", "level"),
    [
        ("critical", Level.MANDATORY),
        ("high", Level.MANDATORY),
        ("medium", Level.ADVISORY),
        ("low", Level.ADVISORY),
    ],
)
def test_what_is_bad_enough_stops_every_environment(severity: str, level: Level) -> None:
    made = demand("name", "a", text="is not a", severity=severity, **ABOUT)
    assert set(made.levels.values()) == {level}


FAST = demand_set("kmsKey", "k", text="is not given", severity="low", when=only({"kind": (MISSING, "fifo")}), **ABOUT)


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({}, [Result.FAIL]),
        ({"kind": "fifo"}, [Result.FAIL]),
        ({"kind": "plain"}, []),
        ({"kind": UNKNOWN}, [Result.UNKNOWN]),
        ({"kind": UNKNOWN, "kmsKey": "k"}, []),
    ],
)
def test_only_resources_of_a_kind_are_judged_and_an_unknown_kind_has_to_wait(
    inputs: dict[str, Any], results: list[Result]
) -> None:
    assert _results(FAST, inputs) == [(one, "kmsKey") for one in results]


COPIED = demand("on", True, text="is not true", severity="low", when=unless_given("source"), **ABOUT)
ENVIRONED = demand("on", True, text="is not true", severity="low", when=given("source"), **ABOUT)


@pytest.mark.parametrize(
    ("source", "wires", "unless", "where"),
    [
        (MISSING, {}, [Result.FAIL], []),
        ("", {}, [Result.FAIL], []),
        ("main", {}, [], [Result.FAIL]),
        (UNKNOWN, {"source": "main"}, [], [Result.FAIL]),
        (UNKNOWN, {}, [Result.UNKNOWN], [Result.UNKNOWN]),
    ],
)
def test_what_is_made_from_a_resource_is_given_and_another_unknown_may_be(
    source: Any, wires: dict[str, str], unless: list[Result], where: list[Result]
) -> None:
    inputs = {} if source is MISSING else {"source": source}
    parts = (part(token("sns/Topic"), "main"), part(QUEUE, "copy", inputs, **wires))
    for made, results in ((COPIED, unless), (ENVIRONED, where)):
        assert [one.result for one in made(graph_of(parts))] == results


def test_what_the_provider_takes_for_nothing_is_not_given() -> None:
    made = demand_set("most", 10, nothing=-1, text="is not given", severity="low", **ABOUT)
    assert _results(made, {"most": -1}) == [(Result.FAIL, "most")]
    assert _results(made, {"most": 0}) == []


def test_a_key_of_the_stack_is_a_key_of_the_account() -> None:
    made = demand_key("kmsKey", key=token("kms/Key"), severity="low", **ABOUT)
    assert made(graph_of(made.good)) == []
    assert [one.path for one in made(graph_of(made.bad))] == ["kmsKey"]


DAYS = demand_days("days", least=7, default=1, text="is too short", severity="low", **ABOUT)


@pytest.mark.parametrize(
    ("days", "answers"),
    [
        (7, []),
        ("8", []),
        (6, [(Result.FAIL, "days")]),
        (MISSING, [(Result.FAIL, "days")]),
        (UNKNOWN, [(Result.UNKNOWN, "days")]),
        ("soon", [(Result.FAIL, "days")]),
    ],
)
def test_days_are_enough_or_not_and_the_provider_has_a_default(days: Any, answers: list[tuple[Result, str]]) -> None:
    assert _results(DAYS, {} if days is MISSING else {"days": days}) == answers


def test_how_many_days_are_enough_is_a_knob() -> None:
    assert _results(DAYS, {}, min_days=1) == []


@pytest.mark.parametrize(("default", "results"), [(0, [Result.FAIL]), (1, [])])
def test_each_type_has_the_default_of_its_own(default: int, results: list[Result]) -> None:
    made = demand_days("days", least=1, default={QUEUE: default}, text="is too short", severity="low", **ABOUT)
    assert [result for result, _ in _results(made, {})] == results
