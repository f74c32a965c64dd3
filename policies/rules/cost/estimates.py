"""Rules about the estimate: the monthly limit, the dearest resource, and what has no price."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph
from stackwright.policies.budgets import BUDGET, own_limit
from stackwright.policies.costs import (
    ALLOWED_UNPRICED,
    BASIS,
    CONTRACT,
    HOURLY,
    MONTHLY,
    REGION,
    USAGE,
    dearest,
    estimate_of,
    excess,
    machine_path,
)
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Param, rule
from stackwright.policies.tokens import token

MONEY = {"type": "number", "exclusiveMinimum": 0}
GOOD = (
    part(token("ec2/NatGateway"), "nat", {"subnetId": "subnet-1", "allocationId": "eip-1"}),
    part(
        BUDGET,
        "budget",
        {"budgetType": "COST", "limitAmount": "1000", "limitUnit": "USD", "timeUnit": "MONTHLY"},
    ),
)


@rule(
    id="ai-max-monthly-cost",
    severity="critical",
    fix="use fewer or smaller machines, or raise the budget",
    frameworks=maps_to(Family.COST),
    params=(
        MONTHLY,
        Param("min_coverage", 0, {"type": "number", "minimum": 0, "maximum": 1}, "Least share of priced items."),
        HOURLY,
        BASIS,
        REGION,
        USAGE,
        CONTRACT,
        ALLOWED_UNPRICED,
    ),
    good=GOOD,
    bad=but("budget", limitAmount="10"),
)
def monthly(graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """A stack costs no more than its budget."""
    from stackwright.pricing.gate import gate
    from stackwright.pricing.model import Status

    limit = config["monthly_usd"] or own_limit(graph)
    if limit is UNKNOWN:
        yield unknown("", "the limit of the stack's budget is not known before deployment")
        return
    estimate = estimate_of(graph, config)
    result = gate(
        estimate,
        monthly_usd=None if limit is MISSING else float(limit),
        hourly_usd=config["max_hourly_usd"],
        basis=config["basis"],
        allowed_unpriced=config["allowed_unpriced"],
        min_coverage=config["min_coverage"],
    )
    waiting = {item.urn for item in estimate.items if item.status is Status.UNKNOWN_INPUT}
    if result.over_budget:
        most = dearest(graph, estimate, config["basis"] if result.over_month else "high")
        yield fail(machine_path(most), f"{excess(result)}; this costs most", at=most)
    elif limit is not MISSING and waiting & {urn for urn, _ in result.unpriced}:
        yield unknown("", "the cost hangs on values that are not known before deployment")
    if result.low_coverage:
        yield fail("", "too few items have a price to tell what the stack costs")


@rule(
    id="ai-max-resource-cost",
    severity="high",
    fix="use a smaller machine or fewer of them, or raise `max_usd` of this rule",
    frameworks=maps_to(Family.COST),
    params=(
        Param("max_usd", None, MONEY, "Most that one resource may cost in a month; no limit when unset."),
        BASIS,
        REGION,
        USAGE,
        CONTRACT,
    ),
    example_params={"max_usd": 100},
    good=GOOD,
    bad=(part(token("ec2/Instance"), "server", {"instanceType": "p5.48xlarge", "ami": "ami-1"}),),
)
def single(graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """No single resource costs more than a limit."""
    from stackwright.pricing.model import Status

    limit = config["max_usd"]
    if limit is None:
        return
    estimate = estimate_of(graph, config)
    over = {urn for urn, cost in estimate.by_urn.items() if getattr(cost, config["basis"]) > limit}
    for urn in over:
        yield fail(machine_path(graph.by_urn[urn]), "costs more than one resource may", at=graph.by_urn[urn])
    for urn in {item.urn for item in estimate.items if item.status is Status.UNKNOWN_INPUT} - over:
        yield unknown("", "the cost hangs on values that are not known before deployment", at=graph.by_urn[urn])


@rule(
    id="ai-unpriced-resources",
    severity="high",
    fix="allow the resource by name once you know its price, or use one that has a price",
    frameworks=maps_to(Family.COST),
    params=(REGION, USAGE, CONTRACT, ALLOWED_UNPRICED),
    good=GOOD,
    bad=(part(token("ec2/Instance"), "server", {"instanceType": "z9.unheard", "ami": "ami-1"}),),
)
def unpriced(graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Everything in a stack has a price or is known to be free."""
    from stackwright.pricing.gate import gate
    from stackwright.pricing.model import Status

    estimate = estimate_of(graph, config)
    result = gate(estimate, monthly_usd=None, allowed_unpriced=config["allowed_unpriced"])
    waiting = {item.urn for item in estimate.items if item.status is Status.UNKNOWN_INPUT}
    without = {item.urn for item in estimate.items if item.status is Status.UNPRICED}
    for urn in dict.fromkeys(urn for urn, _ in result.unpriced):
        if urn in without:
            resource = graph.by_urn[urn]
            yield fail(machine_path(resource), "has no dated price", at=resource)
        elif urn in waiting:
            yield unknown("", "the cost hangs on values that are not known before deployment", at=graph.by_urn[urn])


RULES = (monthly, single, unpriced)
