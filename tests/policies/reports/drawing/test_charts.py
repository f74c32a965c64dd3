"""Area of concern: the chart of cost by nodes shows its figures, in their order of size."""

from xml.etree import ElementTree

import pytest

from stackwright.policies.reports.drawing.charts import by_nodes, short, step_of
from stackwright.pricing.model import Range

COSTS = {count: Range(90 * count, 100 * count, 150 * count) for count in range(1, 6)}


def test_every_number_of_nodes_has_a_dot_with_its_figures() -> None:
    found = ElementTree.fromstring(by_nodes(COSTS, 2, None))
    dots = found.findall("circle")
    assert [dot.attrib["class"] for dot in dots] == ["dot", "now", "dot", "dot", "dot"]
    assert [dot[0].text for dot in dots][1] == "2 nodes: 200.00 (180.00 to 300.00)"
    heights = [float(dot.attrib["cy"]) for dot in dots]
    assert heights == sorted(heights, reverse=True)


def test_the_budget_is_a_line_at_its_height() -> None:
    found = ElementTree.fromstring(by_nodes(COSTS, 2, 300))
    (limit,) = [line for line in found.findall("line") if line.attrib["class"] == "limit"]
    assert limit.attrib["y1"] == found.findall("circle")[2].attrib["cy"]
    assert "limit" not in by_nodes(COSTS, 2, 1e9)
    assert "limit" not in by_nodes(COSTS, 2, None)


@pytest.mark.parametrize(("most", "step"), [(750, 200), (4, 1), (0.3, 0.1), (90_000, 25_000), (0, 0.0025)])
def test_grid_lines_are_at_round_figures(most: float, step: float) -> None:
    assert step_of(most) == pytest.approx(step)


def test_amounts_in_the_margin_are_short() -> None:
    assert [short(amount) for amount in (0, 950, 1500, 2e6, 3.25e9)] == ["0", "950", "1.5k", "2M", "3.25G"]
