"""Area of concern: reading values and following wires in a graph, without ever raising."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource, leaves, value_at

BUCKET, POLICY = "aws:s3/bucket:Bucket", "aws:s3/bucketPolicy:BucketPolicy"
INPUTS = {"rules": [{"status": "on"}, {"status": UNKNOWN}], "a.b": {"c": 1}, "later": UNKNOWN, "nothing": None}


def _resource(name: str, type: str = BUCKET, **fields: Any) -> Resource:
    return Resource(urn=f"urn:pulumi:dev::p::{type}::{name}", type=type, name=name, **fields)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("rules[0].status", "on"),
        ("rules[1].status", UNKNOWN),
        ("rules[2].status", MISSING),
        ("rules[1].status.deeper", UNKNOWN),
        ('["a.b"].c', 1),
        ("later.anything[3]", UNKNOWN),
        ("nothing", MISSING),
        ("absent.below", MISSING),
    ],
)
def test_a_path_answers_a_value_or_why_there_is_none(path: str, expected: Any) -> None:
    assert _resource("x", inputs=INPUTS).get(path) == expected


def test_a_star_reaches_every_item_and_says_where_it_was() -> None:
    assert _resource("x", inputs=INPUTS).all("rules[*].status") == [
        ("rules[0].status", "on"),
        ("rules[1].status", UNKNOWN),
    ]
    assert _resource("x", inputs=INPUTS).all("later[*].status") == [("later", UNKNOWN)]


def test_a_wire_is_followed_though_its_value_is_unknown() -> None:
    bucket = _resource("data")
    policy = _resource("data", POLICY, inputs={"bucket": UNKNOWN}, property_dependencies={"bucket": (bucket.urn,)})
    other = _resource("other", POLICY, inputs={"bucket": "elsewhere"})
    graph = Graph([bucket, policy, other])
    assert graph.all_pointing_at(bucket, POLICY, "bucket") == [policy]
    assert graph.wired(policy, "bucket") == [bucket]


def test_a_resource_named_literally_is_found_too() -> None:
    bucket = _resource("data", inputs={"bucket": "my-data"})
    policy = _resource("data", POLICY, inputs={"bucket": "my-data"})
    assert Graph([bucket, policy]).pointing_at(bucket, POLICY, "bucket") is policy


def test_resources_that_name_another_by_its_id_or_its_name_come_in_the_order_of_the_program() -> None:
    bucket = _resource("data", id="data-1", inputs={"bucket": "my-data"})
    first = _resource("first", POLICY, inputs={"bucket": "my-data"})
    second = _resource("second", POLICY, inputs={"bucket": "data-1"})
    third = _resource("third", POLICY, inputs={"bucket": "my-data"})
    other = _resource("other", POLICY, inputs={"bucket": "somebody-elses"})
    wired = _resource("wired", POLICY, inputs={"bucket": "my-data"}, property_dependencies={"bucket": ("urn:x",)})
    graph = Graph([bucket, first, other, second, wired, third])
    assert graph.all_pointing_at(bucket, POLICY, "bucket") == [first, second, third]
    assert graph.types == {BUCKET, POLICY}


def test_components_around_a_resource_are_found_innermost_first() -> None:
    stack = Resource(urn="urn:stack", type="pulumi:pulumi:Stack", name="s", custom=False)
    outer = Resource(urn="urn:outer", type="x:index:Outer", name="outer", custom=False, parent=stack.urn)
    inner = Resource(urn="urn:inner", type="x:index:Inner", name="inner", custom=False, parent=outer.urn)
    bucket = Resource(urn="urn:bucket", type=BUCKET, name="b", parent=inner.urn)
    graph = Graph([stack, outer, inner, bucket])
    assert [r.name for r in graph.ancestors(bucket)] == ["inner", "outer"]
    assert graph.component(bucket) is outer
    assert graph.component(outer) is None


def test_a_resource_that_is_its_own_parent_has_none_around_it() -> None:
    loop = Resource(urn="urn:loop", type=BUCKET, name="b", parent="urn:loop")
    assert list(Graph([loop]).ancestors(loop)) == []


TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.just(UNKNOWN),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=12,
)


@given(root=st.dictionaries(st.text(max_size=6), TREES, max_size=4), path=st.text(alphabet="ab[]0*.\"'", max_size=12))
def test_reading_never_raises(root: dict[str, Any], path: str) -> None:
    value_at(root, path)
    assert isinstance(_resource("x", inputs=root).all(path), list)


@given(root=st.dictionaries(st.text(alphabet="ab.[x", min_size=1, max_size=4), TREES, max_size=4))
def test_every_leaf_is_found_again_at_its_path(root: dict[str, Any]) -> None:
    for path, leaf in leaves(root):
        assert value_at(root, path) == (MISSING if leaf is None else leaf)
