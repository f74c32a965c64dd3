"""Rule ai-budget-alarm-required."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.costs import BUDGET, own_limit
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Param, rule
from stackwright.policies.tokens import token

BILLED = frozenset({"aws", "gcp", "azure-native"})
LISTENERS = ("subscriberEmailAddresses", "subscriberSnsTopicArns")
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
    budgets = graph.of_type(BUDGET)
    if not budgets:
        if any(one.provider_package in BILLED for one in graph):
            yield fail("", "the stack has no budget")
        return
    answers = [_listens(budget) for budget in budgets]
    if True not in answers:
        for budget, answer in zip(budgets, answers, strict=True):
            yield (
                unknown("notifications", at=budget)
                if answer is UNKNOWN
                else fail("notifications", "tells nobody", at=budget)
            )
    limit, wanted = own_limit(graph), config["monthly_usd"]
    if limit is UNKNOWN:
        yield unknown("limitAmount", at=budgets[0])
    elif limit is MISSING:
        yield fail("limitAmount", "no budget limits the cost in US dollars", at=budgets[0])
    elif wanted is not None and limit > wanted:
        yield fail("limitAmount", "is above the limit of the blueprint", at=budgets[0])


def _listens(budget: Resource) -> object:
    """Whether some notification reaches somebody; `UNKNOWN` where that cannot be told."""
    unsure = False
    for path, _ in budget.all("notifications[*]"):
        for name in LISTENERS:
            value = budget.get(f"{path}.{name}")
            unsure = unsure or value is UNKNOWN
            if isinstance(value, list) and value:
                return True
    return UNKNOWN if unsure else False
