"""How boxes hang together, read from what the properties of the graph's resources are made from."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import product
from typing import Final

from stackwright.plan.graph import Graph, Resource
from stackwright.policies.reports.drawing.kinds import Tier, is_public, kind_of
from stackwright.policies.reports.drawing.picture import Box, Boxes
from stackwright.policies.reports.words import short_type


class Link(StrEnum):
    """What one box is to another; the value is the verb between their names."""

    DATA = "feeds"
    RUNS = "runs"
    TRUST = "is trusted by"
    GRANT = "may use"
    ENCRYPTS = "encrypts"
    LOGS = "logs to"
    WATCHES = "watches"
    PRIVATE = "is reached privately through"
    INSIDE = "is in"
    REACHES = "is connected to"


MARKS: Final = (Link.ENCRYPTS, Link.LOGS, Link.WATCHES, Link.GRANT, Link.PRIVATE)
"""What cuts across a whole stack, in the order of its marks."""
_LOG_TARGETS: Final = frozenset(
    {
        "targetBucket",
        "workspaceId",
        "logDestination",
        "logGroupName",
        "loggingConfig",
        "storageId",
        "workspaceResourceId",
    }
)
"""Properties that name where logs go."""
_GRANTS: Final = ("iamMember", "IAMMember", "IamMember", "IAMBinding", "RoleAssignment", "Policy", "Permission")
"""Ends of the types that say who may do what."""
_PLACES: Final = frozenset({"resourceGroupName", "timePeriod"})
"""Properties that say where or since when something is, and nothing else."""
_LOOKERS: Final = frozenset({"monitoring", "budget"})
"""Kinds that only look at the others."""
_WITHIN: Final = frozenset({Tier.PUBLIC, Tier.PRIVATE, Tier.DATA})
"""Tiers that a network can be around."""


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """`source` is something to `target`; both are ids of boxes."""

    source: str
    link: Link
    target: str


@dataclass(frozen=True)
class Picture:
    """A stack as boxes and what is between them."""

    boxes: tuple[Box, ...]
    relations: tuple[Relation, ...]
    open: bool = False
    """Something in it is a way to or from the internet."""

    @cached_property
    def inside(self) -> Mapping[str, str]:
        """The network that each box is in, as far as the graph tells."""
        by_id = {box.id: box for box in self.boxes}
        found = {box.id: box.id for box in self.boxes if box.kind.name == "network" and box.is_made}
        networks = set(found)
        for one in self.relations:
            if one.target in networks and one.link is Link.INSIDE and by_id[one.source].tier in _WITHIN:
                found.setdefault(one.source, one.target)
        for one in self.relations:
            if one.link is Link.RUNS and one.source in found and by_id[one.target].tier in _WITHIN:
                found.setdefault(one.target, found[one.source])
        return found


def picture(graph: Graph, found: Boxes) -> Picture:
    """What is drawn of `graph` with these boxes."""
    seen: dict[Relation, None] = {}
    for resource in graph:
        box = found.by_urn.get(resource.urn)
        if box is not None:
            seen |= dict.fromkeys(_of(graph, found, resource, box))
    order = {box.id: n for n, box in enumerate(found.boxes)}
    relations = sorted(_plain(found, seen), key=lambda one: (order[one.source], one.link, order[one.target]))
    ways = any(is_public(one.type) for box in found.boxes for one in box.members)
    doors = any(box.tier in {Tier.PUBLIC, Tier.OUTSIDE} for box in found.boxes)
    return Picture(found.boxes, tuple(relations), ways or doors)


def _of(graph: Graph, found: Boxes, resource: Resource, box: Box) -> Iterator[Relation]:
    """What one resource tells of its box and others."""
    for name in resource.property_dependencies:
        for other in graph.wired(resource, name):
            there = found.by_urn.get(other.urn)
            here = there is None or there.id == box.id or kind_of(other.type)[0].name == "resource group"
            if there is not None and not here and name not in _PLACES:
                yield _between(resource, name, other, box, there)


def _between(resource: Resource, name: str, other: Resource, box: Box, there: Box) -> Relation:
    """What `name` of `resource` in `box`, made from `other` in the box `there`, says."""
    kinds = (box.kind.name, there.kind.name)
    grants = short_type(resource.type).endswith(_GRANTS) and box.kind.name not in _LOOKERS
    if there.kind.name == "network":
        return Relation(box.id, Link.INSIDE, there.id)
    if box.kind.name == "network" and "privateLink" in name:
        return Relation(there.id, Link.PRIVATE, box.id)
    if grants and "identity" in kinds:
        user, used = (box, there) if box.kind.name == "identity" else (there, box)
        return Relation(user.id, _trust(used), used.id)
    if "identity" in kinds:
        user, used = (box, there) if box.kind.name == "identity" else (there, box)
        return Relation(user.id, Link.TRUST, used.id)
    if grants and there.kind.name != "key" and box.kind.name != "key" and kind_of(other.type)[0].name != "identity":
        return Relation(box.id, Link.GRANT, there.id)
    return Relation(*_plainly(name, box, there))


def _trust(used: Box) -> Link:
    """What runs takes the identity on; what only holds is used with it."""
    return Link.TRUST if used.tier in {Tier.PRIVATE, Tier.PUBLIC} else Link.GRANT


def _plainly(name: str, box: Box, there: Box) -> tuple[str, Link, str]:
    if there.kind.name in {"key", "secrets"}:
        return there.id, Link.ENCRYPTS if there.kind.name == "key" else Link.DATA, box.id
    if box.kind.name in _LOOKERS:
        return box.id, Link.WATCHES, there.id
    if name in _LOG_TARGETS or there.kind.name in {"logs", "monitoring"}:
        return box.id, Link.LOGS, there.id
    if there.kind.name == "cluster":
        return there.id, Link.RUNS, box.id
    if box.kind.name in {"front door", "edge", "domain names"}:
        return box.id, Link.DATA, there.id
    return there.id, Link.DATA, box.id


def _plain(found: Boxes, seen: Mapping[Relation, None]) -> Iterable[Relation]:
    """With the data that what runs gets by an identity, and without grants of one's own to what feeds one."""
    whole = dict(seen)
    pairs = {frozenset((one.source, one.target)) for one in seen if one.link is Link.DATA}
    for grant, run in product(seen, seen):
        stores = found.by_id[grant.target].tier is Tier.DATA
        if (grant.link, run.link) == (Link.GRANT, Link.TRUST) and grant.source == run.source and stores:
            pair = frozenset((grant.target, run.target))
            if pair not in pairs and found.by_id[run.target].kind.name != "network":
                whole[Relation(grant.target, Link.DATA, run.target)] = None
    feeds = {(one.source, one.target) for one in whole if one.link is Link.DATA}
    return [one for one in whole if one.link is not Link.GRANT or (one.target, one.source) not in feeds]
