"""`stackwright.pricing.pools`."""

from collections.abc import Callable
from typing import Any

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.estimate import estimate
from stackwright.pricing.model import Range, Term
from stackwright.pricing.pools import Pool, pools
from stackwright.pricing.usage import DEFAULT

Make = Callable[..., Resource]
GROUP = "aws:eks/nodeGroup:NodeGroup"
POOL = "gcp:container/nodePool:NodePool"
SIZES = {"minSize": 0, "desiredSize": 2, "maxSize": 4}


def _pools(*resources: Resource, region: str = "us-east-1", **more: Any) -> list[Pool]:
    graph = Graph(resources)
    return list(pools(graph, estimate(graph, region=region, **more), region=region))


def _node_pool(make: Make, machine: str, *guests: tuple[str, int], **more: Any) -> Resource:
    config = {"machineType": machine, "guestAccelerators": [{"type": kind, "count": count} for kind, count in guests]}
    return make(POOL, "pool", {"location": "us-central1-a", "nodeCount": 2, "nodeConfig": config | more})


def test_machines_hours_and_place_of_a_node_group(make: Make) -> None:
    (pool,) = _pools(make(GROUP, "gpu", {"instanceTypes": ["p5.48xlarge"], "scalingConfig": SIZES}))
    assert (pool.machine.name, pool.region, pool.term) == ("p5.48xlarge", "us-east-1", Term.ON_DEMAND)
    assert pool.machines == Range(0, 2, 4)
    assert pool.hours == Range(0, 2, 4) * 730
    assert pool.accelerator_hours == Range(0, 16, 32) * 730


def test_working_hours_leave_the_number_of_machines(make: Make) -> None:
    usage = DEFAULT.with_values({"machine_hours": Range(0, 217, 730)})
    group = make(GROUP, "gpu", {"instanceTypes": ["p5.48xlarge"], "scalingConfig": SIZES})
    (pool,) = _pools(group, usage=usage)
    assert pool.machines == Range(0, 2, 4)
    assert pool.hours == Range(0, 2 * 217, 4 * 730)


def test_a_machine_without_accelerators_is_no_pool(make: Make) -> None:
    assert _pools(make(GROUP, "cpu", {"instanceTypes": ["m7i.large"], "scalingConfig": SIZES})) == []


def test_gpus_that_are_attached_are_those_of_the_pool(make: Make) -> None:
    (pool,) = _pools(_node_pool(make, "n1-standard-4", ("nvidia-tesla-t4", 1)), region="us-central1")
    assert (pool.machine.accelerator, pool.machine.accelerator_count) == ("T4", 1)
    assert pool.hours == Range.of(2 * 730)


def test_a_plain_n1_machine_has_none(make: Make) -> None:
    assert _pools(_node_pool(make, "n1-standard-4"), region="us-central1") == []


def test_chips_are_counted_by_the_machine(make: Make) -> None:
    (pool,) = _pools(_node_pool(make, "ct6e-standard-8t"), region="us-central1")
    assert pool.machine.accelerator_count == 8
    assert pool.hours == Range.of(2 * 730)


def test_spot_hours_and_the_worst_case_are_one_pool(make: Make) -> None:
    (pool,) = _pools(_node_pool(make, "a3-highgpu-8g", spot=True), region="us-central1")
    assert pool.term is Term.SPOT
    assert pool.hours == Range.of(2 * 730)


def test_committed_months_are_hours_too(make: Make) -> None:
    (pool,) = _pools(_node_pool(make, "a3-highgpu-8g"), region="us-central1", term=Term.RESERVED)
    assert pool.term is Term.RESERVED
    assert [round(each, 6) for each in pool.hours.to_json().values()] == [1460, 1460, 1460]


def test_who_sells_the_machines_tells_whether_a_service_runs_them(make: Make) -> None:
    (plain,) = _pools(make(GROUP, "gpu", {"instanceTypes": ["g5.xlarge"], "scalingConfig": SIZES}))
    (run,) = _pools(make("aws:sagemaker/notebookInstance:NotebookInstance", "desk", {"instanceType": "ml.g5.xlarge"}))
    assert (plain.seller, plain.managed, plain.name) == ("EC2", False, "g5.xlarge")
    assert (run.seller, run.managed, run.name) == ("SageMaker Notebook", True, "ml.g5.xlarge")
