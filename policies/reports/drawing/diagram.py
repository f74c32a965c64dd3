"""The architecture of a stack as one SVG: boxes in the tiers of their networks, data and trust between them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from stackwright.policies.reports.drawing.choice import Choice, entries
from stackwright.policies.reports.drawing.frames import Frames
from stackwright.policies.reports.drawing.grid import INTERNET
from stackwright.policies.reports.drawing.lanes import line
from stackwright.policies.reports.drawing.picture import Box
from stackwright.policies.reports.drawing.relations import Link, Picture, Relation
from stackwright.policies.reports.drawing.routes import Sizes
from stackwright.policies.reports.drawing.svg import element, fitted, path, told, words

WIDE: Final = Sizes(columns=4, width=206, gutter=42, left=72, right=44)
NARROW: Final = Sizes(columns=2, width=136, gutter=24, left=44, right=26)
"""For a phone."""
_MARK: Final = 20
"""Height of a row of marks."""
ICONS: Final[Mapping[Link, str]] = {
    Link.ENCRYPTS: "M3 6h8v6H3zM4.5 6V4a2.5 2.5 0 0 1 5 0v2",
    Link.LOGS: "M3 3h8M3 6h8M3 9h8M3 12h5",
    Link.WATCHES: "M1 7.5q6-8 12 0q-6 8-12 0zM5.5 7.5a1.5 1.5 0 1 0 3 0a1.5 1.5 0 1 0-3 0",
    Link.GRANT: "M4.5 4.5a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0-5 0M2 13q0-5 5-5t5 5",
    Link.PRIVATE: "M6 9l-1.5 1.5a2.1 2.1 0 0 1-3-3L4 5M8 6l1.5-1.5a2.1 2.1 0 0 1 3 3L10 10M5 9l4-4",
}
"""Marks, drawn in a square of 14."""

READINGS: Final[Mapping[Link, str]] = {
    Link.ENCRYPTS: "is encrypted with",
    Link.LOGS: "logs to",
    Link.WATCHES: "is watched by",
    Link.GRANT: "may be used by",
    Link.PRIVATE: "is reached privately through",
}
"""What a mark says between the name of its box and its own."""


@dataclass(frozen=True, slots=True)
class Detail:
    """What stands in a box beside its name."""

    name: str
    facts: str = ""
    cost: str = ""
    """Amount of USD a month, or why there is none."""
    findings: int = 0
    """Findings that stop a deployment."""


def diagram(picture: Picture, details: Mapping[str, Detail], region: str, choice: Choice, name: str) -> str:
    """The SVG; `name` makes its ids unique on a page."""
    return _Drawing(picture, details, region, choice, name).svg()


class _Drawing:
    def __init__(self, picture: Picture, details: Mapping[str, Detail], region: str, choice: Choice, name: str) -> None:
        self.picture, self.details, self.name = picture, details, name
        self.sizes, self.plan = sizes, plan = choice.sizes, choice.plan
        self.boxes = {box.id: box for box in picture.boxes}
        self.cells = plan.grid.cells()
        self.marks = {id: list(self._mark_rows(each)) for id, each in choice.marks.items()}
        rows = [[len(self.marks.get(id, ())) for id in ids] for _, ids in plan.grid.rows()]
        self.heights = [64 + _MARK * max(row) for row in rows]
        names = {id: detail.name for id, detail in details.items()}
        self.frames = Frames(plan, sizes, self.heights, names, region)

    def svg(self) -> str:
        """The whole."""
        width, height = self.sizes.whole, self.frames.height
        label = f"{self.name}-title {self.name}-desc"
        lines = len(self.plan.ways) - len(entries(self.picture))
        said = f"{len(self.boxes)} boxes in their network tiers, and {lines} lines between them; listed below in words."
        return element(
            "svg",
            element("title", "Architecture", id=f"{self.name}-title"),
            element("desc", said, id=f"{self.name}-desc"),
            element("defs", *(self._arrow(link) for link in sorted({way.relation.link for way in self.plan.ways}))),
            *self.frames.behind(),
            *(self._line(number) for number in range(len(self.plan.ways))),
            *self.frames.titles(self._uprights()),
            *(self._box(self.boxes[id]) if id in self.boxes else self._internet() for id in self.cells),
            viewBox=f"0 0 {width} {height:.0f}",
            role="img",
            aria_labelledby=label,
            class_=f"diagram {self.name}",
            style=f"max-width:{width}px",
        )

    def _arrow(self, link: Link) -> str:
        kind = link.name.lower()
        return element(
            "marker",
            element("path", d="M0 0L8 4L0 8z", class_=f"head {kind}"),
            id=f"{self.name}-{kind}",
            viewBox="0 0 8 8",
            refX=8,
            refY=4,
            markerWidth=8,
            markerHeight=8,
            markerUnits="userSpaceOnUse",
            orient="auto",
        )

    def _points(self, number: int) -> list[tuple[float, float]]:
        way = self.plan.ways[number]

        def lane(channel: int, part: int) -> float:
            return self.frames.lane(channel, self.plan.lanes[number, part])

        found = list(line(way, lane, _Sides(self, way.relation)))
        return found if way.down else found[::-1]

    def height_of(self, id: str) -> float:
        """Height of a box."""
        return self.heights[self.cells[id][0]]

    def _uprights(self) -> list[tuple[float, float, float]]:
        """(x, from, to) of the vertical parts of all lines."""
        points = [self._points(number) for number in range(len(self.plan.ways))]
        parts = [part for each in points for part in pairwise(each)]
        return [(a[0], min(a[1], b[1]), max(a[1], b[1])) for a, b in parts]

    def _line(self, number: int) -> str:
        one = self.plan.ways[number].relation
        kind = one.link.name.lower()
        label = f"{self._name(one.source)} {one.link} {self._name(one.target)}"
        head = None if one.link is Link.REACHES else f"url(#{self.name}-{kind})"
        return element(
            "g",
            told("title", label),
            element("path", d=path(self._points(number)), class_=f"line {kind}", marker_end=head),
            data_from=one.source,
            data_to=one.target,
        )

    def _name(self, id: str) -> str:
        return "the internet" if id == INTERNET else self.details[id].name

    def _at(self, id: str) -> tuple[float, float]:
        row, column = self.cells[id]
        return self.sizes.middle(column) - self.sizes.width / 2, self.frames.top(row)

    def _internet(self) -> str:
        x, y = self._at(INTERNET)
        width = self.sizes.width
        return element(
            "g",
            element("rect", x=x, y=y + 12, width=width, height=40, rx=20, class_="cloud"),
            words("Internet", x + width / 2, y + 36, "name", text_anchor="middle"),
        )

    def _box(self, box: Box) -> str:
        detail, (x, y), width = self.details[box.id], self._at(box.id), self.sizes.width
        bold = fitted(detail.name, width - 24 - (22 if detail.findings else 0), 13, bold=True)
        kind = fitted(f"{box.kind.name}{': ' if detail.facts else ''}{detail.facts}", width - 24, 11)
        parts = [
            told("title", f"{detail.name}: {box.kind.name}, {box.content}"),
            element("rect", x=x, y=y, width=width, height=self.height_of(box.id), rx=8, class_="box"),
            element("rect", x=x, y=y + 8, width=4, height=self.height_of(box.id) - 16, rx=2, class_=f"tier {box.tier}"),
            words(bold, x + 14, y + 21, "name"),
            words(kind, x + 14, y + 37, "kind"),
            words(_amount(detail.cost, width - 24), x + 14, y + 53, "cost"),
        ]
        if detail.findings:
            parts.append(element("circle", cx=x + width - 16, cy=y + 16, r=9, class_="alarm"))
            parts.append(words(str(detail.findings), x + width - 16, y + 20, "count", text_anchor="middle"))
        for row, each in enumerate(self.marks.get(box.id, ())):
            parts += self._chips(each, x + 12, y + 60 + row * _MARK)
        return element("g", *parts, class_="component", data_box=box.id)

    def _mark_rows(self, found: Sequence[tuple[Link, str]]) -> Iterator[list[tuple[Link, str, str, float]]]:
        """Marks in rows: what, the other's id, the words, and the width."""
        row: list[tuple[Link, str, str, float]] = []
        used = 0.0
        for link, id in found:
            label = fitted(self.details[id].name, 64, 10)
            wide = 22 + 5.7 * len(label)
            if row and used + wide > self.sizes.width - 20:
                yield row
                row, used = [], 0.0
            row.append((link, id, label, wide))
            used += wide + 4
        yield row

    def _chips(self, row: Sequence[tuple[Link, str, str, float]], x: float, y: float) -> Iterator[str]:
        for link, id, label, wide in row:
            yield element(
                "g",
                told("title", f"{READINGS[link]} {self.details[id].name}"),
                element("rect", x=x, y=y, width=wide, height=16, rx=8, class_=f"chip {link.name.lower()}"),
                element(
                    "path", d=ICONS[link], transform=f"translate({x + 4:.1f} {y + 1:.1f}) scale(.9)", class_="icon"
                ),
                words(label, x + 18, y + 11.5, "mark"),
                data_mark=link.name.lower(),
                data_to=id,
            )
            x += wide + 4


def _amount(cost: str, width: float) -> str:
    """The cost, as wordy as there is room for."""
    if not any(char.isdigit() for char in cost):
        return cost
    wordy = (f"{cost} USD a month", f"{cost} a month", cost.replace("at least ", "\N{GREATER-THAN OR EQUAL TO} "))
    return next((text for text in wordy if fitted(text, width, 11) == text), wordy[-1])


class _Sides:
    """y of the sides of the boxes at the ends of one line."""

    def __init__(self, drawing: _Drawing, relation: Relation) -> None:
        self.drawing, self.ids = drawing, (relation.source, relation.target)

    def __call__(self, row: int, side: int) -> float:
        drawing = self.drawing
        here = [id for id in self.ids if drawing.cells[id][0] == row]
        top = drawing.frames.top(row)
        if side == 0:
            return top + 32
        if INTERNET in here:
            return top + (52 if side > 0 else 12)
        return top + (max(drawing.height_of(id) for id in here) if side > 0 else 0)
