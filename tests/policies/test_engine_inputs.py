"""Area of concern: properties that are set on the engine's own form of inputs leave all else as it was sent."""

from typing import Any

from google.protobuf.struct_pb2 import Struct
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackwright.plan.graph import UNKNOWN
from stackwright.plan.wire import OUTPUT, SECRET, SIGNATURE, decoded, struct
from stackwright.policies.engine_inputs import put_on
from stackwright.policies.remedy import Put, fitting, with_puts


def _secret(value: Any) -> dict[str, Any]:
    return {SIGNATURE: SECRET, "value": value}


def _after(values: dict[str, Any], *puts: Put) -> Struct:
    sent = struct(values)
    put_on(sent, puts)
    return sent


def test_a_secret_value_that_is_replaced_stays_a_secret() -> None:
    assert _after({"a": _secret("old")}, Put("a", "new")) == struct({"a": _secret("new")})


def test_secrets_around_a_value_are_entered_and_stay() -> None:
    values = {"a": _secret({"b": [_secret({"c": 1, "d": "x"})]})}
    assert _after(values, Put("a.b[0].c", 2)) == struct({"a": _secret({"b": [_secret({"c": 2, "d": "x"})]})})


def test_an_output_of_another_resource_stays_one() -> None:
    output = {SIGNATURE: OUTPUT, "value": {"a": 1}, "secret": True, "dependencies": ["urn:x"]}
    assert _after({"o": output}, Put("o.a", 2)) == struct({"o": {**output, "value": {"a": 2}}})


def test_parents_are_made_where_nothing_is() -> None:
    values = {"n": None, "list": [1]}
    puts = (Put("n.x", True), Put("m.y.z", "t"), Put("list[1]", 2), Put("other[0]", 3))
    assert _after(values, *puts) == struct({"n": {"x": True}, "m": {"y": {"z": "t"}}, "list": [1, 2], "other": [3]})


def test_without_a_put_not_a_byte_changes() -> None:
    sent = struct({"a": _secret({"b": UNKNOWN}), "c": [None, 1.5]})
    before = sent.SerializeToString(deterministic=True)
    put_on(sent, ())
    assert sent.SerializeToString(deterministic=True) == before


_LEAVES = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3) | st.just(UNKNOWN)
_NAMES = st.sampled_from(["a", "b", "c"])
_VALUES = st.recursive(
    _LEAVES, lambda below: st.lists(below, max_size=3) | st.dictionaries(_NAMES, below, max_size=3), max_leaves=8
)
_PATHS = st.lists(st.sampled_from(["a", "b", "[0]", "[1]"]), max_size=3).map(
    lambda steps: "a" + "".join(step if step.startswith("[") else f".{step}" for step in steps)
)


def _sealed(value: Any, draw: st.DataObject) -> Any:
    """The same value with secrets at places of chance."""
    if isinstance(value, dict):
        value = {key: _sealed(item, draw) for key, item in value.items()}
    elif isinstance(value, list):
        value = [_sealed(item, draw) for item in value]
    return _secret(value) if draw.draw(st.integers(0, 3)) == 0 else value


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), values=st.dictionaries(_NAMES, _VALUES), paths=st.lists(_PATHS, max_size=3))
def test_both_forms_of_inputs_become_the_same(data: st.DataObject, values: dict[str, Any], paths: list[str]) -> None:
    sent = struct({key: _sealed(value, data) for key, value in values.items()})
    inputs, secrets = decoded(sent)
    assert inputs == values
    puts = fitting(inputs, [Put(path, "new") for path in paths])
    put_on(sent, puts)
    after, still_secret = decoded(sent)
    assert after == with_puts(inputs, puts)
    assert still_secret == secrets
