from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import gcp

HOME = {"cidrBlocks": [{"cidrBlock": "203.0.113.0/24"}]}
WORLD = {"cidrBlocks": [{"cidrBlock": "203.0.113.0/24"}, {"cidrBlock": "0.0.0.0/0"}]}
NO_IP = {"ipEndpointsConfig": {"enabled": False}}


def _results(rule: str, inputs: dict[str, Any], kind: str = "container/Cluster") -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of((part(gcp(kind), "cluster", inputs),)))]


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"masterAuthorizedNetworksConfig": HOME}, []),
        ({"masterAuthorizedNetworksConfig": {}}, []),
        ({"masterAuthorizedNetworksConfig": WORLD}, ["fail"]),
        ({}, ["fail"]),
        ({"privateClusterConfig": {"enablePrivateEndpoint": True}}, []),
        ({"controlPlaneEndpointsConfig": NO_IP}, []),
        ({"masterAuthorizedNetworksConfig": WORLD, "controlPlaneEndpointsConfig": NO_IP}, []),
        ({"privateClusterConfig": UNKNOWN}, ["unknown"]),
        ({"masterAuthorizedNetworksConfig": UNKNOWN}, ["unknown"]),
        ({"masterAuthorizedNetworksConfig": {"cidrBlocks": [{"cidrBlock": UNKNOWN}]}}, ["unknown"]),
    ],
)
def test_the_api_is_closed_by_ranges_or_by_having_no_public_address(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("gcp-gke-control-plane-restricted", inputs) == results


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"removeDefaultNodePool": True}, []),
        ({"enableAutopilot": True}, []),
        ({}, ["fail"]),
        ({"nodeConfig": {"serviceAccount": "nodes@lab.iam.gserviceaccount.com"}}, []),
        ({"nodePools": [{"nodeConfig": {"serviceAccount": "default"}}]}, ["fail"]),
    ],
)
def test_nodes_of_a_cluster_are_judged_where_it_keeps_any(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("gcp-gke-node-sa", inputs) == results


def test_accelerated_nodes_may_build_their_drivers() -> None:
    plain = {"nodeConfig": {"shieldedInstanceConfig": {"enableIntegrityMonitoring": True}}}
    gpu = {"nodeConfig": {**plain["nodeConfig"], "guestAccelerators": [{"type": "nvidia-l4", "count": 1}]}}
    assert _results("gcp-gke-shielded-nodes", plain, "container/NodePool") == ["fail"]
    assert _results("gcp-gke-shielded-nodes", gpu, "container/NodePool") == []


def test_flex_start_goes_without_repair() -> None:
    off = {"management": {"autoRepair": False}}
    assert _results("gcp-gke-repair-upgrade", off, "container/NodePool") == ["fail"]
    assert _results("gcp-gke-repair-upgrade", {**off, "nodeConfig": {"flexStart": True}}, "container/NodePool") == []
