"""Assertions about one rule and one stack, for people who write rules or components of their own.

None of them passes because the rule had nothing to look at.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.check import in_order, judge_graph
from stackwright.policies.example import Part, Parts, graph_of
from stackwright.policies.finding import Finding, Level, Result
from stackwright.policies.registry import by_id
from stackwright.policies.rule import Rule
from stackwright.policies.tokens import unversioned

Stack = Graph | Sequence[Part]
"""What a rule is asked about: what `cloud.preview` or `cloud.deploy` answers, or parts written down."""
_STACK = "pulumi:pulumi:Stack"


def assert_violates(rule: Rule | str, stack: Stack, *, path: str | None = None, **params: Any) -> None:
    """The rule finds a fault, at the property `path` where one is given."""
    __tracebackhide__ = True
    asked = _Asked(rule, stack, params)
    if not any(one.result is Result.FAIL and path in (None, one.path) for one in asked.answers):
        raise AssertionError(asked.told(f"should find a fault{_at(path)}"))


def assert_passes(rule: Rule | str, stack: Stack, **params: Any) -> None:
    """The rule has looked, and finds nothing that is wrong or unknown."""
    __tracebackhide__ = True
    asked = _Asked(rule, stack, params)
    if asked.answers:
        raise AssertionError(asked.told("should pass"))


def assert_unknown(rule: Rule | str, stack: Stack, *, path: str | None = None, **params: Any) -> None:
    """The rule finds no fault, and says that a value decides which is not known before deployment."""
    __tracebackhide__ = True
    asked = _Asked(rule, stack, params)
    failed = any(one.result is Result.FAIL for one in asked.answers)
    if failed or not any(path in (None, one.path) for one in asked.answers):
        raise AssertionError(asked.told(f"should have to wait{_at(path)}"))


def assert_examples(rule: Rule) -> None:
    """The good example passes, the bad one fails, and still does not pass when one of its values is unknown."""
    __tracebackhide__ = True
    assert_passes(rule, rule.good, **rule.example_params)
    assert_violates(rule, rule.bad, **rule.example_params)
    for place, parts in _with_one_unknown(rule.bad):
        if not rule(graph_of(parts), **rule.example_params):
            raise AssertionError(f"{rule.id}: the bad example passes where {place} is unknown - answer `unknown` there")


class _Asked:
    """One rule, one stack, and what the rule answers."""

    def __init__(self, rule: Rule | str, stack: Stack, params: Mapping[str, Any]) -> None:
        __tracebackhide__ = True
        self.rule = by_id(rule) if isinstance(rule, str) else rule
        self.graph = stack if isinstance(stack, Graph) else graph_of(stack)
        self.seen = [one for one in self.graph if _looks_at(self.rule, one)]
        self._refuse_wrong_knobs(params)
        if not self.seen:
            raise AssertionError(f"{self.rule.id} has nothing to look at: {self._missing()}")
        self.rule(self.graph, **params)  # what it raises is the author's to see; `judge_graph` would report it
        always = self.rule.setting(level=Level.MANDATORY, unknown=Level.MANDATORY, params=params)
        self.answers = in_order(judge_graph((self.rule,), self.graph, {self.rule.id: always}))

    def _refuse_wrong_knobs(self, params: Mapping[str, Any]) -> None:
        knobs = {param.name: param for param in self.rule.params}
        for name, value in params.items():
            if name not in knobs:
                raise AssertionError(f"{self.rule.id} has no knob `{name}`; it has {', '.join(knobs) or 'none'}")
            if value is not None and not knobs[name].takes(value):
                raise AssertionError(f"{self.rule.id} does not take this `{name}`: {knobs[name].described}")

    def _missing(self) -> str:
        there = _listed(f"{one.type} {one.name}" for one in self.graph if one.type != _STACK) or "nothing"
        wanted = _listed(sorted(self.rule.types), "or") if self.rule.types - {"*"} else "resource"
        return f"the stack has no {wanted}; there is {there}"

    def told(self, wanted: str) -> str:
        """What is wanted and what is answered instead."""
        if not self.answers:
            return f"{self.rule.id} {wanted}, and passes; it looked at {_listed(_named(one) for one in self.seen)}"
        answers = [f"  {one.result}: {self._place(one)}{one.message}" for one in self.answers]
        return "\n".join([f"{self.rule.id} {wanted}, and answers:", *answers])

    def _place(self, finding: Finding) -> str:
        resource = self.graph.by_urn.get(finding.urn)
        words = [_named(resource)] * bool(resource) + [finding.path] * bool(finding.path)
        return f"{' '.join(words)}: " if words else ""


def _looks_at(rule: Rule, resource: Resource) -> bool:
    """Whether the rule judges the resource; one about the whole stack judges all of them."""
    if resource.external or resource.type == _STACK:
        return False
    return not rule.types or bool(rule.types & {unversioned(resource.type), "*"})


def _named(resource: Resource | None) -> str:
    return f"{resource.name} ({resource.type})" if resource else ""


def _at(path: str | None) -> str:
    return f" at `{path}`" if path else ""


def _listed(names: Iterable[str], last: str = "and", most: int = 5) -> str:
    """`a, b and c`; the first of many, and how many more there are."""
    found = list(names)
    if len(found) > most:
        return f"{', '.join(found[:most])} {last} {len(found) - most} more"
    return f" {last} ".join(part for part in (", ".join(found[:-1]), found[-1] if found else "") if part)


def _with_one_unknown(parts: Parts) -> Iterator[tuple[str, Parts]]:
    """Every (place, parts) in which one value is unknown."""
    for index, one in enumerate(parts):
        for place, inputs in _unknown_once(one.inputs, ""):
            if place:
                changed = replace(one, inputs=inputs)
                yield f"{one.name}.{place}", (*parts[:index], changed, *parts[index + 1 :])


def _unknown_once(value: Any, at: str) -> Iterator[tuple[str, Any]]:
    yield at, UNKNOWN
    if isinstance(value, Mapping):
        fields = cast("Mapping[str, Any]", value)
        for key, item in fields.items():
            for place, changed in _unknown_once(item, f"{at}.{key}".lstrip(".")):
                yield place, {**fields, key: changed}
    elif isinstance(value, list):
        items = cast("list[Any]", value)
        for index, item in enumerate(items):
            for place, changed in _unknown_once(item, f"{at}[{index}]"):
                yield place, [*items[:index], changed, *items[index + 1 :]]
