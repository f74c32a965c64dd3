"""Area of concern: lines go around boxes, and no two ends share a place."""

from stackwright.policies.reports.drawing.diagram import WIDE
from stackwright.policies.reports.drawing.grid import REGION, Band, Grid
from stackwright.policies.reports.drawing.kinds import Tier
from stackwright.policies.reports.drawing.relations import Link, Relation
from stackwright.policies.reports.drawing.routes import Ways


def ways(*pairs: tuple[str, str]) -> Ways:
    slots = (["a", "b", "", "c"], ["d", "", "", ""], ["e", "f", "", ""])
    bands = tuple(Band(Tier.DATA, REGION, tuple(filter(None, row))) for row in slots)
    return Ways(Grid(4, bands, slots), WIDE, [Relation(one, Link.DATA, two) for one, two in pairs])


def test_neighbours_are_joined_by_their_sides_and_others_of_a_row_below_it() -> None:
    near, far = ways(("a", "b"), ("a", "c")).ways
    assert near.beside
    assert list(near.runs) == []
    assert [channel for channel, _, _ in far.runs] == [1]
    assert far.side(0) == ("a", "bottom")
    assert far.side(1) == ("c", "bottom")


def test_a_line_is_straight_where_nothing_is_between() -> None:
    (one,) = ways(("b", "f")).ways
    assert one.is_straight
    assert one.ends == [WIDE.middle(1)] * 2


def test_a_line_goes_around_the_box_in_its_way() -> None:
    (one,) = ways(("e", "a")).ways
    half = WIDE.width / 2
    assert not one.down
    assert one.track is not None
    assert not WIDE.middle(0) - half <= one.track <= WIDE.middle(0) + half
    assert [channel for channel, _, _ in one.runs] == [1, 2]


def test_ends_on_one_side_have_places_of_their_own() -> None:
    found = ways(("d", "e"), ("d", "f"), ("a", "e"), ("b", "e")).ways
    ends = [(way.side(end), way.ends[end]) for way in found for end in (0, 1)]
    assert len(set(ends)) == len(ends)
