"""Area of concern: lines beside each other have lanes, and boxes are moved until lines do not cross."""

from stackwright.policies.reports.drawing.diagram import WIDE
from stackwright.policies.reports.drawing.grid import REGION, Band, Grid, grid
from stackwright.policies.reports.drawing.kinds import Tier
from stackwright.policies.reports.drawing.lanes import best, line
from stackwright.policies.reports.drawing.relations import Link, Relation


def start(*rows: tuple[str, ...]) -> Grid:
    return grid([Band(Tier.DATA, REGION, row) for row in rows], 4)


def lines(*pairs: str) -> list[Relation]:
    return [Relation(pair[0], Link.DATA, pair[1]) for pair in pairs]


def test_boxes_are_moved_within_their_band_until_nothing_crosses() -> None:
    found = best(start(("a", "b", "c", "d"), ("e", "f", "g", "h")), WIDE, lines("ah", "bg", "cf", "de"))
    assert found.crossings == 0
    cells = found.grid.cells()
    assert {cells[name][0] for name in "abcd"} == {0}
    assert {cells[name][0] for name in "efgh"} == {1}


def test_horizontal_parts_that_overlap_have_lanes_of_their_own() -> None:
    found = best(start(("a", "b", "c", "d"), ("e",)), WIDE, lines("ae", "be", "ce", "de"))
    runs = [
        (channel, found.lanes[number, part], min(left, right), max(left, right))
        for number, way in enumerate(found.ways)
        for part, (channel, left, right) in enumerate(way.runs)
    ]
    for at, (channel, lane, left, right) in enumerate(runs):
        for other, its, start_, end in runs[at + 1 :]:
            assert (channel, lane) != (other, its) or right < start_ or end < left
    assert max(found.depth.values()) <= 4


def test_a_plan_is_the_same_every_time() -> None:
    given = start(("a", "b", "c"), ("d", "e", "f")), WIDE, lines("af", "bd", "ce", "ad")
    assert best(*given) == best(*given)


def test_a_line_has_its_corners_in_its_lane() -> None:
    found = best(start(("a",), ("b",)), WIDE, lines("ab"))
    corners = list(line(found.ways[0], lambda channel, _: channel * 10.0, lambda row, side: row * 10.0 + side))
    assert corners[0][1] == 1
    assert corners[-1][1] == 9
