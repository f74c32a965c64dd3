"""Area of concern: the drawing of every example and of strangers' programs: whole, apart, inside, always the same."""

from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from stackwright.cli.review import subject_of
from stackwright.plan.graph import Graph
from stackwright.policies.reports.drawing.choice import Choice, chosen
from stackwright.policies.reports.drawing.diagram import NARROW, WIDE, Detail, diagram
from stackwright.policies.reports.drawing.picture import boxes
from stackwright.policies.reports.drawing.relations import Picture, picture

ROOT = Path(__file__).parents[4]
EXAMPLES = sorted((ROOT / "blueprints/examples").glob("*.yaml"))
PROGRAMS = [ROOT / "tests/programs/public" / name for name in ("eks-cluster", "fargate", "azure-app-service")]
SIZES = {"wide": WIDE, "narrow": NARROW}
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
each_stack = pytest.mark.parametrize("path", [*EXAMPLES, *PROGRAMS], ids=lambda path: path.stem)
each_width = pytest.mark.parametrize("width", list(SIZES))


@cache
def drawn(path: Path, width: str) -> tuple[Graph, Picture, Choice, str]:
    graph = subject_of(path).graph
    found = picture(graph, boxes(graph))
    choice = chosen(found, SIZES[width])
    return graph, found, choice, svg(found, choice, width)


def svg(found: Picture, choice: Choice, width: str) -> str:
    details = {box.id: Detail(box.name, box.content, "at least 1,234.56", 2) for box in found.boxes}
    return diagram(found, details, "aws eu-west-1", choice, width)


def rectangle(element: ElementTree.Element) -> tuple[float, float, float, float]:
    x, y, width, height = (float(element.attrib[name]) for name in ("x", "y", "width", "height"))
    return x, y, x + width, y + height


@each_width
@each_stack
def test_every_component_has_exactly_one_box_and_every_line_two_ends(path: Path, width: str) -> None:
    graph, found, _, text = drawn(path, width)
    root = ElementTree.fromstring(text)
    shown = [one.attrib["data-box"] for one in root.iter("g") if "data-box" in one.attrib]
    assert sorted(shown) == sorted(box.id for box in found.boxes)
    outer = {around.urn for one in graph if (around := graph.component(one)) and not around.type.startswith("pulumi:")}
    held = Counter(urn for box in found.boxes for urn in box.components)
    assert all(held[urn] == 1 for urn in outer)
    known = {*shown, "internet"}
    ends = [one.attrib[name] for one in root.iter("g") for name in ("data-from", "data-to") if name in one.attrib]
    assert set(ends) <= known


@each_width
@each_stack
def test_boxes_are_apart_and_in_the_frame_and_hold_their_words(path: Path, width: str) -> None:
    root = ElementTree.fromstring(drawn(path, width)[3])
    size = [float(one) for one in root.attrib["viewBox"].split()]
    found = [rectangle(one) for one in root.iter("rect") if one.attrib["class"] == "box"]
    for left, top, right, bottom in found:
        assert 0 <= left < right <= size[2]
        assert 0 <= top < bottom <= size[3]
    for one, two in combinations(found, 2):
        assert one[2] < two[0] or two[2] < one[0] or one[3] < two[1] or two[3] < one[1]
    region = next(rectangle(one) for one in root.iter("rect") if one.attrib["class"] == "frame region")
    assert all(region[0] < left and right < region[2] and bottom < region[3] for left, _, right, bottom in found)


@each_width
@each_stack
def test_lines_hardly_cross_and_never_on_a_wide_screen(path: Path, width: str) -> None:
    assert drawn(path, width)[2].plan.crossings <= (0 if width == "wide" else 1)


@each_stack
def test_a_drawing_is_the_same_every_time_and_names_no_address(path: Path) -> None:
    graph, found, _, text = drawn(path, "wide")
    again = picture(graph, boxes(graph))
    assert again == found
    assert svg(again, chosen(again, WIDE), "wide") == text
    assert "http" not in text
    assert text.count("<title") >= len(found.boxes)
    assert "<desc" in text


def test_40_boxes_that_hang_together_can_be_drawn() -> None:
    from stackwright.plan.graph import Resource

    tokens = ("aws:s3/bucket:Bucket", "aws:lambda/function:Function", "aws:sqs/queue:Queue", "aws:kms/key:Key")
    rows: list[Resource] = []
    for n in range(40):
        parent, token = f"urn:pulumi:d::a::my:index:C::c{n}", tokens[n % 4]
        wired = {"x": (rows[-1].urn,), "y": (rows[n // 2 * 2 - 1].urn,)} if rows else {}
        rows.append(Resource(parent, "my:index:C", f"c{n}", custom=False))
        rows.append(Resource(f"{parent}-r", token, f"r{n}", parent=parent, property_dependencies=wired))
    found = picture(Graph(rows), boxes(Graph(rows)))
    for width, sizes in SIZES.items():
        root = ElementTree.fromstring(svg(found, chosen(found, sizes), width))
        assert len([one for one in root.iter("g") if "data-box" in one.attrib]) == 40
