"""What changes from one stack to another, by role: components, settings, resources and their price."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from stackwright.cli.review import Review
from stackwright.plan.graph import UNKNOWN, Resource, leaves
from stackwright.policies.reports.words import STACK as STACK_TYPE
from stackwright.policies.reports.words import is_real, short_type
from stackwright.pricing.model import Range

STACK = "stack"
"""Role of what is no component's own."""
HIDDEN = "[hidden]"
_DIGITS = re.compile(r"(?<=-)[0-9a-f]{7,8}\b")
"""End of a name that tells two stacks apart."""
_OWN_TAG = re.compile(r"stackwright[:-](?:stack|environment)")


@dataclass(frozen=True, slots=True)
class Change:
    """One value that differs; None where there is none."""

    path: str
    before: Any
    after: Any


@dataclass(slots=True)
class Side:
    """One role of one stack."""

    component: str = ""
    """Short type of its component; empty where it has none."""
    resources: list[Resource] = field(default_factory=list[Resource])
    cost: Range = field(default_factory=lambda: Range.of(0))
    """Sum of what has a price."""
    unpriced: int = 0
    """Resources without a price, which are no part of the sum."""

    @property
    def types(self) -> Counter[str]:
        """How many resources of each type."""
        return Counter(resource.type for resource in self.resources)


@dataclass(frozen=True, slots=True)
class Role:
    """One role in both stacks; a side is None where the stack has no such role."""

    name: str
    before: Side | None
    after: Side | None
    settings: tuple[Change, ...]
    """What the blueprints say of it."""
    inputs: tuple[Change, ...]
    """What its resources say, where both stacks have them; empty between clouds."""

    @property
    def differs(self) -> bool:
        """Whether anything but the price changes."""
        one, other = self.before, self.after
        if one is None or other is None or self.settings or self.inputs:
            return True
        return (one.component, one.types) != (other.component, other.types)

    @property
    def added(self) -> Counter[str]:
        """Types that there are more of."""
        return _types(self.after) - _types(self.before)

    @property
    def removed(self) -> Counter[str]:
        """Types that there are fewer of."""
        return _types(self.before) - _types(self.after)


def compare(before: Review, after: Review) -> list[Role]:
    """Every role of the two stacks, in the order in which they have them."""
    one, other = _sides(before), _sides(after)
    settings = _by_role(_settings(before, after), before, after)
    names = list(dict.fromkeys((STACK, *one, *other)))
    roles = [
        Role(
            name,
            one.get(name),
            other.get(name),
            tuple(settings.get(name, ())),
            _inputs(name, one, other, before, after),
        )
        for name in names
    ]
    return [role for role in roles if role.before or role.after or role.settings]


def _types(side: Side | None) -> Counter[str]:
    return side.types if side else Counter()


def _prefix(review: Review) -> str:
    loaded = review.subject.loaded
    return f"{loaded.name}-" if loaded else ""


def _sides(review: Review) -> dict[str, Side]:
    graph, prefix = review.subject.graph, _prefix(review)
    found: dict[str, Side] = {}
    role_of: dict[str, str] = {}
    for resource in graph:
        outer = graph.component(resource) or (None if resource.custom else resource)
        if resource.type == STACK_TYPE or not (outer or is_real(resource)):
            continue
        name = outer.name.removeprefix(prefix) if outer else STACK
        side = found.setdefault(name, Side())
        role_of[resource.urn] = name
        if outer is resource:
            side.component = short_type(resource.type)
        if is_real(resource):
            side.resources.append(resource)
    for item in review.estimate.items:
        if item.cost is not None and item.urn in role_of:
            side = found[role_of[item.urn]]
            low, expected, high = side.cost.low, side.cost.expected, side.cost.high
            side.cost = Range(low + item.cost.low, expected + item.cost.expected, high + item.cost.high)
    for urn in {urn for urn, _ in review.estimate.unpriced if urn in role_of}:
        found[role_of[urn]].unpriced += 1
    return found


