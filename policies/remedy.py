"""How a rule puts right what it finds: properties that are set, on plain inputs and on the engine's own."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from stackwright.plan.graph import MISSING, Resource, steps_of
from stackwright.policies.finding import Change


@dataclass(frozen=True, slots=True)
class Put:
    """One property and the value that it is set to."""

    path: str
    """Concrete path in the inputs, such as `metadataOptions.httpTokens` or `rules[0].status`."""
    value: Any


Remedy = Callable[[Resource, Mapping[str, Any]], Iterable[Put]]
"""What to set on a resource under the rule's knobs; nothing where it is right, or not known yet."""


def with_puts(inputs: Mapping[str, Any], puts: Iterable[Put]) -> Mapping[str, Any]:
    """The inputs with every put applied; nothing else of them changes."""
    for put in puts:
        inputs = _put(inputs, steps_of(put.path), put.value)
    return inputs


def _put(value: Any, steps: tuple[object, ...], new: Any) -> Any:
    if not steps:
        return new
    step, rest = steps[0], steps[1:]
    if isinstance(step, int) and isinstance(value, list):
        items = cast("list[Any]", value)
        return [_put(item, rest, new) if index == step else item for index, item in enumerate(items)]
    fields = cast("Mapping[str, Any]", value if isinstance(value, Mapping) else {})
    return {**fields, str(step): _put(fields.get(str(step), MISSING), rest, new)}


def changes_of(rule: str, resource: Resource, puts: Iterable[Put]) -> Iterable[Change]:
    """What the puts of a rule do to a resource, for people."""
    return [Change(rule, resource.urn, put.path, json.dumps(put.value), resource.source) for put in puts]
