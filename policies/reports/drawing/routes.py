"""Ways of lines between boxes: out of a side, along the channels between rows and columns, never through a box."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from stackwright.policies.reports.drawing.grid import Grid
from stackwright.policies.reports.drawing.relations import Relation

STEP: Final = 12
"""Distance of lines that run side by side."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Measures of the grid, in pixels."""

    columns: int
    width: int
    """Of a box."""
    gutter: int
    left: int
    """From the edge of the drawing to the first column."""
    right: int

    def middle(self, column: int) -> float:
        """Middle of a column."""
        return self.left + column * (self.width + self.gutter) + self.width / 2

    def between(self, gutter: int) -> float:
        """Middle of the gutter before column `gutter`; the first and the last are beside the boxes."""
        edge = self.left + gutter * (self.width + self.gutter)
        if gutter == 0:
            return edge - self.beside
        return edge - self.gutter + self.beside if gutter == self.columns else edge - self.gutter / 2

    @property
    def beside(self) -> float:
        """Distance from the boxes of the lines that pass on their outer side."""
        return min(self.gutter / 2, 14.0)

    @property
    def whole(self) -> int:
        """Width of the drawing."""
        return self.left + self.columns * self.width + (self.columns - 1) * self.gutter + self.right


@dataclass(slots=True)
class Way:
    """One line: x of both ends, and the channel and the gutter in which it changes its side."""

    relation: Relation
    rows: tuple[int, int]
    """The upper row, the lower row."""
    ends: list[float]
    """x at the upper and at the lower end; both are sides of boxes where `beside`."""
    down: bool
    """The source is the upper end."""
    track: float | None = None
    """x of the vertical part between two channels, where the rows are not neighbours."""
    beside: bool = False
    """A straight line between neighbours in one row."""
    lift: float = 0.0
    """Where `beside`: how far from the middle of the boxes."""

    @property
    def is_straight(self) -> bool:
        """It goes down without a turn."""
        return self.track is None and self.ends[0] == self.ends[1]

    def side(self, end: int) -> tuple[str, str]:
        """Box at an end, and its side that the line is at."""
        box = self.relation.source if (end == 0) == self.down else self.relation.target
        return box, "top" if end and self.rows[1] > self.rows[0] else "bottom"

    @property
    def runs(self) -> Iterator[tuple[int, float, float]]:
        """(channel, x from, x to) of each horizontal part."""
        if self.beside:
            return
        first, last = self.rows[0] + 1, max(self.rows[1], self.rows[0] + 1)
        if self.track is None:
            if self.ends[0] != self.ends[1]:
                yield first, self.ends[0], self.ends[1]
            return
        if self.ends[0] != self.track:
            yield first, self.ends[0], self.track
        if self.track != self.ends[1]:
            yield last, self.track, self.ends[1]


