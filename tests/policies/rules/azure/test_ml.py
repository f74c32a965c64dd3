from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import azure

COMPUTE = azure("machinelearningservices/Compute")
DEPLOYMENT = azure("machinelearningservices/OnlineDeployment")
WORKSPACE = azure("machinelearningservices/Workspace")
NODES = {"computeType": "AmlCompute", "properties": {"enableNodePublicIp": False}}
INSIDE = {"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"}}


def _results(rule: str, *parts: Part) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


def test_compute_needs_no_subnet_where_the_workspace_has_a_network() -> None:
    nodes = part(COMPUTE, "nodes", {"properties": NODES}, workspaceName="lab")
    assert _results("azure-ml-compute-vnet", part(WORKSPACE, "lab", INSIDE), nodes) == []
    assert _results("azure-ml-compute-vnet", part(WORKSPACE, "lab", {}), nodes) == ["fail"]


def test_a_deployment_may_call_out_where_the_workspace_decides_whom() -> None:
    blue = part(DEPLOYMENT, "blue", {"properties": {"endpointComputeType": "Managed"}}, workspaceName="lab")
    assert _results("azure-ml-endpoint-private-auth", part(WORKSPACE, "lab", INSIDE), blue) == []
    assert _results("azure-ml-endpoint-private-auth", part(WORKSPACE, "lab", {}), blue) == ["fail"]


@pytest.mark.parametrize("kind", ["AKS", "Kubernetes", "Databricks"])
def test_compute_that_is_managed_elsewhere_is_not_judged_here(kind: str) -> None:
    attached = part(COMPUTE, "attached", {"properties": {"computeType": kind}})
    for rule in ("azure-ml-compute-vnet", "azure-ml-compute-no-local-auth", "azure-ml-cluster-scale-to-zero"):
        assert _results(rule, attached) == []


@pytest.mark.parametrize(
    ("idle", "results"),
    [("PT60M", []), ("PT6H", ["fail"]), ("soon", ["fail"]), (UNKNOWN, ["unknown"]), (None, ["fail"])],
)
def test_an_instance_stops_within_the_limit(idle: Any, results: list[str]) -> None:
    inner = {"computeType": "ComputeInstance", "properties": {"idleTimeBeforeShutdown": idle}}
    assert _results("azure-ml-instance-idle-shutdown", part(COMPUTE, "desk", {"properties": inner})) == results


def test_the_account_of_a_workspace_is_reached_through_the_endpoint_that_its_network_makes() -> None:
    account = part(azure("storage/StorageAccount"), "store", {})
    inside = part(WORKSPACE, "lab", {**INSIDE, "storageAccount": UNKNOWN}, storageAccount="store")
    outside = part(WORKSPACE, "lab", {"storageAccount": UNKNOWN}, storageAccount="store")
    assert _results("azure-storage-private-endpoint", account, inside) == []
    assert _results("azure-storage-private-endpoint", account, outside) == ["fail"]
