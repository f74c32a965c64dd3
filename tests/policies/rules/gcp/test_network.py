from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import gcp

FIREWALL, RULE = gcp("compute/Firewall"), gcp("compute/NetworkFirewallPolicyRule")
HTTPS = [{"protocol": "tcp", "ports": ["443"]}]
WORLD = ["0.0.0.0/0"]


def _results(kind: str, inputs: dict[str, Any], ports: list[int]) -> list[str]:
    found = by_id("gcp-network-no-open-ingress")(graph_of((part(kind, "wall", inputs),)), allowed_ports=ports)
    return [one.result.value for one in found]


@pytest.mark.parametrize(
    ("kind", "inputs", "ports", "results"),
    [
        (FIREWALL, {"allows": HTTPS, "sourceRanges": WORLD}, [], ["fail"]),
        (FIREWALL, {"allows": HTTPS, "sourceRanges": WORLD}, [443], []),
        (FIREWALL, {"allows": [*HTTPS, {"protocol": "all"}], "sourceRanges": WORLD}, [443], ["fail"]),
        (FIREWALL, {"allows": HTTPS, "sourceRanges": WORLD, "direction": "EGRESS"}, [], []),
        (FIREWALL, {"allows": HTTPS, "sourceRanges": WORLD, "disabled": True}, [], []),
        (FIREWALL, {"denies": [{"protocol": "all"}], "sourceRanges": WORLD}, [], []),
        (FIREWALL, {"allows": HTTPS}, [], ["fail"]),
        (FIREWALL, {"allows": HTTPS, "sourceTags": ["login"]}, [], []),
        (FIREWALL, {"allows": HTTPS, "sourceRanges": WORLD, "direction": UNKNOWN}, [], ["unknown"]),
        (FIREWALL, {"allows": HTTPS, "sourceRanges": [UNKNOWN]}, [], ["unknown"]),
        (RULE, {"action": "allow", "direction": "INGRESS", "match": {"srcIpRanges": WORLD}}, [], ["fail"]),
        (RULE, {"action": "deny", "direction": "INGRESS", "match": {"srcIpRanges": WORLD}}, [], []),
    ],
)
def test_a_firewall_is_open_only_where_it_lets_the_world_in(
    kind: str, inputs: dict[str, Any], ports: list[int], results: list[str]
) -> None:
    assert _results(kind, inputs, ports) == results


def test_a_subnetwork_of_googles_proxies_has_nothing_to_log() -> None:
    proxies = {"purpose": "REGIONAL_MANAGED_PROXY"}
    graph = graph_of((part(gcp("compute/Subnetwork"), "proxies", proxies),))
    assert by_id("gcp-network-flow-logs")(graph) == by_id("gcp-network-private-google-access")(graph) == []


def test_a_subnetwork_of_gpu_adapters_has_nothing_to_log_and_nobody_to_call() -> None:
    network, subnet = "gcp:compute/network:Network", "gcp:compute/subnetwork:Subnetwork"

    def graph(**inputs: str) -> Graph:
        subnets = Resource("s", subnet, "rdma-0", {"network": "n"}, property_dependencies={"network": ("n",)})
        return Graph([Resource("n", network, "rdma", inputs), subnets])

    rules = by_id("gcp-network-flow-logs"), by_id("gcp-network-private-google-access")
    assert [found for one in rules for found in one(graph(networkProfile="us-central1-a-vpc-roce"))] == []
    assert [found.result.value for one in rules for found in one(graph())] == ["fail", "fail"]
