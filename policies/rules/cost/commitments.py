"""Rules about money that is spent whether used or not: reserved capacity, and NAT gateways of dev stacks."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import adding, but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import DEV_ONLY, Param, rule
from stackwright.policies.tokens import azure, gcp, token, tokens

RESERVATION = token("ec2/CapacityReservation")
NAT = token("ec2/NatGateway")
NATS = (NAT, gcp("compute/RouterNat"), azure("network/NatGateway"))
# a reservation of Google Cloud carries no labels, so nobody can sign it
COMMITMENTS = tokens("ec2/CapacityReservation", "ec2/CapacityBlockReservation") | tokens(
    "compute/CapacityReservation", "compute/CapacityReservationGroup", "cognitiveservices/CommitmentPlan", of=azure
)


@rule(
    id="ai-commitment-approval",
    types=COMMITMENTS,
    severity="high",
    fix="carry the tag of who approved the commitment",
    frameworks=maps_to(Family.COST),
    params=(Param("approval_tag", "approved_by", {"type": "string"}, "Tag that a commitment carries."),),
    good=(
        part(
            RESERVATION,
            "reserved",
            {
                "availabilityZone": "us-east-1a",
                "instanceCount": 1,
                "instancePlatform": "Linux/UNIX",
                "instanceType": "p5.48xlarge",
                "tags": {"approved_by": "finance"},
            },
        ),
    ),
    bad=but("reserved", tags={"team": "research"}),
)
def approved(resource: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Reserved capacity was approved."""
    tags = resource.get("tags")
    given = cast("Mapping[str, Any]", tags).get(config["approval_tag"]) if isinstance(tags, Mapping) else tags
    if given is UNKNOWN:
        yield unknown("tags")
    elif not isinstance(given, str) or not given:
        yield fail("tags", "lacks the tag of who approved the commitment")


@rule(
    id="ai-nat-per-az-dev",
    severity="low",
    fix="use one NAT gateway in dev stacks",
    level=DEV_ONLY,
    frameworks=maps_to(Family.COST),
    good=(part(NAT, "nat", {"subnetId": "subnet-1", "allocationId": "eip-1"}),),
    bad=adding(part(NAT, "more", {"subnetId": "subnet-2", "allocationId": "eip-2"})),
)
def single_nat(graph: Graph) -> Iterator[Finding]:
    """Dev stacks pay for one NAT gateway only."""
    gateways = sorted(graph.of_type(*NATS), key=lambda one: one.urn)
    for gateway in gateways[1:]:
        yield fail("", "is one more than a dev stack needs", at=gateway)


RULES = (approved, single_nat)
