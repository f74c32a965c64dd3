from typing import Any

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.rule import Scope
from stackwright.policies.tokens import token

RULE = by_id("ai-resource-within-budget")


def _machine(kind: Any) -> Part:
    return part(token("ec2/Instance"), "server", {"instanceType": kind, "ami": "ami-1"})


def _found(*parts: Part, **config: Any) -> list[tuple[str, str, str]]:
    return [(one.result.value, one.path, one.message) for one in RULE(graph_of(parts), **config)]


def test_the_engine_asks_it_before_each_resource_is_made() -> None:
    assert RULE.scope is Scope.RESOURCE


def test_one_resource_that_is_dearer_than_the_stack_may_be_is_refused() -> None:
    month = "costs more in a month than the whole stack may"
    hour = "costs more in an hour than the whole stack may"
    assert _found(_machine("p5.48xlarge"), monthly_usd=40_000) == [("fail", "instanceType", month)]
    assert _found(_machine("p5.48xlarge"), max_hourly_usd=55) == [("fail", "instanceType", hour)]
    assert _found(_machine("p5.48xlarge"), monthly_usd=41_000, max_hourly_usd=56) == []


def test_without_a_limit_it_says_nothing() -> None:
    assert _found(_machine("p5.48xlarge")) == []


def test_a_value_that_is_not_known_yet_is_not_below_the_limit() -> None:
    assert [(one, path) for one, path, _ in _found(_machine(UNKNOWN), monthly_usd=10)] == [("unknown", "instanceType")]


def test_what_hangs_on_other_resources_waits_for_the_whole_stack() -> None:
    group = part(token("eks/NodeGroup"), "nodes", {"clusterName": "c", "nodeRoleArn": "r", "subnetIds": ["s"]})
    assert _found(group, monthly_usd=1) == []


def test_the_kind_of_use_counts() -> None:
    nat = part(token("ec2/NatGateway"), "nat", {"subnetId": "subnet-1", "allocationId": "eip-1"})
    assert _found(nat, monthly_usd=60) == []
    assert len(_found(nat, monthly_usd=60, usage={"profile": "large"})) == 1
