"""Rule ai-resource-within-budget."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.policies.costs import BASIS, CONTRACT, HOURLY, MONTHLY, REGION, USAGE, estimate_alone, machine_path
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.tokens import EVERY, token


@rule(
    id="ai-resource-within-budget",
    types=EVERY,
    severity="critical",
    fix="use a smaller machine or fewer of them, or raise the budget",
    frameworks=maps_to(Family.COST),
    params=(MONTHLY, HOURLY, BASIS, REGION, USAGE, CONTRACT),
    example_params={"monthly_usd": 1000},
    good=(part(token("ec2/CapacityReservation"), "machines", {"instanceType": "m7i.large", "instanceCount": 2}),),
    bad=but("machines", instanceType="p5.48xlarge"),
)
def check(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """No resource alone costs more than the whole stack may: it is refused before it is made, without a preview too."""
    monthly, hourly = config["monthly_usd"], config["max_hourly_usd"]
    if (monthly is None and hourly is None) or not resource.custom:
        return
    found = estimate_alone(resource, config)
    if monthly is not None and round(getattr(found, config["basis"]), 2) > monthly:
        yield fail(machine_path(resource), "costs more in a month than the whole stack may")
    elif hourly is not None and round(found.peak_hour, 2) > hourly:
        yield fail(machine_path(resource), "costs more in an hour than the whole stack may")
    else:
        waiting = {item.waits_for for item in found.items if item.waits_for}
        yield from (unknown(path) for path in sorted(waiting) if resource.get(path) is UNKNOWN)
