"""The architecture of a report: its diagram at two widths, its connections in words, its resources by component."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile

from stackwright.plan.graph import Resource
from stackwright.policies.reports.drawing.choice import Choice, chosen
from stackwright.policies.reports.drawing.diagram import NARROW, WIDE, Detail, diagram
from stackwright.policies.reports.drawing.picture import Box, Boxes, boxes
from stackwright.policies.reports.drawing.relations import Link, Picture, picture
from stackwright.policies.reports.model import Report
from stackwright.policies.reports.resources import facts, price
from stackwright.policies.reports.words import short_type


@dataclass(frozen=True, slots=True)
class Row:
    """One resource in the table of its box."""

    type: str
    name: str
    facts: str
    price: str


@dataclass(frozen=True)
class Overview:
    """What a page shows of the stack itself."""

    report: Report

    @cached_property
    def boxes(self) -> Boxes:
        """The boxes of the diagram."""
        return boxes(self.report.graph)

    @cached_property
    def picture(self) -> Picture:
        """The boxes with what is between them."""
        return picture(self.report.graph, self.boxes)

    @cached_property
    def _choices(self) -> Mapping[str, Choice]:
        widths = {"wide": WIDE, "narrow": NARROW} if self.boxes.boxes else {}
        return {name: chosen(self.picture, sizes) for name, sizes in widths.items()}

    @cached_property
    def diagrams(self) -> Mapping[str, str]:
        """SVG by the width it is for."""
        region = f"{self.report.cloud} {self.report.region}".strip()
        return {
            name: diagram(self.picture, self.details, region, choice, name) for name, choice in self._choices.items()
        }

    @cached_property
    def lines(self) -> Mapping[Link, str]:
        """What lines say, in the order of the legend, and the width that has them; empty where both do."""
        return self._legend(lambda choice: (way.relation.link for way in choice.plan.ways))

    @cached_property
    def marks(self) -> Mapping[Link, str]:
        """What marks say, likewise."""
        return self._legend(lambda choice: (link for each in choice.marks.values() for link, _ in each))

    def _legend(self, links: Callable[[Choice], Iterable[Link]]) -> Mapping[Link, str]:
        found = {name: set(links(choice)) for name, choice in self._choices.items()}
        where = {link: [name for name, has in found.items() if link in has] for link in Link}
        return {link: names[0] if len(names) == 1 else "" for link, names in where.items() if names}

    @cached_property
    def connections(self) -> Sequence[tuple[str, str, str]]:
        """(name, verb, names) of what every box is to others."""
        found: dict[tuple[str, str], list[str]] = {}
        for one in self.picture.relations:
            names = (self.boxes.by_id[id].name for id in (one.source, one.target))
            found.setdefault((next(names), one.link.value), []).append(next(names))
        return [(name, verb, ", ".join(others)) for (name, verb), others in found.items()]

    @cached_property
    def details(self) -> Mapping[str, Detail]:
        """What stands in each box."""
        prefix = self._prefix
        stopping = [self.boxes.by_urn[one.urn].id for one in self.report.stopping if one.urn in self.boxes.by_urn]
        return {
            box.id: Detail(
                box.name.removeprefix(prefix) or box.name,
                self._facts(box),
                self._cost(box),
                stopping.count(box.id),
            )
            for box in self.boxes.boxes
        }

    @cached_property
    def _prefix(self) -> str:
        """What the names of all components begin with, up to a hyphen."""
        names = [box.name for box in self.boxes.boxes if box.components]
        words, others = names[0].split("-") if names else [], [name.split("-") for name in names[1:]]
        alike = takewhile(lambda at: all(other[: at + 1] == words[: at + 1] for other in others), range(len(words) - 1))
        return "".join(f"{words[at]}-" for at in alike) if others else ""

    def _facts(self, box: Box) -> str:
        dearest = sorted(box.makers, key=self._high, reverse=True)[:2]
        told = [facts(one) for one in dearest]
        return ", ".join(dict.fromkeys(each for each in told if each)) or box.content

    def _high(self, resource: Resource) -> float:
        cost = self.report.estimate.by_urn.get(resource.urn)
        return cost.high if cost else 0.0

    def _cost(self, box: Box) -> str:
        return price(self.report, *(member.urn for member in box.members))

    @cached_property
    def tables(self) -> Sequence[tuple[Box, str, Sequence[Row]]]:
        """(box, its price, its resources) of every box that holds something."""
        return [
            (box, self._cost(box), [self._row(member) for member in box.members])
            for box in self.boxes.boxes
            if box.members
        ]

    def _row(self, resource: Resource) -> Row:
        return Row(short_type(resource.type), resource.name, facts(resource), price(self.report, resource.urn))
