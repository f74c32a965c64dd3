"""Rules about networks: flow logs, the default security group, private endpoints."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part, without
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, Level, Param, rule
from stackwright.policies.shapes import must_be_joined
from stackwright.policies.tokens import token

VPC = token("ec2/Vpc")
FLOW_LOG = token("ec2/FlowLog")
DEFAULT_GROUP = token("ec2/DefaultSecurityGroup")
ENDPOINT = token("ec2/VpcEndpoint")
CLUSTER = token("eks/Cluster")
NETWORK = part(VPC, "network", {"cidrBlock": "10.0.0.0/16"})
EVERYWHERE = ("s3", "ecr.api", "ecr.dkr", "sts", "logs")
BY_PACKAGE = {
    "aws:sagemaker/": ("sagemaker.api", "sagemaker.runtime"),
    "aws:bedrock/": ("bedrock-runtime",),
    "aws:eks/": (),
}

flow_logs = rule(
    id="aws-vpc-flow-logs",
    title="Networks log their traffic",
    types={VPC},
    severity="medium",
    fix="add a flow log for the network",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV2_AWS_11", hub="EC2.6", cis="3.7", trivy="AWS-0178"),
    good=(NETWORK, part(FLOW_LOG, "flows", {"vpcId": UNKNOWN, "trafficType": "ALL"}, vpcId="network")),
    bad=without("flows"),
)(must_be_joined(frozenset({FLOW_LOG}), "vpcId", text="no flow log points at this network"))


@rule(
    id="aws-vpc-default-sg-closed",
    types={VPC, DEFAULT_GROUP},
    severity="medium",
    fix="adopt the default security group with no rules",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV2_AWS_12", hub="EC2.2", cis="5.5"),
    good=(NETWORK, part(DEFAULT_GROUP, "closed", {"vpcId": UNKNOWN}, vpcId="network")),
    bad=but("closed", ingress=[{"protocol": "-1", "fromPort": 0, "toPort": 0, "self": True}]),
)
def default_group_closed(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """The default security group of a network lets nothing through."""
    if resource.type == VPC:
        if graph.pointing_at(resource, DEFAULT_GROUP, "vpcId") is None:
            yield fail("", "the default security group is not adopted, and lets its members talk")
        return
    for path in ("ingress", "egress"):
        value = resource.get(path)
        if value is UNKNOWN:
            yield unknown(path)
        elif isinstance(value, list) and value:
            yield fail(path, "has rules")


@rule(
    id="aws-vpc-ai-endpoints",
    types={VPC},
    severity="high",
    fix="add the missing VPC endpoints: traffic stays private and NAT charges go away",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.EXPOSURE, hub="EC2.55 EC2.56", aisf="AISF-INFRA-01", prowler="bedrock_vpc_endpoints_configured"
    ),
    params=(
        Param(
            "services",
            [],
            {"type": "array", "items": {"type": "string"}},
            "More services that need an endpoint, as in the last part of their names.",
        ),
    ),
    good=(
        NETWORK,
        part(CLUSTER, "cluster"),
        *(
            part(
                ENDPOINT,
                f"to-{name}",
                {"vpcId": UNKNOWN, "serviceName": f"com.amazonaws.us-east-1.{name}"},
                vpcId="network",
            )
            for name in EVERYWHERE
        ),
    ),
    bad=without("to-ecr.api"),
)
def ai_endpoints(vpc: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Networks of AI workloads reach the cloud's services over private endpoints."""
    used = [prefix for prefix in BY_PACKAGE if any(kind.startswith(prefix) for kind in graph.types)]
    if not used:
        return
    wanted = [*EVERYWHERE, *(name for prefix in used for name in BY_PACKAGE[prefix]), *config["services"]]
    names = [one.get("serviceName") for one in graph.all_pointing_at(vpc, ENDPOINT, "vpcId")]
    there = {str(name).split(".", 3)[-1] for name in names if name is not UNKNOWN}
    for name in sorted(set(wanted) - there):
        if UNKNOWN in names:
            yield unknown("", "has endpoints to services that are not known before deployment")
            return
        yield fail("", f"has no endpoint to {name}" if name in _NAMES else "lacks an endpoint to a wanted service")


_NAMES = frozenset({*EVERYWHERE, *(name for names in BY_PACKAGE.values() for name in names)})

RULES = (flow_logs, default_group_closed, ai_endpoints)
