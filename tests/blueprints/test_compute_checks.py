"""Area of concern: rules on accelerated nodes and on the file system beside them."""

from collections.abc import Callable, Sequence

import pytest

from stackwright.blueprints.problems import Problem

Problems = Callable[..., Sequence[Problem]]
RESERVED = "capacity: reservation, reservation_id: cr-0123456789abcdef0, zone: us-east-1a"
ZONES = "network: {zones: [us-east-1a, us-east-1b]}\n"


def _compute(fields: str, machine: str = "accelerator: 'H100:8'") -> str:
    return f"compute: {{{machine}, {fields}}}\n"


@pytest.mark.parametrize(
    "more",
    [
        _compute("nodes: 1"),
        _compute("nodes: {min: 2, expected: 2, max: 2}"),
        _compute("capacity: spot"),
        _compute("nodes: 2", "machine_type: p5.48xlarge"),
        _compute("placement_group: true"),
        _compute(RESERVED) + ZONES,
        _compute(RESERVED.replace("reservation,", "capacity_block,"), "machine_type: p5e.48xlarge") + ZONES,
        _compute("zone: us-east-1b") + ZONES,
    ],
)
def test_sound_nodes_are_accepted(problems: Problems, more: str) -> None:
    assert problems(more=more) == ()


@pytest.mark.parametrize(
    ("more", "path", "message"),
    [
        ("compute: {nodes: 2}\n", "compute", "names no machine"),
        (_compute("nodes: {min: 3, max: 2}"), "compute.nodes", "is not in order"),
        (_compute("nodes: {min: 1, max: 2}"), "compute.nodes", "until the in-cluster platform exists"),
        (_compute("reservation_id: cr-01234567"), "compute.reservation_id", "with `capacity: on_demand`"),
        (_compute("zone: us-east-1a"), "compute.zone", "needs a network whose zones are named"),
        (_compute("zone: us-east-1c") + ZONES, "compute.zone", "is not a zone of the network"),
        (_compute(f"{RESERVED}, placement_group: true") + ZONES, "compute.placement_group", "has its own placement"),
        (_compute("nodes: 1", "machine_type: p5e.48xlarge"), "compute.capacity", "p5e.48xlarge is not sold on demand"),
        (_compute("capacity: spot", "machine_type: p5e.48xlarge"), "compute.capacity", "is not sold spot"),
        (
            _compute("nodes: 1", "machine_type: p99.metal"),
            "compute.machine_type",
            "is not a machine type that is known",
        ),
        (_compute("nodes: 1", "accelerator: 'H100:0'"), "compute.accelerator", "is not a count of accelerators"),
    ],
)
def test_wrong_nodes_are_refused(problems: Problems, more: str, path: str, message: str) -> None:
    (found,) = problems(more=more)
    assert found.path == path
    assert message in found.message


def test_a_machine_without_accelerators_is_refused(problems: Problems) -> None:
    (found,) = problems(more=_compute("nodes: 1", "machine_type: m7i.large"))
    assert (found.path, found.message) == ("compute.machine_type", "has no accelerator")


@pytest.mark.parametrize("kind", ["reservation", "capacity_block"])
def test_reserved_capacity_says_which_and_where(problems: Problems, kind: str) -> None:
    found = problems(more=_compute(f"capacity: {kind}"))
    assert {problem.message for problem in found} == {f"`{kind}` needs `reservation_id`", f"`{kind}` needs `zone`"}


@pytest.mark.parametrize(
    "scratch", ["{size_gib: 1200}", "{size_gib: 2400, throughput: 1000}", "{kind: nfs, size_gib: 7}"]
)
def test_a_file_system_that_is_sold_is_accepted(problems: Problems, scratch: str) -> None:
    assert problems(more=f"storage: {{scratch: {scratch}}}\n") == ()


@pytest.mark.parametrize(
    ("scratch", "hint"),
    [("{size_gib: 100}", "write 1200"), ("{size_gib: 2500}", "write 2400 or 4800"), ("{throughput: 126}", "write 125")],
)
def test_a_file_system_that_is_not_sold_is_refused(problems: Problems, scratch: str, hint: str) -> None:
    (found,) = problems(more=f"storage: {{scratch: {scratch}}}\n")
    assert "of a lustre file system" in found.message
    assert found.hint == hint