def _settings(before: Review, after: Review) -> Iterator[Change]:
    """Values of the two blueprints that differ, with the machine types that they come to."""
    if before.subject.loaded is None or after.subject.loaded is None:
        return
    one, other = _said(before), _said(after)
    for path in dict.fromkeys((*one, *other)):
        if one.get(path) != other.get(path):
            yield _shown(path, one.get(path), other.get(path))


def _said(review: Review) -> dict[str, Any]:
    from stackwright.blueprints.machines import machine_of
    from stackwright.blueprints.sections import Machines

    loaded = review.subject.loaded
    assert loaded is not None
    values = {path: origin.value for path, origin in loaded.origins.items()}

    def resolved(section: Any, at: str) -> None:
        if isinstance(section, Machines):
            values[f"{at}.machine"] = machine_of(section, str(loaded.spec.cloud)).name

    spec: Any = loaded.spec
    resolved(getattr(spec, "compute", None), "compute")
    endpoint: Any = getattr(spec, "endpoint", None)
    for index, variant in enumerate(endpoint.variants if endpoint else ()):
        resolved(variant, f"endpoint.variants[{index}]")
    return values


def _shown(path: str, before: Any, after: Any) -> Change:
    from stackwright.blueprints.document import hidden_path
    from stackwright.blueprints.paths import steps_of

    if hidden_path(steps_of(path)):
        return Change(path, None if before is None else HIDDEN, None if after is None else HIDDEN)
    return Change(path, before, after)


def _by_role(changes: Iterable[Change], before: Review, after: Review) -> Mapping[str, list[Change]]:
    """Changes by the role that comes from their part of the blueprint; what is nobody's is the stack's."""
    sources: dict[str, str] = {}
    for review in (before, after):
        if review.subject.loaded is not None:
            sources |= {path: role for role, path in review.subject.loaded.shape.sources.items() if path != "name"}
    found: dict[str, list[Change]] = {}
    for change in changes:
        above = [path for path in sources if re.match(rf"{re.escape(path)}(?=[.\[]|$)", change.path)]
        role = sources[max(above, key=len)] if above else STACK
        found.setdefault(role, []).append(change)
    return found


def _inputs(
    name: str, one: Mapping[str, Side], other: Mapping[str, Side], before: Review, after: Review
) -> tuple[Change, ...]:
    if name not in one or name not in other or before.subject.cloud != after.subject.cloud:
        return ()
    mine = {(r.type, r.name.removeprefix(_prefix(before))): r for r in one[name].resources}
    theirs = {(r.type, r.name.removeprefix(_prefix(after))): r for r in other[name].resources}
    return tuple(
        change
        for key, resource in mine.items()
        if key in theirs
        for change in changes_in(f"{short_type(key[0])} {key[1]}", resource, theirs[key])
    )


def changes_in(label: str, before: Resource, after: Resource) -> Iterator[Change]:
    """Inputs of a resource that differ, each called after `label`; what is not known before deployment does not."""
    one, other = _leaves(before), _leaves(after)
    for path in dict.fromkeys((*one, *other)):
        values = one.get(path), other.get(path)
        if UNKNOWN in values or _plain(values[0]) == _plain(values[1]):
            continue
        if _secret(path, before) or _secret(path, after):
            values = tuple(None if value is None else HIDDEN for value in values)
        found = _shown(path, *values)
        yield Change(f"{label}: {path}" if label else path, found.before, found.after)


def _leaves(resource: Resource) -> dict[str, Any]:
    """Inputs by path, without the tags that only say which stack a resource is of."""
    return {str(_plain(path)): value for path, value in leaves(resource.inputs) if not _OWN_TAG.search(path)}


def _plain(value: Any) -> Any:
    """`value` without what makes the names of one stack differ from those of another."""
    return _DIGITS.sub("*", value) if isinstance(value, str) else value


def _secret(path: str, resource: Resource) -> bool:
    return any(path == secret or path.startswith((f"{secret}.", f"{secret}[")) for secret in resource.secrets)
