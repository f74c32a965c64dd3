"""Lanes of the lines in the channels between rows, the points of every line, and how well a grid can be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from typing import Final

from stackwright.policies.reports.drawing.grid import Grid
from stackwright.policies.reports.drawing.relations import Relation
from stackwright.policies.reports.drawing.routes import STEP, Sizes, Way, Ways

_TRIES: Final = 240
"""Plans that are looked at, at most, for one with fewer crossings."""
_WORK: Final = 60_000
"""The same, times the square of the number of lines."""
_CROSSING: Final = 500.0
"""What a crossing weighs, in pixels of line."""

Run = tuple[int, int]
"""Number of the way, number of its horizontal part."""
Point = tuple[float, float]
_Segment = tuple[float, float, float, float]
_ROW: Final = 1000.0
"""Height of a row where heights do not matter."""


@dataclass(frozen=True)
class Plan:
    """A grid with its lines, before it has a height."""

    grid: Grid
    ways: tuple[Way, ...]
    lanes: Mapping[Run, int]
    crossings: int
    length: float

    @property
    def weight(self) -> float:
        """The less, the better it can be read."""
        return self.crossings * _CROSSING + self.length

    @property
    def depth(self) -> Mapping[int, int]:
        """Number of lanes in each channel."""
        found: dict[int, int] = {}
        for number, way in enumerate(self.ways):
            for part, (channel, _, _) in enumerate(way.runs):
                found[channel] = max(found.get(channel, 0), self.lanes[number, part] + 1)
        return found


def best(start: Grid, sizes: Sizes, relations: Sequence[Relation]) -> Plan:
    """The plan with the fewest crossings and the shortest lines that swapping boxes within their bands comes to."""
    found = _traded(_settled(_searched(start, sizes, relations)))
    if not found.crossings:
        return found
    turned = replace(start, slots=tuple(slots[::-1] for slots in start.slots))
    other = _traded(_settled(_searched(turned, sizes, relations)))
    return other if other.crossings < found.crossings else found


def _searched(start: Grid, sizes: Sizes, relations: Sequence[Relation]) -> Plan:
    found, tries, better = _plan(start, sizes, relations), 0, True
    most = _tries(len(relations))
    while better and tries < most:
        better = False
        for other in _swapped(found.grid):
            tries += 1
            tried = _plan(other, sizes, relations)
            if tried.weight < found.weight - 1:
                found, better = tried, True
                break
            if tries >= most:
                break
    return found


def _tries(lines: int) -> int:
    """How many plans may be looked at: the more lines, the longer each takes."""
    return min(_TRIES, _WORK // max(lines, 1) ** 2)


def _settled(plan: Plan) -> Plan:
    """The plan with its lanes swapped for fewer crossings."""
    lanes = _uncrossed(plan.ways, _lanes(plan.ways))
    return replace(plan, lanes=lanes, crossings=_crossings(_all_segments(plan.ways, lanes)))


def _traded(plan: Plan) -> Plan:
    """The plan in which lines have traded their places on the side of a box while that takes crossings away."""
    left = _tries(len(plan.ways)) // 4
    for first, one in enumerate(plan.ways):
        for second in range(first + 1, len(plan.ways)):
            for end, other in _shared(one, plan.ways[second]):
                if not plan.crossings or not left:
                    return plan
                left -= 1
                ways = [replace(way, ends=[*way.ends]) for way in plan.ways]
                mine, theirs = ways[first].ends, ways[second].ends
                mine[end], theirs[other] = theirs[other], mine[end]
                tried = _settled(replace(plan, ways=tuple(ways)))
                plan = tried if tried.crossings < plan.crossings else plan
    return plan


def _shared(one: Way, two: Way) -> Iterator[tuple[int, int]]:
    """(end of one, end of two) that are on one side of one box; neither line is straight."""
    if one.beside or two.beside or one.is_straight or two.is_straight:
        return
    for end in (0, 1):
        for other in (0, 1):
            if one.side(end) == two.side(other):
                yield end, other


def _swapped(grid: Grid) -> Iterator[Grid]:
    """Grids in which two places of one band have changed."""
    for number, slots in enumerate(grid.slots):
        for first in range(len(slots)):
            for second in range(first + 1, len(slots)):
                if slots[first] != slots[second]:
                    new = list(slots)
                    new[first], new[second] = new[second], new[first]
                    yield replace(grid, slots=(*grid.slots[:number], new, *grid.slots[number + 1 :]))


def _plan(grid: Grid, sizes: Sizes, relations: Sequence[Relation]) -> Plan:
    ways = Ways(grid, sizes, relations).ways
    lanes = _lanes(ways)
    segments = _all_segments(ways, lanes)
    length = sum(abs(x2 - x1) + abs(y2 - y1) / 10 for each in segments for x1, y1, x2, y2 in each)
    bends = sum(len(each) for each in segments)
    return Plan(grid, ways, lanes, _crossings(segments), length + 20 * bends)


def _lanes(ways: Sequence[Way]) -> dict[Run, int]:
    """The first free lane for each run, the shortest first."""
    runs = [
        (channel, abs(b - a), min(a, b), max(a, b), (number, part))
        for number, way in enumerate(ways)
        for part, (channel, a, b) in enumerate(way.runs)
    ]
    taken: dict[tuple[int, int], list[Point]] = {}
    lanes: dict[Run, int] = {}
    for channel, _, left, right, run in sorted(runs):
        lane = 0
        while any(left < b + STEP and a < right + STEP for a, b in taken.get((channel, lane), ())):
            lane += 1
        taken.setdefault((channel, lane), []).append((left, right))
        lanes[run] = lane
    return lanes


def _uncrossed(ways: Sequence[Way], lanes: dict[Run, int]) -> dict[Run, int]:
    """The lanes, whole ones swapped within a channel while that takes crossings away."""
    channels: dict[int, list[Run]] = {}
    for number, part in lanes:
        channels.setdefault(list(ways[number].runs)[part][0], []).append((number, part))
    now, left = _crossings(_all_segments(ways, lanes)), _tries(len(ways))
    for runs in [*channels.values()] * 2:
        most = max(lanes[run] for run in runs)
        for first, second in combinations(range(most + 1), 2):
            if not now or not left:
                return lanes
            left -= 1
            swap = {first: second, second: first}
            other = {**lanes, **{run: swap.get(lanes[run], lanes[run]) for run in runs}}
            crossed = _crossings(_all_segments(ways, other))
            if crossed < now:
                lanes, now = other, crossed
    return lanes


def _all_segments(ways: Sequence[Way], lanes: Mapping[Run, int]) -> list[list[_Segment]]:
    """The parts of each line, in rows of one height."""
    return [list(_segments(way, number, lanes)) for number, way in enumerate(ways)]


def _segments(way: Way, number: int, lanes: Mapping[Run, int]) -> Iterator[_Segment]:
    def channel(index: int, part: int) -> float:
        return (index - 0.5) * _ROW + lanes[number, part] * 10

    points = list(line(way, channel, lambda row, end: (row + end / 4) * _ROW))
    return ((*a, *b) for a, b in pairwise(points))


def line(way: Way, channel: Callable[[int, int], float], side: Callable[[int, int], float]) -> Iterator[Point]:
    """Corners of a line from its upper to its lower end, given y of its parts and of the sides of rows (-1, 0, 1)."""
    if way.beside:
        yield from ((x, side(way.rows[0], 0) + way.lift) for x in way.ends)
        return
    yield way.ends[0], side(way.rows[0], 1)
    for part, (index, start, end) in enumerate(way.runs):
        yield start, channel(index, part)
        yield end, channel(index, part)
    yield way.ends[1], side(way.rows[1], -1 if way.rows[1] > way.rows[0] else 1)


def _crossings(lines: Sequence[Sequence[_Segment]]) -> int:
    """How often parts of different lines meet."""
    flat = [(n, *each) for n, parts in enumerate(lines) for each in parts]
    level = [(n, min(a, c), max(a, c), b) for n, a, b, c, d in flat if b == d and a != c]
    upright = [(n, a, min(b, d), max(b, d)) for n, a, b, c, d in flat if a == c]
    crossed = sum(
        1 for n, left, right, y in level for m, x, top, end in upright if n != m and left < x < right and top < y < end
    )
    upright.sort(key=lambda one: one[1])
    close = 0
    for at, (n, x, top, end) in enumerate(upright):
        for m, other, start, stop in upright[at + 1 :]:
            if other - x >= STEP / 2:
                break
            close += n != m and top < stop and start < end
    return crossed + close
