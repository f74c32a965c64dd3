"""How a rule puts right what it finds: properties that are set where its check fails, and nowhere else."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource, steps_of
from stackwright.policies.finding import Change, Finding

_POSITION = re.compile(r"\[\d+\]")
_FILES = ({"asset"}, {"archive"})
"""What files look like in plain inputs: nothing is set inside of one."""


@dataclass(frozen=True, slots=True)
class Put:
    """One property and the value that it is set to."""

    path: str
    """Concrete path in the inputs, such as `metadataOptions.httpTokens`; the position after the last one appends."""
    value: Any


Below = Callable[[Resource, Graph, Mapping[str, Any]], Iterable[Put]]
"""What is set below a property that fails as a whole; the graph holds no more than the resource and its provider."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What is set where the check of a rule fails; what it does not know yet or accepts is left as it is."""

    values: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """By failing property (`[*]` for any position): a constant, or a `Value`."""
    below: Mapping[str, Below] = field(default_factory=dict[str, Below])
    """By failing property, where a list or a map only lacks something."""
    types: frozenset[str] = frozenset()
    """Types that are put right, where they are not those that the rule judges."""
    check: Callable[[Resource], Iterator[Finding]] | None = None
    """What looks at them then."""

    def puts(self, path: str, resource: Resource, graph: Graph, params: Mapping[str, Any]) -> Iterator[Put]:
        """What is set because the check fails at `path`."""
        pattern = _POSITION.sub("[*]", path)
        value = self.values.get(pattern, MISSING)
        if callable(value):
            value = value(resource, params)
        if value is not MISSING:
            yield Put(path, value)
        if pattern in self.below:
            yield from self.below[pattern](resource, graph, params)


Value = Callable[[Resource, Mapping[str, Any]], Any]
"""A value that hangs on the resource and the rule's knobs; `MISSING` sets nothing."""


def where(holds: Callable[[Resource], bool], value: Any) -> Value:
    """The value, on resources of which the cloud would take it; the others stay with their finding."""

    def chosen(resource: Resource, params: Mapping[str, Any]) -> Any:
        if not holds(resource):
            return MISSING
        return value(resource, params) if callable(value) else value

    return chosen


def knob(name: str, form: Callable[[float], Any] = int) -> Value:
    """The number of a knob, in the form that the property takes."""
    return lambda resource, params: form(params[name])


def having(path: str, value: Any) -> Value:
    """The value, on resources that have something at `path`, known or not."""
    return where(lambda resource: resource.get(path) not in (MISSING, "", [], {}), value)


def fitting(inputs: Mapping[str, Any], puts: Iterable[Put]) -> tuple[Put, ...]:
    """Those puts that change the inputs and destroy nothing: no unknown, no list, no map, no text on the way."""
    kept: list[Put] = []
    for put in puts:
        if _fits(inputs, steps_of(put.path), put.value):
            kept.append(put)
            inputs = with_puts(inputs, [put])
    return tuple(kept)


def _fits(value: Any, steps: tuple[object, ...], new: Any) -> bool:
    if value is UNKNOWN or (not steps and isinstance(value, Mapping | list) and value):
        return False
    if not steps:
        return not (value is new or value == new)
    step, rest = steps[0], steps[1:]
    if value is None or value is MISSING:
        return all(one == 0 or isinstance(one, str) for one in steps)
    if isinstance(step, int):
        items = cast("list[Any]", value if isinstance(value, list) else [])
        return isinstance(value, list) and step <= len(items) and _fits((*items, MISSING)[step], rest, new)
    if not isinstance(value, Mapping):
        return False
    fields = cast("Mapping[str, Any]", value)
    return set(fields) not in _FILES and _fits(fields.get(str(step), MISSING), rest, new)


def with_puts(inputs: Mapping[str, Any], puts: Iterable[Put]) -> Mapping[str, Any]:
    """The inputs with every put applied; nothing else of them changes."""
    for put in puts:
        inputs = _put(inputs, steps_of(put.path), put.value)
    return inputs


def _put(value: Any, steps: tuple[object, ...], new: Any) -> Any:
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(step, int):
        items = cast("list[Any]", value if isinstance(value, list) else [])
        return [*items[:step], _put((*items, MISSING)[step], rest, new), *items[step + 1 :]]
    fields = cast("Mapping[str, Any]", value if isinstance(value, Mapping) else {})
    return {**fields, str(step): _put(fields.get(str(step), MISSING), rest, new)}


def changes_of(rule: str, resource: Resource, puts: Iterable[Put]) -> list[Change]:
    """What the puts of a rule do to a resource, for people."""
    return [Change(rule, resource.urn, put.path, json.dumps(put.value), resource.source) for put in puts]
