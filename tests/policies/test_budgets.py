from typing import Any

import pytest

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.budgets import BUDGET, listens, own_limit
from stackwright.policies.example import graph_of, part
from stackwright.policies.tokens import azure, gcp

GOOGLE = gcp("billing/Budget")
AZURE = azure("consumption/Budget")
MAIL = ["ml-platform@example.com"]


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


def _google(**inputs: Any) -> dict[str, Any]:
    amount = {"specifiedAmount": {"currencyCode": "USD", "units": "1200", "nanos": 500_000_000}}
    return {"billingAccount": "A", "amount": amount, **inputs}


@pytest.mark.parametrize(
    ("inputs", "limit"),
    [
        ({}, 1200.5),
        ({"budgetFilter": {"calendarPeriod": "QUARTER"}}, pytest.approx(400.1666)),
        ({"budgetFilter": {"customPeriod": {"startDate": {"year": 2026, "month": 1, "day": 1}}}}, MISSING),
        ({"amount": {"specifiedAmount": {"currencyCode": "EUR", "units": "5"}}}, MISSING),
        ({"amount": {"lastPeriodAmount": True}}, MISSING),
        ({"amount": UNKNOWN}, UNKNOWN),
    ],
)
def test_a_budget_of_google_cloud_is_a_monthly_limit_in_dollars(inputs: dict[str, Any], limit: Any) -> None:
    assert own_limit(graph_of((part(GOOGLE, "b", _google(**inputs)),))) == limit


@pytest.mark.parametrize(
    ("inputs", "limit"),
    [
        ({}, 600),
        ({"timeGrain": "Annually"}, 50),
        ({"category": "Usage"}, MISSING),
        ({"amount": UNKNOWN}, UNKNOWN),
    ],
)
def test_a_budget_of_azure_is_a_monthly_limit(inputs: dict[str, Any], limit: Any) -> None:
    given = {"scope": "/subscriptions/s", "category": "Cost", "timeGrain": "Monthly", "amount": 600, **inputs}
    assert own_limit(graph_of((part(AZURE, "b", given),))) == limit


def _one(kind: str, inputs: dict[str, Any], **wires: str) -> tuple[Resource, Graph]:
    graph = graph_of((part(kind, "b", inputs, **wires), part(gcp("pubsub/Topic"), "topic")))
    return graph.resources[0], graph


@pytest.mark.parametrize(
    ("kind", "inputs", "told"),
    [
        (BUDGET, {"notifications": [{"subscriberEmailAddresses": MAIL}]}, True),
        (BUDGET, {"notifications": [{"subscriberEmailAddresses": []}]}, False),
        (BUDGET, {"notifications": UNKNOWN}, UNKNOWN),
        (GOOGLE, {"thresholdRules": [{"thresholdPercent": 0.8}], "allUpdatesRule": {"pubsubTopic": "t"}}, True),
        (GOOGLE, {"allUpdatesRule": {"pubsubTopic": "t"}}, False),
        (GOOGLE, {"thresholdRules": UNKNOWN, "allUpdatesRule": {"pubsubTopic": "t"}}, UNKNOWN),
        (AZURE, {"notifications": {"actual-80": {"contactEmails": MAIL}}}, True),
        (AZURE, {"notifications": {"actual-80": {"contactEmails": []}}}, False),
        (AZURE, {"notifications": {"actual-80": UNKNOWN}}, UNKNOWN),
    ],
)
def test_a_budget_tells_somebody_only_where_it_names_them(kind: str, inputs: dict[str, Any], told: Any) -> None:
    assert listens(*_one(kind, inputs)) is told


def test_a_topic_that_the_stack_makes_is_told_even_before_it_has_a_name() -> None:
    inputs = {"thresholdRules": [{"thresholdPercent": 0.8}], "allUpdatesRule": {"pubsubTopic": UNKNOWN}}
    assert listens(*_one(GOOGLE, inputs, allUpdatesRule="topic")) is True
    assert listens(*_one(GOOGLE, inputs)) is UNKNOWN
