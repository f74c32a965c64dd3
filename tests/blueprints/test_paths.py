"""Area of concern: paths into a blueprint."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackwright.blueprints.paths import ancestors, leaves, steps_of, text_of, value_at

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

names = st.text(min_size=1, max_size=12)
steps = st.lists(names | st.integers(0, 10**8), min_size=1, max_size=5).map(tuple)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("compute.nodes", ("compute", "nodes")),
        ("endpoint.variants[0].name", ("endpoint", "variants", 0, "name")),
        ('tags["a.b"]', ("tags", "a.b")),
        ("", ()),
    ],
)
def test_a_path_is_read_as_its_steps(text: str, expected: tuple[str | int, ...]) -> None:
    assert steps_of(text) == expected
    assert text_of(expected) == text


@unhurried
@given(steps)
def test_every_path_survives_being_written_and_read(path: tuple[str | int, ...]) -> None:
    assert steps_of(text_of(path)) == path


@pytest.mark.parametrize(
    ("path", "expected"),
    [(("a", "b", 1), 2), (("a", "c"), None), (("a", "b", 9), None), (("a", 0), None), (("a", "b", 1, "x"), None)],
)
def test_a_value_that_is_not_there_is_none(path: tuple[str | int, ...], expected: Any) -> None:
    assert value_at({"a": {"b": [1, 2]}}, path) == expected


def test_leaves_are_what_has_nothing_below_it() -> None:
    found = dict(leaves({"a": {"b": [1, 2]}, "c": {}, "d": []}))
    assert found == {("a", "b", 0): 1, ("a", "b", 1): 2, ("c",): {}, ("d",): []}


def test_ancestors_come_nearest_first() -> None:
    assert list(ancestors(("a", 0))) == [("a", 0), ("a",), ()]
