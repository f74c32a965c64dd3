"""Which relations are lines and which are marks: what cuts across a stack is a line only where it crosses no other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from stackwright.policies.reports.drawing.grid import INTERNET, bands, grid
from stackwright.policies.reports.drawing.kinds import Tier
from stackwright.policies.reports.drawing.lanes import Plan, best
from stackwright.policies.reports.drawing.relations import MARKS, Link, Picture, Relation
from stackwright.policies.reports.drawing.routes import Sizes

_FEW: Final = 5
"""Relations of one kind that may be lines, where they could be marks."""
_MANY: Final = 30
"""Lines beyond which nothing is added that could be a mark."""
Marks = Mapping[str, Sequence[tuple[Link, str]]]
"""(what it is, id of the other box) of each mark, by the box that has it."""


@dataclass(frozen=True)
class Choice:
    """What is drawn of a picture, and how."""

    plan: Plan
    sizes: Sizes
    marks: Marks


def chosen(picture: Picture, sizes: Sizes) -> Choice:
    """The plan of a picture in which the fewest lines cross."""
    found = bands(picture)
    widest = max((len(band.ids) for band in found), default=1)
    sizes = replace(sizes, columns=min(sizes.columns, max(widest, 2)))
    start = grid(found, sizes.columns)
    lines = [one for one in picture.relations if one.link not in {*MARKS, Link.INSIDE}]
    lines += entries(picture)
    plan = best(start, sizes, lines)
    for link in MARKS:
        more = [one for one in picture.relations if one.link is link]
        if 0 < len(more) <= _FEW and len(lines) <= _MANY:
            tried = best(start, sizes, [*lines, *more])
            if tried.crossings <= plan.crossings:
                lines, plan = [*lines, *more], tried
    return Choice(plan, sizes, _marks(picture, frozenset(lines)))


def _marks(picture: Picture, lines: frozenset[Relation]) -> Marks:
    found: dict[str, dict[tuple[Link, str], None]] = {}
    for link in MARKS:
        for one in picture.relations:
            if one.link is link and one not in lines:
                here, there = (
                    (one.source, one.target) if link in {Link.LOGS, Link.PRIVATE} else (one.target, one.source)
                )
                found.setdefault(here, {})[link, there] = None
    return {id: tuple(each) for id, each in found.items()}


def entries(picture: Picture) -> tuple[Relation, ...]:
    """Lines from the internet to what it reaches."""
    public = [box.id for box in picture.boxes if box.tier is Tier.PUBLIC] if picture.open else []
    return tuple(Relation(INTERNET, Link.REACHES, id) for id in public)
