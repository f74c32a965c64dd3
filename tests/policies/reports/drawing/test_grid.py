"""Area of concern: bands from the outside in, and a place for every box."""

from collections.abc import Callable

from stackwright.plan.graph import Graph
from stackwright.policies.reports.drawing.grid import INTERNET, OUTSIDE, REGION, bands, grid
from stackwright.policies.reports.drawing.kinds import Tier
from stackwright.policies.reports.drawing.picture import boxes
from stackwright.policies.reports.drawing.relations import picture


def test_bands_go_from_the_internet_through_the_network_to_the_region(trainer: Graph) -> None:
    found = picture(trainer, boxes(trainer))
    net = next(box.id for box in found.boxes if box.name == "net")
    assert [(band.frame, band.tier) for band in bands(found)] == [
        (OUTSIDE, Tier.OUTSIDE),
        (net, Tier.PUBLIC),
        (net, Tier.PRIVATE),
        (REGION, Tier.DATA),
        (REGION, Tier.IDENTITY),
        (REGION, Tier.OPERATIONS),
    ]
    assert bands(found)[0].ids == (INTERNET,)


def test_every_box_has_one_cell_and_a_wide_band_has_several_rows(stack: Callable[..., Graph]) -> None:
    rows = [("my:index:Store", f"s{n}", {}) for n in range(5)]
    rows += [("aws:s3/bucket:Bucket", f"b{n}", {"parent": f"s{n}"}) for n in range(5)]
    graph = stack(*rows)
    found = grid(bands(picture(graph, boxes(graph))), 2)
    assert set(found.cells()) == {f"b{n}" for n in range(5)}
    assert len(set(found.cells().values())) == 5
    assert [number for number, _ in found.rows()] == [0, 0, 0]
