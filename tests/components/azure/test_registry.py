from typing import Any

import pulumi
import pytest

from stackwright.components.azure.identity import AzureIdentity, AzureIdentityArgs
from stackwright.components.azure.permissions import ACR_PULL
from stackwright.components.azure.registry import AzureRegistry, AzureRegistryArgs
from stackwright.components.intents import RunsOn
from stackwright.testing.plugin import Cloud

PLACE = {"resource_group": "lab", "location": "eastus", "tags": {}}
KEY = {"key_id": "https://v.vault.azure.net/keys/k", "key_user_id": "/identity", "key_user_client_id": "client"}
REGISTRY = "azure-native:containerregistry:Registry"


def registry(**knobs: Any) -> AzureRegistry:
    return AzureRegistry("images", AzureRegistryArgs.model_validate({**PLACE, **KEY, **knobs}))


def full() -> AzureRegistry:
    return registry(workspace_id="/workspace", untagged_days=365, protect=True)


@pytest.mark.parametrize("program", [registry, full])
def test_a_registry_is_accepted(cloud: Cloud, program, contract_errors) -> None:
    assert contract_errors(cloud.deploy(program)) == []


def test_it_is_reached_by_private_ways_and_tokens_alone(cloud: Cloud) -> None:
    found = cloud.preview(registry).only(REGISTRY)
    assert (found.get("adminUserEnabled"), found.get("anonymousPullEnabled")) == (False, False)
    assert (found.get("publicNetworkAccess"), found.get("networkRuleSet.defaultAction")) == ("Disabled", "Deny")
    assert (found.get("sku.name"), found.get("zoneRedundancy")) == ("Premium", "Enabled")


def test_images_are_encrypted_with_your_key_which_the_identity_uses(cloud: Cloud) -> None:
    found = cloud.preview(registry).only(REGISTRY)
    used = {"identity": "client", "keyIdentifier": KEY["key_id"]}
    assert found.get("encryption") == {"status": "enabled", "keyVaultProperties": used}
    assert found.get("identity") == {"type": "UserAssigned", "userAssignedIdentities": {"/identity": {}}}


def test_manifests_without_a_tag_go_and_images_do_not_leave(cloud: Cloud) -> None:
    policies = cloud.preview(registry).only(REGISTRY).get("policies")
    assert policies["retentionPolicy"] == {"status": "enabled", "days": 14}
    assert policies["exportPolicy"] == {"status": "disabled"}


def test_the_address_is_known_at_preview(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("url", registry().url))
    assert plan.outputs["url"] == f"{plan.only(REGISTRY).get('registryName')}.azurecr.io"


def test_who_is_allowed_pulls_from_this_registry_alone(cloud: Cloud) -> None:
    def program() -> None:
        who = AzureIdentity("job", AzureIdentityArgs.model_validate({**PLACE, "runs_on": RunsOn.POD}))
        registry().allow_pull(who)

    plan = cloud.preview(program)
    role = plan.only("azure-native:authorization:RoleAssignment", "job-images-pull")
    assert str(role.get("roleDefinitionId")).endswith(ACR_PULL)
    assert plan.wired(role, "scope") == [plan.only(REGISTRY)]


@pytest.mark.parametrize(("program", "protect", "records"), [(registry, False, 0), (full, True, 1)])
def test_it_is_protected_and_recorded_as_asked(cloud: Cloud, program, protect: bool, records: int) -> None:
    plan = cloud.preview(program)
    assert plan.only(REGISTRY).protect is protect
    assert len(plan.of_type("azure-native:monitor:DiagnosticSetting")) == records
