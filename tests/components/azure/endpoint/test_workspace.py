from typing import Any

import pytest

from stackwright.components.azure.endpoint.permissions import APPROVER
from stackwright.components.azure.endpoint.workspace import DIGITS, NAME_MAX, AzureMlWorkspace, AzureMlWorkspaceArgs
from stackwright.components.azure.keys import AzureKey, AzureKeyArgs
from stackwright.components.intents import Nat
from stackwright.testing.plugin import Cloud

WORKSPACE = "azure-native:machinelearningservices:Workspace"
STORE = "azure-native:storage:StorageAccount"
ROLE = "azure-native:authorization:RoleAssignment"
PLACE: dict[str, Any] = {"resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}


def _workspace(name: str = "chat-workspace", **knobs: Any) -> AzureMlWorkspace:
    key = AzureKey("key", AzureKeyArgs(**PLACE))
    wires: dict[str, Any] = {
        "vault_uri": key.vault_uri,
        "key_name": key.key_name,
        "key_user_id": key.user_id,
        "key_uri": key.key_uri,
        "vault_id": key.vault_id,
        "registry_id": "/registry",
        "workspace_id": "/logs",
        "identity_id": "/identity",
        "identity_principal": "who",
    }
    return AzureMlWorkspace(name, AzureMlWorkspaceArgs.model_validate({**PLACE, **wires, **knobs}))


@pytest.mark.parametrize(
    "knobs", [{}, {"nat": Nat.NONE, "protect": True, "accounts": {"models": "/models"}}], ids=["defaults", "max"]
)
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    assert contract_errors(cloud.deploy(lambda: _workspace(**knobs))) == []


def test_it_has_no_public_address_and_reads_data_as_an_identity(cloud: Cloud) -> None:
    inputs = cloud.preview(_workspace).only(WORKSPACE).inputs
    assert inputs["publicNetworkAccess"] == "Disabled"
    assert inputs["allowPublicAccessWhenBehindVnet"] is False
    assert inputs["systemDatastoresAuthMode"] == "Identity"
    assert inputs["identity"]["type"] == "UserAssigned"
    assert inputs["primaryUserAssignedIdentity"] == "/identity"


@pytest.mark.parametrize(
    ("nat", "mode"),
    [
        (Nat.NONE, "AllowOnlyApprovedOutbound"),
        (Nat.SINGLE, "AllowInternetOutbound"),
        (Nat.PER_ZONE, "AllowInternetOutbound"),
    ],
)
def test_its_network_follows_that_of_the_stack(cloud: Cloud, nat: Nat, mode: str) -> None:
    workspace = cloud.preview(lambda: _workspace(nat=nat)).only(WORKSPACE)
    assert workspace.inputs["managedNetwork"]["isolationMode"] == mode
    assert workspace.inputs["provisionNetworkNow"] is True


def test_accounts_are_reached_by_private_endpoints_that_the_identity_accepts(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _workspace(accounts={"models": "/models"}))
    assert plan.only(WORKSPACE).inputs["managedNetwork"]["outboundRules"] == {
        "models": {
            "type": "PrivateEndpoint",
            "category": "UserDefined",
            "destination": {"serviceResourceId": "/models", "subresourceTarget": "blob", "sparkEnabled": False},
        }
    }
    accepted = plan.only(ROLE, "chat-workspace-models-connect")
    assert accepted.inputs["roleDefinitionId"].endswith(APPROVER)
    assert (accepted.inputs["scope"], accepted.inputs["principalId"]) == ("/models", "who")


def test_it_is_encrypted_with_the_key_on_the_services_side(cloud: Cloud) -> None:
    plan = cloud.preview(_workspace)
    workspace = plan.only(WORKSPACE)
    assert workspace.inputs["encryption"]["status"] == "Enabled"
    assert workspace.inputs["enableServiceSideCMKEncryption"] is True
    behind = {r.type for r in plan.wired(workspace, "encryption")}
    assert {"azure-native:keyvault:Key", "azure-native:keyvault:Vault"} <= behind


def test_its_storage_is_its_own_and_as_hardened_as_other_storage(cloud: Cloud) -> None:
    plan = cloud.preview(_workspace)
    store = plan.only(STORE)
    assert plan.wired(plan.only(WORKSPACE), "storageAccount") == [store]
    assert store.inputs["allowSharedKeyAccess"] is False
    assert store.inputs["publicNetworkAccess"] == "Disabled"
    assert not store.inputs.get("isHnsEnabled")


def test_what_was_written_over_can_be_brought_back_for_some_weeks(cloud: Cloud) -> None:
    plan = cloud.preview(_workspace)
    kept = plan.only("azure-native:storage:BlobServiceProperties").inputs
    assert kept["isVersioningEnabled"] is True
    assert kept["deleteRetentionPolicy"] == {"enabled": True, "days": 14}
    (rule,) = plan.only("azure-native:storage:ManagementPolicy").inputs["policy"]["rules"]
    assert rule["definition"]["actions"] == {"version": {"delete": {"daysAfterCreationGreaterThan": 30}}}


def test_it_waits_for_the_roles_of_its_identity(cloud: Cloud) -> None:
    plan = cloud.preview(_workspace)
    roles = {r.urn for r in plan.of_type(ROLE) if r.name.startswith("chat-workspace-")}
    assert len(roles) == 8
    assert roles <= set(plan.only(WORKSPACE).dependencies)


def test_what_is_done_with_it_is_recorded(cloud: Cloud) -> None:
    plan = cloud.preview(_workspace)
    setting = plan.only("azure-native:monitor:DiagnosticSetting", "chat-workspace-use")
    assert plan.wired(setting, "resourceUri") == [plan.only(WORKSPACE)]
    assert setting.inputs["workspaceId"] == "/logs"


def test_a_long_name_leaves_room_for_the_providers_digits(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _workspace("a-name-as-long-as-a-stack-can-have-workspace"))
    assert plan.only(WORKSPACE).name == "a-name-as-long-as-a-stack"
    assert len(plan.only(WORKSPACE).name) + DIGITS == NAME_MAX


@pytest.mark.parametrize("protect", [True, False])
def test_protection_is_pulumis(cloud: Cloud, protect: bool) -> None:
    plan = cloud.preview(lambda: _workspace(protect=protect))
    assert (plan.only(WORKSPACE).protect, plan.only(STORE).protect) == (protect, protect)
