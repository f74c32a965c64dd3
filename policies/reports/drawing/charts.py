"""Charts of money: what a stack costs by the number of its nodes."""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil, floor, log10
from typing import Final

from stackwright.policies.reports.drawing.svg import element, shown, told, words
from stackwright.policies.reports.words import money
from stackwright.pricing.model import Range

_WIDTH, _HEIGHT = 460, 270
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 16, 18, 46
_TICKS: Final = 4


def by_nodes(costs: Mapping[int, Range], expected: float, limit: float | None) -> str:
    """The SVG of a line with a band around it: cost a month for each number of nodes, and the budget."""
    return _ByNodes(costs, expected, limit).svg()


class _ByNodes:
    def __init__(self, costs: Mapping[int, Range], expected: float, limit: float | None) -> None:
        self.costs, self.expected, self.limit = costs, expected, limit
        self.counts = sorted(costs)
        self.step = step_of(max(each.high for each in costs.values()))
        self.most = self.step * ceil(max(each.high for each in costs.values()) / self.step or 1)

    def x(self, count: float) -> float:
        """Place of a number of nodes."""
        first, last = self.counts[0], self.counts[-1]
        return _LEFT + (count - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)

    def y(self, amount: float) -> float:
        """Place of an amount of money."""
        return _HEIGHT - _BOTTOM - amount / self.most * (_HEIGHT - _TOP - _BOTTOM)

    def svg(self) -> str:
        """The whole."""
        first, last = self.counts[0], self.counts[-1]
        ends = f"from {money(self.costs[first].expected)} to {money(self.costs[last].expected)}"
        return element(
            "svg",
            element("title", "Cost a month by number of nodes", id="nodes-title"),
            element("desc", f"Expected cost {ends} USD for {first} to {last} nodes", id="nodes-desc"),
            *self._axes(),
            element("polygon", points=self._band(), class_="range"),
            element("polyline", points=self._expected(), class_="expected"),
            *self._budget(),
            *(self._dot(count) for count in self.counts),
            viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
            role="img",
            aria_labelledby="nodes-title nodes-desc",
            class_="chart",
            style=f"max-width:{_WIDTH * 1.3:.0f}px",
        )  # fmt: skip

    def _expected(self) -> str:
        return _pairs([(self.x(count), self.y(self.costs[count].expected)) for count in self.counts])

    def _band(self) -> str:
        upper = [(self.x(count), self.y(self.costs[count].high)) for count in self.counts]
        lower = [(self.x(count), self.y(self.costs[count].low)) for count in reversed(self.counts)]
        return _pairs([*upper, *lower])

    def _dot(self, count: int) -> str:
        cost, now = self.costs[count], abs(count - self.expected) < 0.5
        title = f"{count} nodes: {money(cost.expected)} ({money(cost.low)} to {money(cost.high)})"
        where = {"cx": self.x(count), "cy": self.y(cost.expected)}
        return element("circle", told("title", title), **where, r=6 if now else 3.5, class_="now" if now else "dot")

    def _axes(self) -> Iterator[str]:
        for number in range(round(self.most / self.step) + 1):
            y = self.y(number * self.step)
            yield element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, class_="rule-line")
            yield words(short(number * self.step), _LEFT - 8, y + 4, "tick", text_anchor="end")
        for count in self.counts:
            yield words(str(count), self.x(count), _HEIGHT - _BOTTOM + 18, "tick", text_anchor="middle")
        yield words("nodes", (_LEFT + _WIDTH - _RIGHT) / 2, _HEIGHT - 8, "tick", text_anchor="middle")

    def _budget(self) -> Iterator[str]:
        if self.limit is None or self.limit > self.most:
            return
        y = self.y(self.limit)
        yield element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, class_="limit")
        yield words(f"budget {short(self.limit)}", _LEFT + 6, y - 6, "limit-name")


def step_of(most: float) -> float:
    """A round distance of grid lines, of which a few reach `most`."""
    rough = max(most, 0.01) / _TICKS
    power = 10.0 ** floor(log10(rough))
    return next(each * power for each in (1, 2, 2.5, 5, 10) if each * power >= rough)


def short(amount: float) -> str:
    """`1.5k`, `20M`: an amount in the margin of a chart."""
    for size, letter in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if amount >= size:
            return f"{amount / size:.4g}{letter}"
    return f"{amount:.4g}"


def _pairs(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{shown(float(x))},{shown(float(y))}" for x, y in points)
