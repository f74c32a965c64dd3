"""Rule ai-allowed-regions."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Param, rule
from stackwright.policies.tokens import EVERY, token

PLACES = {
    "aws": ("region", "availabilityZone"),
    "gcp": ("region", "location", "zone"),
    "azure-native": ("location",),
}


@rule(
    id="ai-allowed-regions",
    types=EVERY,
    severity="high",
    fix="deploy to one of the allowed regions",
    frameworks=maps_to(Family.RESIDENCY),
    params=(
        Param(
            "allowed",
            [],
            {"type": "array", "items": {"type": "string"}},
            "Regions that data may be in; all when empty.",
        ),
    ),
    example_params={"allowed": ["eu-west-1"]},
    good=(part("pulumi:providers:aws", "aws", {"region": "eu-west-1"}), part(token("s3/Bucket"), "data")),
    bad=but("aws", region="us-east-1"),
)
def check(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Resources are in allowed regions only."""
    allowed = tuple(config["allowed"])
    if not allowed:
        return
    package = resource.type.removeprefix("pulumi:providers:").partition(":")[0]
    for path in PLACES.get(package, ()):
        value = resource.get(path)
        if value is UNKNOWN:
            yield unknown(path)
        elif value is not MISSING and not str(value).lower().replace(" ", "").startswith(allowed):
            yield fail(path, "is outside the allowed regions")
