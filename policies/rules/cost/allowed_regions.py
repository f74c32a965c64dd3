"""Rule ai-allowed-regions."""

import re
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
    "gcp": (
        "region",
        "location",
        "zone",
        "replication.userManaged.replicas[*].location",
        "customPlacementConfig.dataLocations[*]",
    ),
    "azure-native": ("location", "locations[*].locationName"),
    "pulumi-python": ("region",),
}
"""Where resources of each cloud say where they and their copies are."""
EVERYWHERE = {"azure-native": ("global",)}
"""Places of what holds no data of anybody: Azure's names, routes and alerts have no region."""
ZONE = re.compile(r"(?<=\d)-?[a-z]$")
"""What a zone adds to its region: `a` on AWS, `-a` on Google Cloud."""


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
    allowed = {_plain(region) for region in config["allowed"]}
    if not allowed:
        return
    package = resource.type.removeprefix("pulumi:providers:").partition(":")[0]
    for place in PLACES.get(package, ()):
        for path, value in resource.all(place):
            if value is UNKNOWN:
                yield unknown(path)
            elif value is not MISSING and not _inside(_plain(value), allowed, EVERYWHERE.get(package, ())):
                yield fail(path, "is outside the allowed regions")


def _plain(value: Any) -> str:
    """Azure writes a region both as `westeurope` and as `West Europe`."""
    return str(value).lower().replace(" ", "")


def _inside(place: str, allowed: set[str], everywhere: tuple[str, ...]) -> bool:
    return place in allowed or place in everywhere or ZONE.sub("", place) in allowed
