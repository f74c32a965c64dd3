"""Rule ai-max-cost-increase."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import Graph
from stackwright.policies.costs import BASIS, CONTRACT, REGION, USAGE, dearest, estimate_of, machine_path
from stackwright.policies.example import adding, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.rules.cost.estimates import GOOD, MONEY
from stackwright.policies.tokens import token


@rule(
    id="ai-max-cost-increase",
    severity="high",
    fix="use fewer or smaller machines, or raise `max_increase_usd` or `max_increase_percent` of this rule",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.COST),
    params=(
        Param(
            "previous_usd",
            None,
            {"type": "number", "minimum": 0},
            "What the stack cost in a month before the change; nothing is compared when unset.",
        ),
        Param("max_increase_usd", None, MONEY, "Most that a month may cost more; no limit when unset."),
        Param(
            "max_increase_percent",
            20,
            {"type": "number", "minimum": 0},
            "Most that a month may cost more, in percent of what it cost before; of nothing no percentage is taken.",
        ),
        BASIS,
        REGION,
        USAGE,
        CONTRACT,
    ),
    example_params={"previous_usd": 40},
    good=GOOD,
    bad=adding(part(token("ec2/NatGateway"), "more", {"subnetId": "subnet-2", "allocationId": "eip-2"})),
)
def check(graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """A change makes a stack cost little more than before."""
    from stackwright.pricing.model import Status

    before, basis = config["previous_usd"], config["basis"]
    if before is None:
        return
    estimate = estimate_of(graph, config)
    now: float = getattr(estimate, basis)
    percent = config["max_increase_percent"]
    limits = [before + config["max_increase_usd"]] if config["max_increase_usd"] is not None else []
    limits += [before * (1 + percent / 100)] if before and percent is not None else []
    if any(round(now, 2) > round(limit, 2) for limit in limits):
        most = dearest(graph, estimate, basis)
        text = f"the stack costs USD {now:,.0f} a month ({basis}), after {before:,.0f} before; this costs most"
        yield fail(machine_path(most), text, at=most)
    elif limits and any(item.status is Status.UNKNOWN_INPUT for item in estimate.items):
        yield unknown("", "the cost hangs on values that are not known before deployment")
