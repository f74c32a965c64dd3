"""Area of concern: how the Azure kit places roles: one group, one workspace, tags everywhere, private ways to all."""

from collections.abc import Callable

import pulumi
import pytest

from stackwright.accelerators.catalog import resolve
from stackwright.components.azure.kit import AzureKit
from stackwright.components.intents import ClusterAccess, FilesystemKind, Foundation, Nat, Purchase, RunsOn, Variant
from stackwright.sdk.schema import resource_schema
from stackwright.testing.plugin import Cloud

FOUNDATION = Foundation("lab", "eastus", "dev", protect=False, log_retention_days=30, tags={"owner": "research"})
ENDPOINT, POOL = "azure-native:network:PrivateEndpoint", "azure-native:containerservice:AgentPool"
PRIVATE = {
    "azure-native:containerregistry:Registry",
    "azure-native:keyvault:Vault",
    "azure-native:machinelearningservices:Workspace",
}


def _ground() -> AzureKit:
    kit = AzureKit(FOUNDATION)
    kit.key("key")
    kit.network("network", cidr="10.20.0.0/16", zones=["1", "2"], nat=Nat.SINGLE, services=[])
    return kit


def _pool(kit: AzureKit, zone: str | None = None) -> None:
    kit.gpu_pool(
        "pool",
        machine=resolve("A100:1", "azure"),
        nodes=1,
        purchase=Purchase(),
        zone=zone,
        disk_gib=100,
        placement_group=False,
    )


def _training() -> None:
    kit = _ground()
    kit.object_store("data")
    kit.registry("images")
    kit.cluster("cluster", access=ClusterAccess())
    _pool(kit, "2")
    kit.filesystem("home", kind=FilesystemKind.NFS, size_gib=100, throughput=0, zone=None, source=None)


def _inference() -> None:
    kit = _ground()
    kit.endpoint(
        "endpoint",
        variants=[Variant("only", resolve("A100:1", "azure"), "laboratory.azurecr.io/serve:1.0.0")],
        identity=kit.identity("server", runs_on=RunsOn.ENDPOINT),
        capture=kit.object_store("capture"),
        capture_percent=10,
        requests_per_instance=60,
    )


both = pytest.mark.parametrize("program", [_training, _inference])


@both
def test_everything_that_takes_tags_carries_those_of_the_stack(cloud: Cloud, program: Callable[[], None]) -> None:
    own = {"stackwright:stack": "lab", "stackwright:environment": "dev", "owner": "research"}
    bare = [
        f"{each.type} {each.name}"
        for each in cloud.preview(program)
        if (schema := resource_schema(each.type))
        and "tags" in schema.inputs
        and not own.items() <= dict(each.inputs.get("tags") or {}).items()
    ]
    assert bare == []


@both
def test_all_logs_go_to_one_workspace_in_one_group(cloud: Cloud, program: Callable[[], None]) -> None:
    plan = cloud.preview(program)
    group = plan.only("azure-native:resources:ResourceGroup").get("resourceGroupName")
    assert {each.get("resourceGroupName") for each in plan if "resourceGroupName" in each.inputs} == {
        group,
        "NetworkWatcherRG",
    }
    workspace = plan.only("azure-native:operationalinsights:Workspace")
    settings = plan.of_type("azure-native:monitor:DiagnosticSetting")
    assert all(plan.wired(each, "workspaceId") == [workspace] for each in settings)


@both
def test_what_has_no_public_address_has_a_private_one(cloud: Cloud, program: Callable[[], None]) -> None:
    plan = cloud.preview(program)
    reached = {
        target.urn
        for endpoint in plan.of_type(ENDPOINT)
        for target in plan.wired(endpoint, "privateLinkServiceConnections")
    }
    assert [each.name for each in plan if each.type in PRIVATE and each.urn not in reached] == []


@both
def test_a_stack_is_accepted(cloud: Cloud, program: Callable[[], None], contract_errors) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert contract_errors(cloud.preview(program)) == []


def test_a_pool_without_a_cluster_is_refused(cloud: Cloud) -> None:
    with pytest.raises(pulumi.RunError, match=r"call kit\.cluster first"):
        cloud.deploy(lambda: _pool(_ground()))


def test_nodes_stand_in_the_zone_that_was_asked_for(cloud: Cloud) -> None:
    plan = cloud.preview(_training)
    pool = plan.only(POOL)
    assert pool.get("availabilityZones") == ["2"]
    subnet = plan.only("azure-native:network:Subnet", "lab-network-private-machines-2")
    assert subnet in plan.wired(pool, "vnetSubnetID")


def test_nodes_pull_from_the_registries_of_the_stack(cloud: Cloud) -> None:
    plan = cloud.preview(_training)
    registry = plan.only("azure-native:containerregistry:Registry")
    roles = plan.of_type("azure-native:authorization:RoleAssignment")
    assert [each.name for each in roles if registry in plan.wired(each, "scope")]


def test_an_endpoint_brings_a_registry_where_there_is_none(cloud: Cloud) -> None:
    plan = cloud.preview(_inference)
    workspace = plan.only("azure-native:machinelearningservices:Workspace")
    assert plan.only("azure-native:containerregistry:Registry") in plan.wired(workspace, "containerRegistry")


def test_the_subscription_that_is_named_is_the_providers(cloud: Cloud) -> None:
    named = Foundation("lab", "eastus", "dev", protect=False, log_retention_days=30, account="1-2-3")
    provider = cloud.preview(lambda: AzureKit(named)).only("pulumi:providers:azure-native")
    assert provider.get("subscriptionId") == "1-2-3"
