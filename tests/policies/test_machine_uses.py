from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.machine_uses import accelerators_of, uses
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

POOL = token("eks/NodeGroup")
TEMPLATE = token("ec2/LaunchTemplate")
ENDPOINT = token("sagemaker/EndpointConfiguration")


def _found(*parts: Part) -> list[tuple[str, Any, Any]]:
    return [(use.at.name, use.type, use.most) for use in uses(graph_of(parts))]


def test_a_node_group_counts_with_its_largest_size() -> None:
    pool = part(POOL, "pool", {"instanceTypes": ["g6.xlarge"], "scalingConfig": {"maxSize": 7}})
    assert _found(pool) == [("pool", "g6.xlarge", 7)]


def test_the_machine_type_may_stand_in_the_launch_template() -> None:
    template = part(TEMPLATE, "template", {"instanceType": "p5.48xlarge"})
    pool = part(
        POOL, "pool", {"launchTemplate": {"id": UNKNOWN}, "scalingConfig": {"maxSize": 2}}, launchTemplate="template"
    )
    assert _found(template, pool) == [("template", "p5.48xlarge", 2)]


def test_a_launch_template_of_another_stack_is_unknown() -> None:
    pool = part(POOL, "pool", {"launchTemplate": {"id": "lt-1"}, "scalingConfig": {"maxSize": 2}})
    assert _found(pool) == [("pool", UNKNOWN, 2)]


def test_an_endpoint_counts_as_far_as_anything_may_scale_it() -> None:
    variant = {"instanceType": "ml.g6.xlarge", "initialInstanceCount": 1}
    config = part(ENDPOINT, "config", {"productionVariants": [variant]})
    target = part(token("appautoscaling/Target"), "t", {"serviceNamespace": "sagemaker", "maxCapacity": 9})
    other = part(token("appautoscaling/Target"), "o", {"serviceNamespace": "ecs", "maxCapacity": 99})
    assert _found(config) == [("config", "ml.g6.xlarge", 1)]
    assert _found(config, target, other) == [("config", "ml.g6.xlarge", 9)]


def test_a_serverless_variant_has_no_machines() -> None:
    assert _found(part(ENDPOINT, "config", {"productionVariants": [{"serverlessConfig": {}}]})) == []


@pytest.mark.parametrize(
    ("name", "count"),
    [("p5.48xlarge", 8), ("ml.p5.48xlarge", 8), ("g6.xlarge", 1), ("t3.micro", 0), ("p99.unheard", None)],
)
def test_accelerators_are_counted_from_the_table(name: str, count: int | None) -> None:
    assert accelerators_of(name) == count


def _gpus(*parts: Part, limit: int) -> list[str]:
    return [one.message for one in by_id("ai-max-gpu-count")(graph_of(parts), max_gpus=limit)]


def test_the_stack_s_accelerators_are_summed() -> None:
    pools = [
        part(POOL, name, {"instanceTypes": ["p5.48xlarge"], "scalingConfig": {"maxSize": 2}}) for name in ("a", "b")
    ]
    assert _gpus(*pools, limit=32) == []
    assert _gpus(*pools, limit=31) == ["the stack can grow to 32 accelerators, the limit is 31"]


def test_a_group_of_several_types_counts_with_the_largest() -> None:
    pool = part(POOL, "pool", {"instanceTypes": ["g6.xlarge", "g6.12xlarge"], "scalingConfig": {"maxSize": 2}})
    assert _gpus(pool, limit=8) == []
    assert len(_gpus(pool, limit=7)) == 1


def test_an_accelerated_type_that_nobody_knows_fails() -> None:
    pool = part(POOL, "pool", {"instanceTypes": ["p99.unheard"], "scalingConfig": {"maxSize": 1}})
    assert _gpus(pool, limit=64) == ["is an accelerated machine type that is not in the table"]
