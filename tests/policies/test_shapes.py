from typing import Any

import pytest

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import graph_of, part
from stackwright.policies.finding import Result
from stackwright.policies.shapes import (
    all_of,
    among,
    at_most,
    key_findings,
    must_be,
    must_be_joined,
    must_be_set,
    none_of,
    number,
    texts,
)
from stackwright.policies.tokens import token


def _with(**inputs: Any) -> Resource:
    return Resource(urn="u", type="t", name="n", inputs=inputs)


@pytest.mark.parametrize(
    ("value", "results"),
    [("on", []), ("off", [Result.FAIL]), (UNKNOWN, [Result.UNKNOWN]), (None, [Result.FAIL])],
)
def test_a_property_is_one_of_the_allowed_values(value: Any, results: list[Result]) -> None:
    found = must_be("mode", "on", text="is not on")(_with(mode=value))
    assert [one.result for one in found] == results


def test_the_provider_s_default_can_be_allowed() -> None:
    assert list(must_be("mode", False, MISSING, text="is on")(_with())) == []


def test_zero_and_one_are_not_false_and_true_of_another_kind_of_mistake() -> None:
    assert [one.result for one in must_be("mode", "2", text="is not 2")(_with(mode=2))] == [Result.FAIL]


def _wired(value: Any, target: str) -> tuple[Resource, Graph]:
    graph = graph_of((part(target, "target"), part("t:a:Disk", "disk", {"key": value}, key="target")))
    return graph.resources[1], graph


def test_a_key_made_from_a_key_resource_passes_before_its_arn_is_known() -> None:
    assert list(key_findings(*_wired(UNKNOWN, token("kms/Key")), "key")) == []


def test_a_key_made_from_something_else_is_unknown() -> None:
    assert [one.result for one in key_findings(*_wired(UNKNOWN, token("s3/Bucket")), "key")] == [Result.UNKNOWN]


@pytest.mark.parametrize("value", ["alias/aws/s3", "arn:aws:kms:us-east-1:1:alias/aws/ebs", "", None])
def test_a_key_of_the_provider_or_none_fails(value: Any) -> None:
    graph = graph_of((part("t:a:Disk", "disk", {"key": value}),))
    assert [one.result for one in key_findings(graph.resources[0], graph, "key")] == [Result.FAIL]


def test_a_value_made_from_any_resource_is_given() -> None:
    resource, graph = _wired(UNKNOWN, "t:a:Any")
    assert list(must_be_set("key", text="is not given")(resource, graph)) == []


def test_an_unknown_out_of_nowhere_may_be_empty() -> None:
    graph = graph_of((part("t:a:Disk", "disk", {"key": UNKNOWN}),))
    found = must_be_set("key", text="is not given")(graph.resources[0], graph)
    assert [one.result for one in found] == [Result.UNKNOWN]


@pytest.mark.parametrize(
    ("value", "results"),
    [
        (4, []),
        ("4", []),
        (5, [Result.FAIL]),
        ("many", [Result.FAIL]),
        (True, [Result.FAIL]),
        (UNKNOWN, [Result.UNKNOWN]),
        (None, []),
    ],
)
def test_a_number_stays_below_a_limit(value: Any, results: list[Result]) -> None:
    assert [one.result for one in at_most(_with(size=value), "size", 4, text="is too large")] == results


def test_a_limit_may_have_to_be_given() -> None:
    found = list(at_most(_with(), "size", 4, text="is too large", missing="is not given"))
    assert [one.message for one in found] == ["is not given"]


def test_a_companion_is_found_by_its_wire() -> None:
    judge = must_be_joined(frozenset({"t:a:Log"}), "disk", text="has no log")
    alone = graph_of((part("t:a:Disk", "disk"),))
    logged = graph_of((part("t:a:Disk", "disk"), part("t:a:Log", "log", {"disk": UNKNOWN}, disk="disk")))
    assert [one.message for one in judge(alone.resources[0], alone)] == ["has no log"]
    assert list(judge(logged.resources[0], logged)) == []


def test_small_conversions_never_raise() -> None:
    assert number([1]) is None
    assert texts({"a": "b"}) == []
    assert texts(["a", 1, UNKNOWN]) == ["a"]
    assert not among([], {"a"})


def test_refused_words_are_found_wherever_they_stand() -> None:
    check = none_of("members[*]", ("allusers",), text="is everybody")
    assert [(one.path, one.result) for one in check(_with(members=["a", "allUsers", UNKNOWN]))] == [
        ("members[1]", Result.FAIL),
        ("members[2]", Result.UNKNOWN),
    ]


@pytest.mark.parametrize(
    ("answers", "whole"),
    [((), True), ((True, True), True), ((True, UNKNOWN), UNKNOWN), ((UNKNOWN, False), False), ((True, False), False)],
)
def test_all_of_it_holds_unless_one_does_not_and_may_have_to_wait(answers: Any, whole: Any) -> None:
    assert all_of(iter(answers)) is whole
