"""Rules about accelerated machines of dev stacks: bought as spot capacity, and gone when nobody uses them."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Graph
from stackwright.policies.example import but
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.machine_terms import accelerated, fewest, is_spot, least_path, owner, spot_path
from stackwright.policies.rule import DEV_ONLY, rule
from stackwright.policies.rules.cost.instance_types import GOOD

_POOL = but("pool", capacityType="SPOT", scalingConfig={"minSize": 0, "desiredSize": 0, "maxSize": 1})(GOOD)


@rule(
    id="ai-spot-required",
    severity="medium",
    fix="ask for spot capacity: work of dev stacks can be started again",
    level=DEV_ONLY,
    frameworks=maps_to(Family.COST),
    good=_POOL,
    bad=but("pool", capacityType="ON_DEMAND"),
)
def spot(graph: Graph) -> Iterator[Finding]:
    """Accelerators of dev stacks are spot or reserved capacity."""
    for use in accelerated(graph):
        answer = is_spot(use)
        if answer is UNKNOWN or (answer is False and use.accelerators is UNKNOWN):
            yield unknown(spot_path(use), at=owner(use))
        elif answer is False:
            yield fail(spot_path(use), "is not spot capacity", at=owner(use))


@rule(
    id="ai-no-always-on-dev",
    severity="medium",
    fix="let the smallest number of machines be 0, switch idle ones off, or take down what cannot shrink after work",
    level=DEV_ONLY,
    frameworks=maps_to(Family.COST),
    good=_POOL,
    bad=but("pool", scalingConfig={"minSize": 1, "desiredSize": 1, "maxSize": 1}),
)
def not_always_on(graph: Graph) -> Iterator[Finding]:
    """Accelerators of dev stacks are paid only while somebody uses them."""
    for use in accelerated(graph):
        least = fewest(use, graph)
        if least is MISSING or least == 0:
            continue
        if least is UNKNOWN or use.accelerators is UNKNOWN:
            yield unknown(least_path(use), at=owner(use))
        else:
            yield fail(least_path(use), "keeps an accelerator running day and night", at=owner(use))


RULES = (spot, not_always_on)
