from stackwright.plan.graph import UNKNOWN
from stackwright.policies.costs import estimate_of, stack_region
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

PROVIDER = "pulumi:providers:aws"


def test_the_region_is_the_provider_s_and_else_the_usual_one() -> None:
    assert stack_region(graph_of((part(PROVIDER, "aws", {"region": "eu-west-1"}),)), "us-east-1") == "eu-west-1"
    assert stack_region(graph_of((part(PROVIDER, "aws", {"region": UNKNOWN}),)), "us-east-1") == "us-east-1"


def test_one_stack_is_estimated_once_for_all_rules() -> None:
    graph = graph_of((part(token("ec2/NatGateway"), "nat", {"subnetId": "s"}),))
    config = by_id("ai-unpriced-resources").setting().params
    assert estimate_of(graph, config) is estimate_of(graph, config)
