"""Area of concern: what a remedy sets on inputs, and what it leaves alone."""

from typing import Any

import pytest

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource, Source
from stackwright.policies.remedy import Put, Remedy, changes_of, fitting, having, knob, where, with_puts

BUCKET = Resource("urn:b", "t:a:Bucket", "b", {"size": 3, "open": UNKNOWN, "empty": [], "tags": {"a": "1"}})


def _puts(remedy: Remedy, path: str, **params: Any) -> list[Put]:
    return list(remedy.puts(path, BUCKET, Graph([BUCKET]), params))


def test_a_value_is_set_where_the_check_fails_and_nowhere_else() -> None:
    remedy = Remedy({"a.b": True, "disks[*].encrypted": True})
    assert _puts(remedy, "a.b") == [Put("a.b", True)]
    assert _puts(remedy, "disks[12].encrypted") == [Put("disks[12].encrypted", True)]
    assert _puts(remedy, "a.c") == _puts(remedy, "a") == []


def test_false_and_nought_are_values() -> None:
    assert _puts(Remedy({"a": False, "b": 0}), "a") == [Put("a", False)]
    assert _puts(Remedy({"a": False, "b": 0}), "b") == [Put("b", 0)]


def test_a_value_may_hang_on_the_resource_or_on_a_knob() -> None:
    assert _puts(Remedy({"a": having("size", 1)}), "a") == [Put("a", 1)]
    assert _puts(Remedy({"a": having("open", 1)}), "a") == [Put("a", 1)]
    assert _puts(Remedy({"a": having("empty", 1)}), "a") == _puts(Remedy({"a": having("none", 1)}), "a") == []
    assert _puts(Remedy({"a": knob("days")}), "a", days=2.0) == [Put("a", 2)]
    assert _puts(Remedy({"a": knob("days", lambda days: f"{days}d")}), "a", days=2) == [Put("a", "2d")]
    twice = where(lambda one: one.get("size") == 3, knob("days"))
    assert _puts(Remedy({"a": twice}), "a", days=9) == [Put("a", 9)]
    assert _puts(Remedy({"a": where(lambda one: False, knob("days"))}), "a", days=9) == []


def test_what_is_set_below_a_property_is_told_the_resource_and_the_knobs() -> None:
    remedy = Remedy(below={"tags": lambda one, graph, params: [Put(f"tags.{params['key']}", one.name)]})
    assert _puts(remedy, "tags", key="owner") == [Put("tags.owner", "b")]


INPUTS: dict[str, Any] = {
    "text": "x",
    "nothing": None,
    "list": ["a"],
    "map": {"a": 1, "deep": {"b": UNKNOWN}},
    "open": UNKNOWN,
    "code": {"asset": {"text": "x"}},
}


@pytest.mark.parametrize(
    ("path", "becomes"),
    [
        ("new", {"new": 0}),
        ("new.a.b", {"new": {"a": {"b": 0}}}),
        ("new[0]", {"new": [0]}),
        ('new["a.b"]', {"new": {"a.b": 0}}),
        ("text", {"text": 0}),
        ("nothing", {"nothing": 0}),
        ("nothing.a", {"nothing": {"a": 0}}),
        ("list[0]", {"list": [0]}),
        ("list[1]", {"list": ["a", 0]}),
        ("map.a", {"map": {"a": 0, "deep": {"b": UNKNOWN}}}),
        ("map.deep.c", {"map": {"a": 1, "deep": {"b": UNKNOWN, "c": 0}}}),
    ],
)
def test_parents_are_made_and_everything_else_stays(path: str, becomes: dict[str, Any]) -> None:
    put = Put(path, 0)
    before = repr(INPUTS)
    assert fitting(INPUTS, [put]) == (put,)
    assert with_puts(INPUTS, [put]) == {**INPUTS, **becomes}
    assert repr(INPUTS) == before


@pytest.mark.parametrize(
    "path", ["open", "open.a", "map.deep.b", "map.deep.b.c", "map", "list", "list[2]", "text.a", "map[0]", "code.a"]
)
def test_no_unknown_list_map_text_or_file_is_written_over(path: str) -> None:
    assert fitting(INPUTS, [Put(path, 0)]) == ()


def test_what_is_right_already_is_no_change() -> None:
    assert fitting({"a": 1, "b": [1]}, [Put("a", 1), Put("b", [1]), Put("b[0]", 1)]) == ()


def test_a_put_sees_the_ones_before_it() -> None:
    puts = [Put("list[1]", "b"), Put("list[2]", "c"), Put("list[1]", "b")]
    assert fitting(INPUTS, puts) == tuple(puts[:2])
    assert with_puts(INPUTS, puts[:2])["list"] == ["a", "b", "c"]


def test_a_change_is_told_as_json_with_the_line_of_the_resource() -> None:
    source = Source("main.py", 7)
    (change,) = changes_of("a-rule", Resource("urn:b", "t:a:B", "b", source=source), [Put("a.b", False)])
    assert change.sentence == "a.b set to false"
    assert (change.rule, change.urn, change.source) == ("a-rule", "urn:b", source)


def test_a_remedy_without_a_value_sets_nothing() -> None:
    assert _puts(Remedy({"a": lambda one, params: MISSING}), "a") == []
