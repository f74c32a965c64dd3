"""Area of concern: which boxes a stack has: one a component, and one a service for the rest."""

from collections.abc import Callable
from dataclasses import replace

from stackwright.plan.graph import Graph
from stackwright.policies.reports.drawing.kinds import Tier
from stackwright.policies.reports.drawing.picture import boxes


def test_every_real_resource_is_in_exactly_one_box(trainer: Graph) -> None:
    found = boxes(trainer)
    held = [member.urn for box in found.boxes for member in box.members]
    assert sorted(held) == sorted(one.urn for one in trainer)
    assert [box.id for box in found.boxes] == [f"b{n}" for n in range(len(found.boxes))]


def test_resources_without_a_component_stand_with_their_service(trainer: Graph) -> None:
    names = {box.name: box for box in boxes(trainer).boxes}
    assert {"net", "key", "data", "images", "role", "main", "gpu", "alarm", "logs"} == set(names)
    assert [member.name for member in names["data"].members] == ["data", "data-logging"]
    assert [member.name for member in names["role"].members] == ["role", "reads"]
    assert names["net"].tier is Tier.PUBLIC


def test_several_of_a_kind_are_counted(stack: Callable[..., Graph]) -> None:
    only = boxes(stack(*(("aws:sqs/queue:Queue", f"q{n}", {}) for n in range(3)))).boxes
    assert [(box.name, box.content) for box in only] == [("3 Queues", "3× Queue")]


def test_a_component_is_a_box_even_where_it_holds_nothing(stack: Callable[..., Graph]) -> None:
    graph = stack(
        ("my:index:Store", "store", {}),
        ("my:index:Inner", "inner", {"parent": "store"}),
        ("aws:s3/bucket:Bucket", "data", {"parent": "inner"}),
        ("my:index:Empty", "empty", {}),
    )
    found = boxes(graph).boxes
    assert [(box.name, len(box.members), len(box.components)) for box in found] == [("store", 1, 1), ("empty", 0, 1)]


def test_one_component_around_all_others_is_no_box(stack: Callable[..., Graph]) -> None:
    graph = stack(
        ("my:index:Platform", "platform", {}),
        ("my:index:Store", "store", {"parent": "platform"}),
        ("aws:s3/bucket:Bucket", "data", {"parent": "store"}),
        ("my:index:Lock", "lock", {"parent": "platform"}),
        ("aws:kms/key:Key", "key", {"parent": "lock"}),
    )
    assert [box.name for box in boxes(graph).boxes] == ["store", "lock"]


def test_providers_and_what_is_only_read_are_not_drawn(trainer: Graph, stack: Callable[..., Graph]) -> None:
    provider = stack(("pulumi:providers:aws", "aws", {})).resources[0]
    read = replace(trainer.resources[3], external=True)
    assert boxes(Graph([provider, read])).boxes == ()


def test_more_boxes_than_can_be_read_become_one_of_each_kind(stack: Callable[..., Graph]) -> None:
    rows = [("my:index:Store", f"s{n}", {}) for n in range(60)]
    rows += [("aws:s3/bucket:Bucket", f"b{n}", {"parent": f"s{n}"}) for n in range(60)]
    found = boxes(stack(*rows, ("aws:kms/key:Key", "key", {}))).boxes
    assert [box.name for box in found] == ["60 of storage", "key"]
    assert len(found[0].components) == len(found[0].members) == 60
