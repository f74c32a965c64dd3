from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.azure.cluster import AzureCluster, AzureClusterArgs
from stackwright.components.azure.cluster.control_plane import VERSION
from stackwright.components.azure.identity import AzureIdentity, AzureIdentityArgs
from stackwright.components.azure.keys import AzureKey, AzureKeyArgs
from stackwright.components.intents import Nat, RunsOn
from stackwright.testing.plugin import Cloud

CLUSTER = "azure-native:containerservice:ManagedCluster"
DISKS = "azure-native:compute:DiskEncryptionSet"
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
ROLE = "azure-native:authorization:RoleAssignment"
LOCK = "azure-native:authorization:ManagementLockByScope"
SCHEDULE = "azure-native:containerservice:MaintenanceConfiguration"
PLACE: dict[str, Any] = {"resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}
NET = "/subscriptions/1/resourceGroups/lab/providers/Microsoft.Network/virtualNetworks/net/subnets"
WIRES: dict[str, Any] = {"subnet_id": f"{NET}/a", "api_subnet_id": f"{NET}/cluster", "workspace_id": "/logs"}
MAX: dict[str, Any] = {
    "nat": Nat.NONE,
    "registry_ids": ["/registry"],
    "version": "1.33",
    "public_cidrs": ["203.0.113.0/24"],
    "admin_groups": ["00000000-0000-0000-0000-000000000001"],
    "system_machine_type": "Standard_D8ds_v5",
    "system_nodes": 5,
    "zones": ["2"],
    "protect": True,
}


def _cluster(**knobs: Any) -> AzureCluster:
    key = AzureKey("key", AzureKeyArgs(**PLACE))
    used = {"key_uri": key.key_uri, "key_name": key.key_name, "vault_id": key.vault_id, "key_user_id": key.user_id}
    return AzureCluster("train", AzureClusterArgs(**PLACE, **WIRES, **used, **knobs))


def _max() -> None:
    pods = AzureIdentity("data", AzureIdentityArgs(**PLACE, runs_on=RunsOn.POD))
    _cluster(**MAX).bind(pods, namespace="jobs", service_account="trainer")


@pytest.mark.parametrize("program", [_cluster, _max], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, program) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert contract_errors(cloud.preview(program)) == []


def test_the_api_is_in_the_network_and_nowhere_else_by_default(cloud: Cloud) -> None:
    assert cloud.preview(_cluster).only(CLUSTER).inputs["apiServerAccessProfile"] == {
        "enableVnetIntegration": True,
        "subnetId": f"{NET}/cluster",
        "enablePrivateCluster": True,
        "enablePrivateClusterPublicFQDN": False,
        "privateDNSZone": "system",
        "disableRunCommand": True,
    }


def test_listed_ranges_reach_the_api_and_no_others(cloud: Cloud) -> None:
    cluster = cloud.preview(lambda: _cluster(public_cidrs=["203.0.113.0/24"])).only(CLUSTER)
    profile = cluster.inputs["apiServerAccessProfile"]
    assert profile["authorizedIPRanges"] == ["203.0.113.0/24"]
    assert profile["enablePrivateCluster"] is False
    assert profile["enableVnetIntegration"] is True


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "128.0.0.0/1", "::/0"])
def test_the_api_is_never_open_to_the_internet(cidr: str) -> None:
    used = {"key_uri": "u", "key_name": "k", "vault_id": "v", "key_user_id": "i"}
    with pytest.raises(ValidationError, match="opens the Kubernetes API to the internet"):
        AzureClusterArgs(**PLACE, **WIRES, **used, public_cidrs=[cidr])


def test_entra_and_azure_say_who_may_do_what_and_nothing_gets_around_them(cloud: Cloud) -> None:
    cluster = cloud.preview(lambda: _cluster(admin_groups=["team"])).only(CLUSTER)
    assert cluster.inputs["disableLocalAccounts"] is True
    assert cluster.inputs["enableRBAC"] is True
    assert cluster.inputs["aadProfile"] == {
        "managed": True,
        "enableAzureRBAC": True,
        "adminGroupObjectIDs": ["team"],
    }


def test_secrets_and_disks_are_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = cloud.preview(_cluster)
    cluster, disks = plan.only(CLUSTER), plan.only(DISKS)
    kms = cluster.inputs["securityProfile"]["azureKeyVaultKms"]
    assert (kms["enabled"], kms["keyVaultNetworkAccess"]) == (True, "Private")
    behind = {r.type for r in plan.wired(cluster, "securityProfile")}
    assert behind == {"azure-native:keyvault:Key", "azure-native:keyvault:Vault"}
    assert plan.wired(cluster, "diskEncryptionSetID") == [disks]
    assert plan.only("azure-native:keyvault:Key") in plan.wired(disks, "activeKey")
    assert disks.inputs["rotationToLatestKeyVersionEnabled"] is True


