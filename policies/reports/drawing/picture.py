"""What is drawn of a stack: a box for each component, or for what a service holds outside of components."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Final

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.reports.drawing.kinds import Kind, Tier, is_public, kind_among, kind_of
from stackwright.policies.reports.words import STACK, clean, counted, is_real, short_type

MOST: Final = 40
"""Boxes; beyond, those of one kind become one."""


@dataclass(frozen=True, slots=True)
class Box:
    """Something with a place in the picture."""

    id: str
    name: str
    """Logical name, or how many of what."""
    kind: Kind
    tier: Tier
    members: tuple[Resource, ...] = field(default=(), repr=False)
    components: tuple[str, ...] = ()
    """URNs of the components that the box stands for; empty for resources outside of components."""

    @property
    def makers(self) -> tuple[Resource, ...]:
        """The members that make it what it is; all where none does."""
        found = tuple(one for one in self.members if kind_of(one.type) == (self.kind, True))
        return found or self.members

    @property
    def is_made(self) -> bool:
        """Some member makes it what it is: a network, and not only a rule of one."""
        return any(kind_of(one.type) == (self.kind, True) for one in self.members)

    @property
    def content(self) -> str:
        """`NodeGroup, 3× MetricAlarm`: what the box holds most of what makes its kind."""
        counts = Counter(short_type(one.type) for one in self.makers)
        return ", ".join(f"{count}× {clean(one)}" if count > 1 else clean(one) for one, count in counts.most_common(2))


@dataclass(frozen=True)
class Boxes:
    """All boxes of a stack, in the order of the program."""

    boxes: tuple[Box, ...]

    @cached_property
    def by_urn(self) -> Mapping[str, Box]:
        """The box that holds each resource."""
        return {member.urn: box for box in self.boxes for member in box.members}

    @cached_property
    def by_id(self) -> Mapping[str, Box]:
        """The boxes by id."""
        return {box.id: box for box in self.boxes}


def boxes(graph: Graph, most: int = MOST) -> Boxes:
    """The boxes of `graph`, at most about `most` of them."""
    groups: dict[tuple[str, ...], list[Resource]] = {}
    shell = _shell(graph)
    for resource in filter(is_real, graph):
        around = _component(graph, resource, shell)
        groups.setdefault((around.urn,) if around else _service(resource), []).append(resource)
    _gather_parts(groups)
    found = [_box(graph, key, members) for key, members in groups.items()]
    found += [_empty(one) for one in _bare(graph, groups, shell)]
    return Boxes(tuple(replace(box, id=f"b{n}") for n, box in enumerate(_fewer(found, most))))


def _shell(graph: Graph) -> str:
    """URN of the one component that is around all others; empty where there is none such."""
    tops = {(graph.component(one) or one).urn for one in graph if not one.custom and one.type != STACK}
    loose = any(is_real(one) and not graph.component(one) for one in graph)
    if len(tops) != 1 or loose:
        return ""
    only = tops.pop()
    return only if any(not one.custom for one in graph.children(only)) else ""


def _component(graph: Graph, resource: Resource, shell: str) -> Resource | None:
    """The outermost component around `resource` that is worth a box."""
    around = [one for one in graph.ancestors(resource) if not one.custom and one.urn != shell]
    return around[-1] if around else None


def _bare(graph: Graph, groups: Mapping[tuple[str, ...], object], shell: str) -> Iterable[Resource]:
    """Outermost components that hold nothing real."""
    tops = (one for one in graph if not one.custom and one.type != STACK and one.urn != shell)
    return [one for one in tops if _component(graph, one, shell) is None and (one.urn,) not in groups]


def _service(resource: Resource) -> tuple[str, ...]:
    """What a resource outside of components stands together with: its kind, in its service."""
    package, _, module = resource.type.partition(":")
    service = module.partition(":")[0].partition("/")[0]
    return kind_of(resource.type)[0].name, f"{package}:{service}"


def _gather_parts(groups: dict[tuple[str, ...], list[Resource]]) -> None:
    """Put the parts of a kind to what makes that kind, where there is one such group and nothing makes them."""
    for key in [key for key in groups if len(key) > 1]:
        if any(kind_of(one.type)[1] for one in groups[key]):
            continue
        homes = [other for other in groups if other != key and kind_among(o.type for o in groups[other]).name == key[0]]
        if homes:
            groups[homes[0]] += groups.pop(key)


def _box(graph: Graph, key: tuple[str, ...], members: Sequence[Resource]) -> Box:
    kind = kind_among(one.type for one in members)
    tier = Tier.PUBLIC if kind.name == "network" and any(is_public(one.type) for one in members) else kind.tier
    if len(key) == 1:
        return Box("", clean(graph.by_urn[key[0]].name), kind, tier, tuple(members), key)
    makers = [one for one in members if kind_of(one.type) == (kind, True)] or members
    types = {short_type(one.type) for one in makers}
    many = counted(len(makers), clean(types.pop())) if len(types) == 1 else f"{len(makers)} of {kind.name}"
    return Box("", clean(makers[0].name) if len(makers) == 1 else many, kind, tier, tuple(members))


def _empty(component: Resource) -> Box:
    kind = kind_among([component.type])
    return Box("", clean(component.name), kind, kind.tier, (), (component.urn,))


def _fewer(found: Sequence[Box], most: int) -> Sequence[Box]:
    """As many boxes as can be read: the most numerous kinds become one box each until it is few enough."""
    while len(found) > most:
        (kind, tier), many = Counter((box.kind, box.tier) for box in found).most_common(1)[0]
        if many < 2:
            break
        alike = [box for box in found if (box.kind, box.tier) == (kind, tier)]
        members = tuple(member for box in alike for member in box.members)
        components = tuple(urn for box in alike for urn in box.components)
        whole = Box("", f"{many} of {kind.name}", kind, tier, members, components)
        found = [whole if box is alike[0] else box for box in found if box is alike[0] or box not in alike]
    return found
