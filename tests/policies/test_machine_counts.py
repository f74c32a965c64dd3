from typing import Any

import pytest

from stackwright.plan.graph import MISSING, UNKNOWN
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.machine_counts import CLUSTER, DEPLOYED, MACHINES, attached, bases, largest
from stackwright.policies.machine_uses import accelerators_of, uses
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import azure, gcp

POOL = gcp("container/NodePool")
AGENTS = azure("containerservice/AgentPool")
AKS = azure("containerservice/ManagedCluster")
DEPLOYMENT = azure("machinelearningservices/OnlineDeployment")
SCALING = azure("monitor/AutoscaleSetting")
H100 = {"machineType": "a3-highgpu-8g"}
GARDEN = gcp("vertex/AiEndpointWithModelGardenDeployment")


def _pool(pool: dict[str, Any], cluster: dict[str, Any]) -> Any:
    parts = part(CLUSTER, "cluster", cluster), part(POOL, "pool", {"cluster": UNKNOWN, **pool}, cluster="cluster")
    graph = graph_of(parts)
    return largest(graph.resources[1], graph)


REGIONAL, ZONAL = {"location": "europe-west4"}, {"location": "europe-west4-a"}


@pytest.mark.parametrize(
    ("pool", "cluster", "nodes"),
    [
        ({"autoscaling": {"maxNodeCount": 4}}, REGIONAL, 12),
        ({"autoscaling": {"maxNodeCount": 4}}, ZONAL, 4),
        ({"autoscaling": {"maxNodeCount": 4}, "nodeLocations": ["europe-west4-a"]}, REGIONAL, 4),
        ({"autoscaling": {"maxNodeCount": 4}}, {**REGIONAL, "nodeLocations": ["europe-west4-a", "europe-west4-b"]}, 8),
        ({"autoscaling": {"maxNodeCount": 4}}, {**ZONAL, "nodeLocations": ["europe-west4-b"]}, 8),
        ({"autoscaling": {"totalMaxNodeCount": 4}}, REGIONAL, 4),
        ({"nodeCount": 2}, REGIONAL, 6),
        ({}, REGIONAL, MISSING),
        ({"autoscaling": {"maxNodeCount": UNKNOWN}}, ZONAL, UNKNOWN),
        ({"autoscaling": {"maxNodeCount": 4}}, {"location": UNKNOWN}, UNKNOWN),
        ({"autoscaling": {"maxNodeCount": 4}, "nodeLocations": UNKNOWN}, ZONAL, UNKNOWN),
    ],
)
def test_gke_counts_nodes_in_each_zone(pool: dict[str, Any], cluster: dict[str, Any], nodes: Any) -> None:
    assert _pool(pool, cluster) == nodes


def test_a_cluster_whose_default_pool_goes_away_has_no_machines_of_its_own() -> None:
    kept, gone = graph_of((part(CLUSTER, "a", REGIONAL), part(CLUSTER, "b", {"removeDefaultNodePool": True})))
    assert (bases(kept, MACHINES[CLUSTER]), bases(gone, MACHINES[CLUSTER])) == ([""], [])


def _found(*parts: Part) -> list[tuple[str, str, Any, Any]]:
    return [(use.at.name, use.path, use.most, use.accelerators) for use in uses(graph_of(parts))]


def test_a_pool_has_the_accelerators_that_it_attaches_itself() -> None:
    config = {"machineType": "n1-standard-8", "guestAccelerators": [{"type": "nvidia-tesla-t4", "count": 4}]}
    pool = part(POOL, "pool", {"location": "europe-west4-a", "nodeCount": 2, "nodeConfig": config})
    assert _found(pool) == [("pool", "nodeConfig.machineType", 2, 4)]
    assert attached(graph_of((part(POOL, "bare"),)).resources[0]) is MISSING


def test_each_pool_that_an_aks_cluster_lists_counts() -> None:
    pools = [{"vmSize": "Standard_D4s_v5", "count": 3}, {"vmSize": "Standard_NC24ads_A100_v4", "maxCount": 5}]
    assert _found(part(AKS, "aks", {"agentPoolProfiles": pools})) == [
        ("aks", "agentPoolProfiles[0].vmSize", 3, 0),
        ("aks", "agentPoolProfiles[1].vmSize", 5, 1),
    ]
    graph = graph_of((part(AKS, "aks", {"agentPoolProfiles": pools}),))
    (found,) = by_id("ai-max-gpu-count")(graph, max_gpus=4)
    assert found.message == "the stack can grow to 5 accelerators, the limit is 4"


def test_a_deployment_counts_as_far_as_its_autoscaling_goes() -> None:
    inputs = {"properties": {"instanceType": "Standard_NC24ads_A100_v4"}, "sku": {"capacity": 2}}
    scaling = {"profiles": [{"capacity": {"minimum": "1", "maximum": "6", "default": "1"}}]}
    deployment = part(DEPLOYMENT, "blue", inputs)
    assert _found(deployment)[0][2] == 2
    assert _found(deployment, part(SCALING, "scaling", scaling, targetResourceUri="blue"))[0][2] == 6


@pytest.mark.parametrize(
    ("kind", "inputs"),
    [
        (GARDEN, {"deployConfig": {"dedicatedResources": {"machineSpec": H100, "maxReplicaCount": 3}}}),
        (DEPLOYED, {**H100, "acceleratorCount": 8, "maxReplicaCount": 3}),
    ],
)
def test_models_on_vertex_endpoints_count_with_all_replicas(kind: str, inputs: dict[str, Any]) -> None:
    ((_, _, most, each),) = _found(part(kind, "llm", inputs))
    assert (most, each) == (3, 8)


@pytest.mark.parametrize(
    ("name", "cloud", "count"),
    [
        ("a3-highgpu-8g", "gcp", 8),
        ("ct6e-standard-8t", "gcp", 8),
        ("e2-standard-4", "gcp", 0),
        ("a9-unheard-8g", "gcp", None),
        ("Standard_ND96isr_H100_v5", "azure", 8),
        ("Standard_D4s_v5", "azure", 0),
        ("Standard_NC999_unheard", "azure", None),
    ],
)
def test_accelerators_are_counted_from_the_table_of_their_cloud(name: str, cloud: str, count: int | None) -> None:
    assert accelerators_of(name, cloud) == count
