"""Rule ai-max-gpu-count."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import UNKNOWN, Graph
from stackwright.policies.example import but
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.machine_counts import MACHINES
from stackwright.policies.machine_uses import uses
from stackwright.policies.rule import Param, rule
from stackwright.policies.rules.cost.instance_types import GOOD


@rule(
    id="ai-max-gpu-count",
    severity="high",
    fix="lower the largest number of nodes, or raise `max_gpus` of this rule",
    frameworks=maps_to(Family.COST),
    params=(Param("max_gpus", 64, {"type": "number", "minimum": 0}, "Most accelerators of one stack."),),
    good=GOOD,
    bad=but("pool", instanceTypes=["p5.48xlarge"], scalingConfig={"minSize": 0, "desiredSize": 0, "maxSize": 9}),
)
def check(graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """A stack cannot grow beyond a number of accelerators."""
    limit = config["max_gpus"]
    dearest: dict[tuple[str, str], float] = {}
    waiting: list[Finding] = []
    for use in uses(graph):
        each = use.accelerators
        if each is UNKNOWN or (use.most is UNKNOWN and each != 0):
            waiting.append(unknown(use.path, at=use.at))
        elif each is None:
            yield fail(use.path, "is an accelerated machine type that is not in the table", at=use.at)
        elif each and isinstance(use.most, int | float):
            # a group that lists several types runs on one of them at a time; pools of one resource run together
            place = use.at.urn, use.path if use.at.type in MACHINES else ""
            dearest[place] = max(dearest.get(place, 0.0), each * use.most)
    total = sum(dearest.values())
    if total > limit:
        yield fail("", f"the stack can grow to {total:.0f} accelerators, the limit is {limit:.0f}")
    else:
        yield from waiting