@dataclass
class Ways:
    """All lines of one grid, each with its lane in every channel."""

    grid: Grid
    sizes: Sizes
    relations: Sequence[Relation]
    _taken: dict[tuple[str, str], set[float]] = field(default_factory=dict[tuple[str, str], set[float]])
    _tracks: dict[float, list[tuple[int, int]]] = field(default_factory=dict[float, list[tuple[int, int]]])

    @cached_property
    def cells(self) -> dict[str, tuple[int, int]]:
        """Row and column of each box."""
        return self.grid.cells()

    @cached_property
    def _full(self) -> set[tuple[int, int]]:
        return set(self.cells.values())

    @cached_property
    def ways(self) -> tuple[Way, ...]:
        """The lines, those that can be straight first."""

        def strain(one: Relation) -> tuple[int, int, str, str]:
            (row, column), (to_row, to_column) = self.cells[one.source], self.cells[one.target]
            return abs(row - to_row) + abs(column - to_column), abs(column - to_column), one.source, one.target

        return tuple(self._way(one) for one in sorted(self.relations, key=strain))

    def _way(self, one: Relation) -> Way:
        down = self.cells[one.source] <= self.cells[one.target]
        upper, lower = (one.source, one.target) if down else (one.target, one.source)
        (row, column), (to_row, to_column) = self.cells[upper], self.cells[lower]
        if row == to_row and to_column - column == 1:
            lift = self._port(upper, "right", 0, 0)
            ends = [
                self.sizes.middle(column) + self.sizes.width / 2,
                self.sizes.middle(to_column) - self.sizes.width / 2,
            ]
            return Way(one, (row, row), ends, down, beside=True, lift=lift)
        side = "bottom" if row == to_row else "top"
        if column == to_column and self._clear(column, row + 1, to_row):
            x = self._straight(upper, lower, column)
            return Way(one, (row, to_row), [x, x], down)
        turn = self._track(row, to_row, column, to_column) if to_row > row + 1 else None
        there = self.sizes.middle(to_column) if turn is None else turn
        back = self.sizes.middle(column) if turn is None else turn
        ends = [self._port(upper, "bottom", column, there), self._port(lower, side, to_column, back)]
        return Way(one, (row, to_row), ends, down, turn)

    def _clear(self, column: int, first: int, last: int) -> bool:
        """No box is in the column from row `first` to before `last`."""
        return all((row, column) not in self._full for row in range(first, last))

    def _offsets(self) -> list[float]:
        most = int((self.sizes.width / 2 - 14) // STEP)
        return [0.0, *(sign * STEP * n for n in range(1, most + 1) for sign in (-1.0, 1.0))]

    def _port(self, id: str, side: str, column: int, towards: float) -> float:
        """A free place on a side of a box, on the half that the line goes to."""
        taken = self._taken.setdefault((id, side), set())
        if side == "right":
            free = [each for each in (0.0, -STEP, STEP, -2.0 * STEP, 2.0 * STEP) if each not in taken] or [0.0]
            taken.add(free[0])
            return free[0]
        middle = self.sizes.middle(column)
        same = [each for each in self._offsets() if (each >= 0) == (towards >= middle) or not each]
        free = [each for each in same if each not in taken] or [e for e in self._offsets() if e not in taken] or [0.0]
        taken.add(free[0])
        return middle + free[0]

    def _straight(self, upper: str, lower: str, column: int) -> float:
        above = self._taken.setdefault((upper, "bottom"), set())
        below = self._taken.setdefault((lower, "top"), set())
        free = [each for each in self._offsets() if each not in above and each not in below] or [0.0]
        above.add(free[0])
        below.add(free[0])
        return self.sizes.middle(column) + free[0]

    def _track(self, row: int, to_row: int, column: int, to_column: int) -> float:
        """x of a free vertical way past the rows in between: a gutter, or a column without a box there."""
        start, end, sizes = self.sizes.middle(column), self.sizes.middle(to_column), self.sizes
        gutters = [sizes.between(n) for n in range(sizes.columns + 1)]
        empty = [sizes.middle(n) for n in range(sizes.columns) if self._clear(n, row + 1, to_row)]
        half = STEP / 2
        edges = {gutters[0], gutters[-1]}
        ways = [(x, sizes.beside - 4 if x in edges else sizes.gutter / 2 - 5, 0.0) for x in gutters]
        found: list[tuple[float, float]] = []
        for middle, room, shift in (*ways, *((x, 60.0, half) for x in empty)):
            offsets = [shift, *(shift + sign * n * half for n in range(1, int(room / half)) for sign in (-1.0, 1.0))]
            free = [middle + each for each in offsets if each % STEP or not shift]
            found += [(abs(start - x) + abs(end - x), x) for x in free if self._is_free(x, row, to_row)][:1]
        x = min(found)[1] if found else gutters[0]
        self._tracks.setdefault(x, []).append((row, to_row))
        return x

    def _is_free(self, x: float, row: int, to_row: int) -> bool:
        near = [span for at, spans in self._tracks.items() if abs(at - x) < STEP / 2 for span in spans]
        return all(to_row <= first or last <= row for first, last in near)
