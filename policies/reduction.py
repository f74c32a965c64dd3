"""The examples of a rule without what it does not look at, for people to read."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from stackwright.plan.graph import UNKNOWN, leaves
from stackwright.policies.example import Part, Parts, graph_of
from stackwright.policies.finding import Result
from stackwright.policies.rule import Rule

Needed = Callable[[str], frozenset[str] | None]
"""Inputs that a type cannot do without, None where that is not known."""
Answer = tuple[Result, str, str, str]


def reduced(rule: Rule, needed: Needed) -> tuple[Parts, Parts]:
    """(Good, bad) with as few resources and inputs as the rule answers the same about."""
    good, bad = rule.good, _rewired(rule)
    for name in dict.fromkeys(one.name for one in (*good, *bad)):
        good, bad = _kept(rule, (good, bad), lambda parts, name=name: _without_part(parts, name))
    for one in (*good, *bad):
        required = needed(one.type)
        for key in one.inputs if required is not None else ():
            if key not in (required or ()):
                drop = _without_input(one.name, key)
                good, bad = _kept(rule, (good, bad), drop)
    for name in dict.fromkeys(one.name for one in (*good, *bad)):  # a key that nothing uses any more
        good, bad = _kept(rule, (good, bad), lambda parts, name=name: _without_part(parts, name))
    return good, bad


def same_answers(rule: Rule, good: Parts, bad: Parts) -> bool:
    """Whether the rule says of these what it says of its own examples, and has something to look at in both."""
    return (
        answers(rule, bad) == _own_answers(rule)
        and not answers(rule, good)
        and _looked_at(rule, good) == _looked_at(rule, rule.good)
    )


@cache
def _own_answers(rule: Rule) -> set[Answer]:
    return answers(rule, rule.bad)


def answers(rule: Rule, parts: Parts) -> set[Answer]:
    """(Result, URN, path, message) of what the rule says of parts under the knobs of its examples."""
    found = rule(graph_of(parts), **rule.example_params)
    return {(one.result, one.urn, one.path, one.message) for one in found}


def _rewired(rule: Rule) -> Parts:
    """The bad example, in which a value that was made from another resource says of which one again."""
    good = {one.name: one for one in rule.good}
    bad = tuple(_with_wires(one, good[one.name]) if one.name in good else one for one in rule.bad)
    return bad if answers(rule, bad) == _own_answers(rule) else rule.bad


def _with_wires(one: Part, like: Part) -> Part:
    open_ended = {key for key, value in one.inputs.items() if any(leaf is UNKNOWN for _, leaf in leaves(value))}
    return replace(one, wires={**{key: like.wires[key] for key in open_ended & like.wires.keys()}, **one.wires})


def _looked_at(rule: Rule, parts: Parts) -> bool:
    return any(rule.types & {one.type, "*"} for one in parts)


def _kept(rule: Rule, both: tuple[Parts, Parts], drop: Callable[[Parts], Parts]) -> tuple[Parts, Parts]:
    good, bad = map(drop, both)
    return (good, bad) if good and bad and same_answers(rule, good, bad) else both


def _without_part(parts: Parts, name: str) -> Parts:
    if any(name in (one.provider, *one.wires.values()) for one in parts):
        return parts
    return tuple(one for one in parts if one.name != name)


def _without_input(name: str, key: str) -> Callable[[Parts], Parts]:
    def dropped(one: Part) -> Part:
        return replace(one, inputs=_without_key(one.inputs, key), wires=_without_key(one.wires, key))

    return lambda parts: tuple(dropped(one) if one.name == name else one for one in parts)


def _without_key(values: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != key}
