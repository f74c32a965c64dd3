"""Area of concern: what cuts across a stack is drawn as lines while none crosses, else as marks; nothing is lost."""

from collections.abc import Callable

from stackwright.plan.graph import Graph
from stackwright.policies.reports.drawing.choice import chosen, entries
from stackwright.policies.reports.drawing.diagram import NARROW, WIDE
from stackwright.policies.reports.drawing.picture import boxes
from stackwright.policies.reports.drawing.relations import Link, picture


def test_every_relation_is_a_line_a_mark_or_a_place(trainer: Graph) -> None:
    found = picture(trainer, boxes(trainer))
    for sizes in (WIDE, NARROW):
        choice = chosen(found, sizes)
        lines = {way.relation for way in choice.plan.ways}
        marks = sum(len(each) for each in choice.marks.values())
        places = sum(one.link is Link.INSIDE for one in found.relations)
        assert len(lines) - len(entries(found)) + marks + places == len(found.relations)
        assert choice.plan.crossings == 0


def test_a_key_of_many_is_a_mark_of_each(stack: Callable[..., Graph]) -> None:
    rows = [("aws:kms/key:Key", "key", {}), *(("my:index:Store", f"s{n}", {}) for n in range(8))]
    rows += [("aws:s3/bucket:Bucket", f"b{n}", {"parent": f"s{n}", "encryption": ["key"]}) for n in range(8)]
    graph = stack(*rows)
    choice = chosen(picture(graph, boxes(graph)), WIDE)
    assert choice.plan.ways == ()
    assert [each for _, each in sorted(choice.marks.items())] == [((Link.ENCRYPTS, "b0"),)] * 8


def test_the_internet_reaches_what_is_public(trainer: Graph) -> None:
    found = picture(trainer, boxes(trainer))
    net = next(box.id for box in found.boxes if box.name == "net")
    assert [(one.source, one.target) for one in entries(found)] == [("internet", net)]
