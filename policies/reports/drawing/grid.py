"""Where the boxes of a picture stand: bands of rows, framed by networks and by the region."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from stackwright.policies.reports.drawing.kinds import Tier
from stackwright.policies.reports.drawing.relations import Picture

INTERNET: Final = "internet"
"""Id of the one box that stands for everybody else."""
OUTSIDE: Final = ""
REGION: Final = "region"

Slots = list[str]
"""Ids of boxes, row by row; an empty text is an empty place."""


@dataclass(frozen=True, slots=True)
class Band:
    """Boxes of one tier in one frame."""

    tier: Tier
    frame: str
    """`OUTSIDE`, `REGION`, or the id of the network around the band, which is in the region itself."""
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """Places of the boxes."""

    columns: int
    bands: tuple[Band, ...]
    slots: tuple[Slots, ...]
    """Those of each band, a multiple of `columns`."""

    def rows(self) -> Iterator[tuple[int, Slots]]:
        """(number of its band, its places) of each row, from the top."""
        for number, slots in enumerate(self.slots):
            for start in range(0, len(slots), self.columns):
                yield number, slots[start : start + self.columns]

    def cells(self) -> dict[str, tuple[int, int]]:
        """(row, column) of each box."""
        return {id: (row, column) for row, (_, ids) in enumerate(self.rows()) for column, id in enumerate(ids) if id}


def bands(picture: Picture) -> tuple[Band, ...]:
    """The bands that have something in them, from the outside in and from the network to what is beside it."""
    inside = picture.inside
    frames = {box.id: inside.get(box.id, REGION) for box in picture.boxes}
    frames |= {box.id: OUTSIDE for box in picture.boxes if box.tier is Tier.OUTSIDE}
    networks = tuple(dict.fromkeys(frame for frame in frames.values() if frame not in {OUTSIDE, REGION}))
    found: list[Band] = []
    for frame in (OUTSIDE, *networks, REGION):
        for tier in Tier:
            ids = tuple(box.id for box in picture.boxes if (frames[box.id], box.tier) == (frame, tier))
            if (frame, tier) == (OUTSIDE, Tier.OUTSIDE) and picture.open:
                ids = (INTERNET, *ids)
            if ids:
                found.append(Band(tier, frame, ids))
    return tuple(found)


def grid(found: Sequence[Band], columns: int) -> Grid:
    """Boxes in the order of the program, each row from its middle."""
    return Grid(columns, tuple(found), tuple(_spread(band.ids, columns) for band in found))


def _spread(ids: Sequence[str], columns: int) -> Slots:
    rows = [list(ids[start : start + columns]) for start in range(0, len(ids), columns)]
    last = rows[-1]
    before = (columns - len(last)) // 2
    rows[-1] = [""] * before + last + [""] * (columns - len(last) - before)
    return [id for row in rows for id in row]
