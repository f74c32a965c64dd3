"""Rule ai-budget-alarm-required."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph
from stackwright.policies.budgets import BUDGET, KINDS, budgets, listens, monthly_limit
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Param, rule
from stackwright.policies.tokens import token

BILLED = frozenset({"aws", "gcp", "azure-native"})
_ALARM = {
    "comparisonOperator": "GREATER_THAN",
    "notificationType": "ACTUAL",
    "threshold": 80,
    "thresholdType": "PERCENTAGE",
    "subscriberEmailAddresses": ["ml-platform@example.com"],
}


@rule(
    id="ai-budget-alarm-required",
    severity="high",
    fix="add a budget with a monthly limit and a notification to somebody",
    frameworks=maps_to(Family.COST),
    params=(
        Param(
            "monthly_usd",
            None,
            {"type": "number", "exclusiveMinimum": 0},
            "Most that the budget's limit may be; any limit when unset.",
        ),
    ),
    good=(
        part(token("s3/Bucket"), "data"),
        part(
            BUDGET,
            "budget",
            {
                "budgetType": "COST",
                "limitAmount": "1000",
                "limitUnit": "USD",
                "timeUnit": "MONTHLY",
                "notifications": [_ALARM],
            },
        ),
    ),
    bad=but("budget", notifications=MISSING),
)
def check(graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """The real bill is watched by a budget that tells somebody."""
    watching = budgets(graph)
    if not watching:
        if any(one.provider_package in BILLED for one in graph):
            yield fail("", "the stack has no budget")
        return
    answers = [listens(budget, graph) for budget in watching]
    if True not in answers:
        for budget, answer in zip(watching, answers, strict=True):
            path = KINDS[budget.type].alarms
            yield unknown(path, at=budget) if answer is UNKNOWN else fail(path, "tells nobody", at=budget)
    limits = [(monthly_limit(budget), budget) for budget in watching]
    first = KINDS[watching[0].type].amount
    known, wanted = [limit for limit, _ in limits if isinstance(limit, float)], config["monthly_usd"]
    if not known and any(limit is UNKNOWN for limit, _ in limits):
        yield unknown(first, at=watching[0])
    elif not known:
        yield fail(first, "no budget limits the cost in US dollars", at=watching[0])
    elif wanted is not None and min(known) > wanted:
        yield fail(first, "is above the limit of the blueprint", at=watching[0])
