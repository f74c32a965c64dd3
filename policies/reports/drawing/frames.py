"""Heights of the rows of a diagram, and the frames around them: tiers, networks, the region."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from stackwright.policies.reports.drawing.grid import OUTSIDE, REGION
from stackwright.policies.reports.drawing.lanes import Plan
from stackwright.policies.reports.drawing.routes import STEP, Sizes
from stackwright.policies.reports.drawing.svg import element, fitted, words

_PAD, _TITLE = 10.0, 24.0
Upright = tuple[float, float, float]


class Frames:
    """Where rows and lanes are, from the top of the drawing to its bottom."""

    def __init__(
        self, plan: Plan, sizes: Sizes, heights: Sequence[float], names: Mapping[str, str], region: str
    ) -> None:
        self._sizes, self._names, self._region = sizes, names, region
        self._bands = plan.grid.bands
        self._rows = [number for number, _ in plan.grid.rows()]
        self._tops: list[float] = []
        self._lanes: dict[int, float] = {}
        self._heights = heights
        self._spans: dict[str, list[float]] = {}
        self.height = self._stack(plan.depth)

    def _stack(self, depth: Mapping[int, int]) -> float:
        """Give every row and channel its place, and return the whole height."""
        y, before = 4.0, ("", -1)
        for row, number in enumerate(self._rows):
            frame = self._bands[number].frame
            y += self._close(before[0], frame, y)
            if number != before[1] and row:
                y += _PAD
            self._lanes[row] = y + STEP / 2
            y += max(depth.get(row, 0) * STEP, 6 if row else 0)
            y += self._open(before[0], frame, y)
            y += _PAD
            self._tops.append(y)
            y += self._heights[row]
            before = frame, number
        self._lanes[len(self._rows)] = y + STEP
        y += depth.get(len(self._rows), 0) * STEP + _PAD
        y += self._close(before[0], OUTSIDE, y)
        return y + 6

    def _close(self, before: str, now: str, y: float) -> float:
        """Room that the ends of frames take."""
        ended = [frame for frame in (before, REGION) if frame != OUTSIDE and before != OUTSIDE]
        room = 0.0
        for frame in dict.fromkeys(ended):
            if frame != now and not (frame == REGION and now != OUTSIDE):
                room += _PAD
                self._spans[frame].append(y + room)
        return room

    def _open(self, before: str, now: str, y: float) -> float:
        """Room that the titles of new frames take."""
        room = 0.0
        for frame in dict.fromkeys((REGION, now)):
            if now != OUTSIDE and frame not in self._spans:
                self._spans[frame] = [y + room]
                room += _TITLE
        return room

    def top(self, row: int) -> float:
        """y of the boxes of a row."""
        return self._tops[row]

    def lane(self, channel: int, lane: int) -> float:
        """y of a lane of the channel above row `channel`."""
        return self._lanes[channel] + lane * STEP

    def _inset(self, frame: str) -> tuple[float, float]:
        narrow = self._sizes.left < 50
        if frame == REGION:
            return (2, 2) if narrow else (4, 4)
        return (7, 6) if narrow else (14, 14)

    def behind(self) -> Iterator[str]:
        """Frames and tiers."""
        for frame, (top, bottom) in self._spans.items():
            left, right = self._inset(frame)
            wide = self._sizes.whole - left - right
            kind = "region" if frame == REGION else "network"
            yield element("rect", x=left, y=top, width=wide, height=bottom - top, rx=12, class_=f"frame {kind}")
        for number, rows in groupby(range(len(self._rows)), key=self._rows.__getitem__):
            yield from self._tier(number, list(rows))

    def _tier(self, number: int, rows: Sequence[int]) -> Iterator[str]:
        narrow = self._sizes.left < 50
        left, strip = (11.0, 14.0) if narrow else (22.0, 18.0)
        top, bottom = self._tops[rows[0]] - 7, self._tops[rows[-1]] + self._heights[rows[-1]] + 7
        tier = self._bands[number].tier
        wide = self._sizes.whole - left - (10 if narrow else 22)
        yield element("rect", x=left, y=top, width=wide, height=bottom - top, rx=8, class_=f"band {tier}")
        middle = (top + bottom) / 2
        x = left + strip / 2 + 4
        turned = f"rotate(-90 {x:.1f} {middle:.1f})"
        yield words(tier.upper(), x, middle, "strip", text_anchor="middle", transform=turned)

    def titles(self, uprights: Sequence[Upright]) -> Iterator[str]:
        """Names of the frames, at the side where fewer lines come in."""
        for frame, (top, _) in self._spans.items():
            left, right = self._inset(frame)
            name = self._names.get(frame, "")
            text = self._region if frame == REGION else name if "net" in name else f"network {name}"
            text = fitted(text, self._sizes.whole - left - right - 30, 12)
            wide, y = 7.8 * len(text), top + 17
            ends = left + 12, self._sizes.whole - right - 12
            near = [sum(1 for x, a, b in uprights if a < y < b and low < x < high)
                    for low, high in ((ends[0] - 4, ends[0] + wide), (ends[1] - wide, ends[1] + 4))]  # fmt: skip
            if near[0] <= near[1]:
                yield words(text, ends[0], y, "frame-name")
            else:
                yield words(text, ends[1], y, "frame-name", text_anchor="end")
