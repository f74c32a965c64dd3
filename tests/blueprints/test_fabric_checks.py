"""Area of concern: rules on several nodes of Google Cloud that work as one, and on versions that lack a machine."""

from collections.abc import Callable, Sequence

import pytest

from stackwright.blueprints.problems import Problem

Problems = Callable[..., Sequence[Problem]]
RESERVED = "capacity: reservation, reservation_id: lab, zone: us-central1-a"
ZONES = "network: {zones: [us-central1-a, us-central1-b]}\n"


def _asked(machine: str, fields: str, version: str = "") -> str:
    cluster = f"cluster: {{version: '{version}'}}\n" if version else ""
    return f"compute: {{machine_type: {machine}, {fields}}}\n{cluster}"


@pytest.mark.parametrize(
    "more",
    [
        _asked("a3-highgpu-8g", "nodes: 4"),
        _asked("a3-megagpu-8g", "nodes: 4, placement_group: true"),
        _asked("a3-ultragpu-8g", "nodes: 4, capacity: spot", "1.31"),
        _asked("a4-highgpu-8g", "nodes: 2, capacity: spot", "1.35"),
        _asked("a4x-highgpu-4g", f"nodes: 18, {RESERVED}") + ZONES,
        _asked("g2-standard-96", "nodes: 8, placement_group: true"),
        _asked("ct5lp-hightpu-4t", "nodes: 64"),
        _asked("ct5p-hightpu-4t", "nodes: 512"),
        _asked("ct6e-standard-4t", "nodes: 2"),
        _asked("tpu7x-standard-4t", "nodes: 2, capacity: spot"),
        _asked("ct6e-standard-8t", "nodes: 1"),
        _asked("g4-standard-24", "nodes: 1", "1.34"),
    ],
)
def test_nodes_that_work_as_one_are_accepted(problems: Problems, more: str) -> None:
    assert problems(more=more, cloud="gcp") == ()


@pytest.mark.parametrize(
    ("more", "path", "message", "hint"),
    [
        (
            _asked("a3-ultragpu-8g", "nodes: 2, capacity: spot", "1.30"),
            "cluster.version",
            "is older than a3-ultragpu-8g and its GPUDirect-RDMA on GKE",
            'write `version: "1.31"`, or leave it out',
        ),
        (
            _asked("a3-ultragpu-8g", "nodes: 1, capacity: spot", "1.30"),
            "cluster.version",
            "is older than a3-ultragpu-8g on GKE",
            'write `version: "1.31"`, or leave it out',
        ),
        (
            _asked("g4-standard-12", "nodes: 1", "1.33"),
            "cluster.version",
            "came with 1.34.5-gke.1153000 and 1.35.2-gke.1485000",
            'write `version: "1.34"`, or leave it out',
        ),
        (_asked("ct5lp-hightpu-4t", "nodes: 5"), "compute.nodes", "slice of 5 hosts", "write 4 (4x4) or 8 (4x8)"),
        (_asked("ct5lp-hightpu-4t", "nodes: 65"), "compute.nodes", "slice of 65 hosts", "write 64 (16x16)"),
        (
            _asked("ct6e-standard-1t", "nodes: 8"),
            "compute.nodes",
            "is a slice of its own",
            "write `accelerator: TPU-v6e:4`, whose hosts do, and `nodes: 2` for as many chips",
        ),
        (
            _asked("ct6e-standard-1t", "nodes: 2"),
            "compute.nodes",
            "is a slice of its own",
            "write `accelerator: TPU-v6e:4`, whose hosts do",
        ),
        (
            _asked("a4x-highgpu-4g", f"nodes: 19, {RESERVED}") + ZONES,
            "compute.nodes",
            "18 of them share one switch of NVLink",
            "write 18, and make a second stack for more",
        ),
        (
            _asked("ct6e-standard-4t", "nodes: 4, placement_group: true"),
            "compute.placement_group",
            "is placed by its topology",
            "leave `placement_group` out",
        ),
        (
            "compute: {accelerator: 'T4:2', placement_group: true}\n",
            "compute.placement_group",
            "takes no compact placement",
            "leave `placement_group` out",
        ),
    ],
)
def test_nodes_that_do_not_are_refused(problems: Problems, more: str, path: str, message: str, hint: str) -> None:
    (found,) = problems(more=more, cloud="gcp")
    assert (found.path, found.hint) == (path, hint)
    assert message in found.message


def test_other_clouds_have_no_slices(problems: Problems) -> None:
    assert problems(more="compute: {accelerator: 'H100:8', nodes: 3, placement_group: true}\n", cloud="aws") == ()


def test_a_machine_that_is_not_there_is_told_once(problems: Problems) -> None:
    (found,) = problems(more=_asked("a9-highgpu-8g", "nodes: 3, placement_group: true", "1.30"), cloud="gcp")
    assert found.path == "compute.machine_type"
