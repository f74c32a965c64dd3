from typing import Any

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.budgets import BUDGET
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

INSTANCE = token("ec2/Instance")


def _machine(kind: Any, name: str = "server") -> Part:
    return part(INSTANCE, name, {"instanceType": kind, "ami": "ami-1"})


def _budget(limit: Any) -> Part:
    return part(
        BUDGET, "budget", {"budgetType": "COST", "limitAmount": limit, "limitUnit": "USD", "timeUnit": "MONTHLY"}
    )


def _found(rule: str, *parts: Part, **config: Any) -> list[tuple[str, str, str]]:
    return [(one.result.value, one.urn.rpartition("::")[2], one.path) for one in by_id(rule)(graph_of(parts), **config)]


def test_the_dearest_resource_is_named_when_the_stack_is_over_its_limit() -> None:
    parts = (_machine("g6.xlarge", "small"), _machine("p5.48xlarge", "large"), _budget("1000"))
    assert _found("ai-max-monthly-cost", *parts) == [("fail", "large", "instanceType")]


def test_the_configured_limit_wins_over_the_stack_s_budget() -> None:
    parts = (_machine("p5.48xlarge"), _budget("1000"))
    assert _found("ai-max-monthly-cost", *parts, monthly_usd=1_000_000) == []
    assert len(_found("ai-max-monthly-cost", *parts, monthly_usd=10)) == 1


def test_without_any_limit_nothing_is_over_it() -> None:
    assert _found("ai-max-monthly-cost", _machine("p5.48xlarge")) == []


def test_a_cost_that_is_not_known_yet_is_not_below_the_limit() -> None:
    assert [found[0] for found in _found("ai-max-monthly-cost", _machine(UNKNOWN), _budget("1000"))] == ["unknown"]
    assert [found[0] for found in _found("ai-max-monthly-cost", _budget(UNKNOWN))] == ["unknown"]


def test_what_has_no_price_is_not_free_unless_somebody_allows_it() -> None:
    server = _machine("z9.unheard")
    assert _found("ai-unpriced-resources", server) == [("fail", "server", "instanceType")]
    assert _found("ai-unpriced-resources", server, allowed_unpriced=["ser*"]) == []
    assert len(_found("ai-max-monthly-cost", server, min_coverage=0.9)) == 1


def test_a_price_of_another_region_is_no_price() -> None:
    provider = part("pulumi:providers:aws", "aws", {"region": "af-south-1"})
    assert len(_found("ai-unpriced-resources", provider, _machine("p5.48xlarge"))) == 1


def test_one_resource_may_have_a_limit_of_its_own() -> None:
    parts = (_machine("p5.48xlarge", "large"), _machine(UNKNOWN, "unsure"))
    found = _found("ai-max-resource-cost", *parts, max_usd=1000)
    assert sorted(found) == [("fail", "large", "instanceType"), ("unknown", "unsure", "")]
    assert _found("ai-max-resource-cost", *parts) == []


def test_the_dearest_hour_has_a_limit_of_its_own() -> None:
    # p5.48xlarge 55.04 an hour in us-east-1 (karpenter-provider-aws@6fc13b5236, 2026-07-20), the disk is not stated
    parts = (_machine("p5.48xlarge", "large"), _machine("g6.xlarge", "small"))
    (found,) = by_id("ai-max-monthly-cost")(graph_of(parts), max_hourly_usd=50)
    assert found.urn.endswith("::large")
    assert found.message == (
        "an hour with every node running costs at least USD 55.84, the limit is 50.00; this costs most"
    )
    assert _found("ai-max-monthly-cost", *parts, max_hourly_usd=60) == []


def test_the_use_that_is_told_is_what_is_priced() -> None:
    nat = part(token("ec2/NatGateway"), "nat", {"subnetId": "subnet-1", "allocationId": "eip-1"})
    told = {"monthly_usd": 60, "usage": {"nat_gb": 1000}}
    assert _found("ai-max-monthly-cost", nat, monthly_usd=60) == []
    assert _found("ai-max-monthly-cost", nat, **told) == [("fail", "nat", "")]