def test_the_cluster_waits_for_the_roles_of_its_own_identity(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _cluster(registry_ids=["/registry"]))
    cluster = plan.only(CLUSTER)
    assert plan.wired(cluster, "identity") == [plan.only(IDENTITY, "train")]
    assert plan.wired(cluster, "identityProfile") == [plan.only(IDENTITY, "train-nodes")]
    roles = {r.urn for r in plan.of_type(ROLE) if r.name.startswith("train-")}
    assert len(roles) == 7
    assert roles <= set(cluster.dependencies)


def test_pods_are_an_overlay_whose_policies_cilium_enforces(cloud: Cloud) -> None:
    network = cloud.preview(_cluster).only(CLUSTER).inputs["networkProfile"]
    wanted = {
        "networkPlugin": "azure",
        "networkPluginMode": "overlay",
        "networkDataplane": "cilium",
        "networkPolicy": "cilium",
    }
    assert wanted.items() <= network.items()


@pytest.mark.parametrize(
    ("nat", "outbound", "images"),
    [
        (Nat.NONE, "none", "Cache"),
        (Nat.SINGLE, "userAssignedNATGateway", "Direct"),
        (Nat.PER_ZONE, "userAssignedNATGateway", "Direct"),
    ],
)
def test_nodes_leave_by_the_nat_gateway_or_not_at_all(cloud: Cloud, nat: Nat, outbound: str, images: str) -> None:
    cluster = cloud.preview(lambda: _cluster(nat=nat)).only(CLUSTER)
    assert cluster.inputs["networkProfile"]["outboundType"] == outbound
    assert cluster.inputs["bootstrapProfile"] == {"artifactSource": images}


def test_versions_and_images_are_kept_up_to_date_on_sunday_night(cloud: Cloud) -> None:
    plan = cloud.preview(_cluster)
    cluster = plan.only(CLUSTER)
    assert cluster.inputs["autoUpgradeProfile"] == {"upgradeChannel": "patch", "nodeOSUpgradeChannel": "NodeImage"}
    assert cluster.inputs["kubernetesVersion"] == VERSION
    schedules = plan.of_type(SCHEDULE)
    assert {r.inputs["configName"] for r in schedules} == {
        "aksManagedAutoUpgradeSchedule",
        "aksManagedNodeOSUpgradeSchedule",
    }
    assert all(r.inputs["resourceName"] == cluster.inputs["resourceName"] for r in schedules)
    assert all(r.inputs["maintenanceWindow"]["schedule"]["weekly"]["dayOfWeek"] == "Sunday" for r in schedules)


def test_protection_is_pulumis_and_a_lock(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _cluster(protect=True))
    lock = plan.only(LOCK)
    assert plan.only(CLUSTER).protect is True
    assert lock.inputs["level"] == "CanNotDelete"
    assert plan.wired(lock, "scope") == [plan.only(CLUSTER)]
    free = cloud.preview(_cluster)
    assert free.only(CLUSTER).protect is False
    assert free.of_type(LOCK) == []


def test_a_service_account_takes_on_an_identity(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    credential = plan.only("azure-native:managedidentity:FederatedIdentityCredential")
    assert credential.inputs["subject"] == "system:serviceaccount:jobs:trainer"
    assert plan.wired(credential, "issuer") == [plan.only(CLUSTER)]
    profile = plan.only(CLUSTER).inputs
    assert profile["oidcIssuerProfile"] == {"enabled": True}
    assert profile["securityProfile"]["workloadIdentity"] == {"enabled": True}


def test_the_command_names_group_and_cluster_at_preview(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("connect", _cluster().connect))
    name = plan.only(CLUSTER).inputs["resourceName"]
    assert plan.outputs["connect"] == f"az aks get-credentials --resource-group lab --name {name}"


def test_two_stacks_of_one_subscription_have_clusters_of_different_names(cloud: Cloud) -> None:
    names = {cloud.preview(_cluster, stack=s).only(CLUSTER).inputs["resourceName"] for s in ("dev", "prod")}
    assert len(names) == 2


def test_a_plain_dict_is_taken_as_arguments(cloud: Cloud) -> None:
    used = {"key_uri": "u", "key_name": "k", "vault_id": "v", "key_user_id": "i"}
    arguments: Any = {**PLACE, **WIRES, **used, "system_nodes": 3.0}
    plan = cloud.preview(lambda: AzureCluster("train", arguments))
    assert plan.only(CLUSTER).inputs["agentPoolProfiles"][0]["count"] == 3
