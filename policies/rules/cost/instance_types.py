"""Rules ai-allowed-instance-types and ai-denied-instance-types."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.machine_uses import MACHINE_TYPES, named
from stackwright.policies.rule import Param, rule
from stackwright.policies.tokens import token

PATTERNS = {"type": "array", "items": {"type": "string"}}
GOOD = (
    part(
        token("eks/NodeGroup"),
        "pool",
        {
            "clusterName": "c",
            "nodeRoleArn": "arn",
            "subnetIds": ["subnet-1"],
            "instanceTypes": ["g6.xlarge"],
            "scalingConfig": {"minSize": 1, "desiredSize": 1, "maxSize": 1},
        },
    ),
)


def _matches(value: Any, patterns: list[str]) -> bool:
    name = str(value).lower().removeprefix("ml.")
    return any(fnmatchcase(name, one.lower().removeprefix("ml.")) for one in patterns)


@rule(
    id="ai-allowed-instance-types",
    types=MACHINE_TYPES,
    severity="high",
    fix="use an allowed machine type",
    frameworks=maps_to(Family.COST),
    params=(Param("allowed", [], PATTERNS, "Machine types, `*` allowed in them; all when empty."),),
    example_params={"allowed": ["g6.*", "t3.*"]},
    good=GOOD,
    bad=but("pool", instanceTypes=["p5.48xlarge"]),
)
def allowed(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Machines are of allowed types only."""
    if config["allowed"]:
        for path, value in named(resource):
            if value is UNKNOWN:
                yield unknown(path)
            elif not _matches(value, config["allowed"]):
                yield fail(path, "is not among the allowed machine types")


@rule(
    id="ai-denied-instance-types",
    types=MACHINE_TYPES,
    severity="high",
    fix="use another machine type",
    frameworks=maps_to(Family.COST),
    params=(Param("denied", [], PATTERNS, "Machine types that are refused, `*` allowed in them."),),
    example_params={"denied": ["p5*", "p6*"]},
    good=GOOD,
    bad=but("pool", instanceTypes=["p5.48xlarge"]),
)
def denied(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """No machine is of a denied type."""
    if config["denied"]:
        for path, value in named(resource):
            if value is UNKNOWN:
                yield unknown(path)
            elif _matches(value, config["denied"]):
                yield fail(path, "is a denied machine type")


RULES = (allowed, denied)
