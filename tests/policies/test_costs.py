from typing import Any

import pytest

from stackwright.plan.graph import MISSING, UNKNOWN
from stackwright.policies.costs import BUDGET, estimate_of, own_limit, stack_region
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

PROVIDER = "pulumi:providers:aws"


def _budget(**inputs: Any) -> dict[str, Any]:
    return {"budgetType": "COST", "limitAmount": "1200", "limitUnit": "USD", "timeUnit": "MONTHLY", **inputs}


@pytest.mark.parametrize(
    ("inputs", "limit"),
    [
        ({}, 1200),
        ({"timeUnit": "QUARTERLY"}, 400),
        ({"timeUnit": "ANNUALLY"}, 100),
        ({"timeUnit": "DAILY"}, MISSING),
        ({"limitUnit": "GB"}, MISSING),
        ({"budgetType": "USAGE"}, MISSING),
        ({"limitAmount": UNKNOWN}, UNKNOWN),
    ],
)
def test_the_stack_s_budget_is_a_monthly_limit_in_dollars(inputs: dict[str, Any], limit: Any) -> None:
    assert own_limit(graph_of((part(BUDGET, "b", _budget(**inputs)),))) == limit


def test_the_lowest_of_several_budgets_counts() -> None:
    graph = graph_of((part(BUDGET, "a", _budget()), part(BUDGET, "b", _budget(limitAmount="900"))))
    assert own_limit(graph) == 900


def test_no_budget_is_no_limit() -> None:
    assert own_limit(graph_of(())) is MISSING


def test_the_region_is_the_provider_s_and_else_the_usual_one() -> None:
    assert stack_region(graph_of((part(PROVIDER, "aws", {"region": "eu-west-1"}),)), "us-east-1") == "eu-west-1"
    assert stack_region(graph_of((part(PROVIDER, "aws", {"region": UNKNOWN}),)), "us-east-1") == "us-east-1"


def test_one_stack_is_estimated_once_for_all_rules() -> None:
    graph = graph_of((part(token("ec2/NatGateway"), "nat", {"subnetId": "s"}),))
    config = by_id("ai-unpriced-resources").setting().params
    assert estimate_of(graph, config) is estimate_of(graph, config)
