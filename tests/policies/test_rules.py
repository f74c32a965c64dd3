"""Every rule against its own examples: the good one passes, the bad one fails, an unknown never turns into a pass."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Parts, graph_of
from stackwright.policies.finding import Result
from stackwright.policies.registry import PACKS, RULES
from stackwright.policies.rule import ENVIRONMENTS, Rule

EACH = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
Address = tuple[int, tuple[str | int, ...]]


def _results(rule: Rule, parts: Parts) -> set[Result]:
    return {found.result for found in rule(graph_of(parts), **rule.example_params)}


@EACH
def test_the_good_example_passes(rule: Rule) -> None:
    assert rule.good
    assert rule(graph_of(rule.good), **rule.example_params) == []


@EACH
def test_the_bad_example_fails(rule: Rule) -> None:
    assert _results(rule, rule.bad) == {Result.FAIL}


@EACH
def test_a_rule_is_described_and_levelled_for_every_environment(rule: Rule) -> None:
    assert rule.title
    assert "\n" not in rule.title
    assert not rule.title.endswith(".")
    assert rule.fix
    assert set(rule.levels) == set(rule.unknown_levels) == set(ENVIRONMENTS)


SECRET = "hunter2-AKIAIOSFODNN7EXAMPLE"


@EACH
def test_no_finding_repeats_a_value_of_the_program(rule: Rule) -> None:
    for parts in (rule.good, rule.bad):
        for index, path in _addresses(parts):
            for value in (SECRET, [SECRET], {"password": SECRET}, f'{{"Statement": "{SECRET}"}}'):
                changed = replace(parts[index], inputs=_put(parts[index].inputs, path, value))
                found = rule(graph_of((*parts[:index], changed, *parts[index + 1 :])), **rule.example_params)
                assert "hunter2" not in repr(found)


def _addresses(parts: Parts) -> list[Address]:
    return [(index, path) for index, part in enumerate(parts) for path in _below(part.inputs, ())]


def _below(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _below(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _below(item, (*path, index))


def _with_unknown(parts: Parts, at: Address) -> Parts:
    index, path = at
    changed = replace(parts[index], inputs=_replaced(parts[index].inputs, path))
    return (*parts[:index], changed, *parts[index + 1 :])


def _replaced(value: Any, path: tuple[str | int, ...]) -> Any:
    if not path:
        return UNKNOWN
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        return {**value, step: _replaced(value[step], rest)}
    return [_replaced(item, rest) if index == step else item for index, item in enumerate(value)]


@EACH
def test_one_unknown_value_never_turns_a_failure_into_a_pass(rule: Rule) -> None:
    for at in _addresses(rule.bad):
        assert _results(rule, _with_unknown(rule.bad, at)), at


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_any_unknown_values_never_turn_a_failure_into_a_pass(data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from(RULES))
    parts = rule.bad
    for _ in range(data.draw(st.integers(1, 4))):
        addresses = _addresses(parts)
        if addresses:
            parts = _with_unknown(parts, data.draw(st.sampled_from(addresses)))
    assert _results(rule, parts)


_ODD = (None, True, 3, 2.5, "", "text", [], {}, [None], [7], ["text"], [UNKNOWN], {"a": 1}, {"a": [UNKNOWN]}, UNKNOWN)


@EACH
def test_no_odd_value_makes_a_rule_raise(rule: Rule) -> None:
    for parts in (rule.good, rule.bad):
        for index, path in _addresses(parts):
            for odd in _ODD:
                changed = replace(parts[index], inputs=_put(parts[index].inputs, path, odd))
                found = rule(graph_of((*parts[:index], changed, *parts[index + 1 :])), **rule.example_params)
                assert all(finding.result in Result for finding in found)


def _put(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    step, rest = path[0], path[1:]
    if isinstance(value, Mapping):
        return {**value, step: _put(value[step], rest, new)}
    return [_put(item, rest, new) if index == step else item for index, item in enumerate(value)]


def test_every_rule_has_an_id_of_its_own_and_is_in_one_pack() -> None:
    ids = [rule.id for pack in PACKS.values() for rule in pack]
    assert len(ids) == len(set(ids))
    assert sorted(ids) == [rule.id for rule in RULES]
