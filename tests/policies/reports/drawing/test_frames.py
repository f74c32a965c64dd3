"""Area of concern: rows do not overlap, and frames are around what is in them."""

from itertools import pairwise

from stackwright.plan.graph import Graph
from stackwright.policies.reports.drawing.choice import chosen
from stackwright.policies.reports.drawing.diagram import NARROW, WIDE
from stackwright.policies.reports.drawing.frames import Frames
from stackwright.policies.reports.drawing.picture import boxes
from stackwright.policies.reports.drawing.relations import picture


def test_rows_and_lanes_are_one_below_the_other(trainer: Graph) -> None:
    for sizes in (WIDE, NARROW):
        choice = chosen(picture(trainer, boxes(trainer)), sizes)
        rows = len(list(choice.plan.grid.rows()))
        frames = Frames(choice.plan, choice.sizes, [64.0] * rows, {}, "aws eu-west-1")
        tops = [frames.top(row) for row in range(rows)]
        assert all(above + 64 < below for above, below in pairwise(tops))
        assert tops[-1] + 64 < frames.height
        for channel, depth in choice.plan.depth.items():
            for lane in range(depth):
                y = frames.lane(channel, lane)
                assert channel == 0 or tops[channel - 1] + 64 < y
                assert channel == rows or y < tops[channel]


def test_the_name_of_a_frame_stands_where_no_line_comes_in(trainer: Graph) -> None:
    choice = chosen(picture(trainer, boxes(trainer)), WIDE)
    frames = Frames(choice.plan, choice.sizes, [64.0] * len(list(choice.plan.grid.rows())), {}, "aws eu-west-1")
    left = [text for text in frames.titles([]) if "text-anchor" not in text]
    right = [text for text in frames.titles([(60.0, 0.0, 900.0)]) if 'text-anchor="end"' in text]
    assert len(left) == len(right) == 2
