from stackwright.plan.graph import MISSING
from stackwright.policies.example import adding, but, graph_of, part, without

GOOD = (part("t:a:Key", "key"), part("t:a:Disk", "disk", {"key": "k", "size": 1}, key="key"))


def test_wires_become_property_dependencies() -> None:
    key, disk = graph_of(GOOD)
    assert disk.property_dependencies == {"key": (key.urn,)}


def test_breaking_one_input_drops_its_wire_and_leaves_the_rest() -> None:
    _, disk = graph_of(but("disk", key="alias")(GOOD))
    assert disk.inputs == {"key": "alias", "size": 1}
    assert disk.property_dependencies == {}


def test_an_input_can_be_taken_away() -> None:
    _, disk = graph_of(but("disk", size=MISSING)(GOOD))
    assert disk.inputs == {"key": "k"}


def test_protection_can_be_taken_away() -> None:
    kept = (part("t:a:Disk", "disk", protect=True),)
    assert graph_of(kept).resources[0].protect
    assert not graph_of(but("disk", protect=False)(kept)).resources[0].protect


def test_parts_can_be_left_out_and_added() -> None:
    assert [one.name for one in without("key")(GOOD)] == ["disk"]
    assert [one.name for one in adding(part("t:a:Key", "more"))(GOOD)] == ["key", "disk", "more"]


def test_a_wire_to_a_part_that_is_gone_is_gone() -> None:
    (disk,) = graph_of(without("key")(GOOD))
    assert disk.property_dependencies == {}
