from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.components.azure.keys import AzureKey, AzureKeyArgs
from stackwright.components.azure.permissions import CRYPTO_SERVICE_ENCRYPTION_USER, CRYPTO_USER
from stackwright.components.roles import Key
from stackwright.testing.plugin import Cloud

PLACE = {"resource_group": "lab", "location": "eastus", "tags": {}}
VAULT, KEY = "azure-native:keyvault:Vault", "azure-native:keyvault:Key"
ROLE = "azure-native:authorization:RoleAssignment"


def key(name: str = "key", **knobs: Any) -> AzureKey:
    return AzureKey(name, AzureKeyArgs.model_validate({**PLACE, **knobs}))


def full() -> AzureKey:
    return key(workspace_id="/workspace", hardware=True, rotation_days=90, protect=True)


@pytest.mark.parametrize("program", [key, full])
def test_a_key_is_accepted(cloud: Cloud, program, contract_errors) -> None:
    assert contract_errors(cloud.deploy(program)) == []


def test_the_vault_has_no_public_address_and_keeps_what_is_deleted(cloud: Cloud) -> None:
    vault = cloud.preview(key).only(VAULT)
    wanted = {
        "publicNetworkAccess": "Disabled",
        "networkAcls": {"defaultAction": "Deny", "bypass": "AzureServices"},
        "enableRbacAuthorization": True,
        "enableSoftDelete": True,
        "enablePurgeProtection": True,
        "softDeleteRetentionInDays": 90,
    }
    assert {name: vault.get(f"properties.{name}") for name in wanted} == wanted


def test_the_key_is_rotated_before_it_ends(cloud: Cloud) -> None:
    policy = cloud.preview(full).only(KEY).get("properties.rotationPolicy")
    assert policy["attributes"] == {"expiryTime": "P120D"}
    assert policy["lifetimeActions"][0] == {"action": {"type": "rotate"}, "trigger": {"timeAfterCreate": "P90D"}}


@pytest.mark.parametrize(("program", "tier", "kind"), [(key, "standard", "RSA"), (full, "premium", "RSA-HSM")])
def test_a_hardware_module_is_for_who_asks(cloud: Cloud, program, tier: str, kind: str) -> None:
    plan = cloud.preview(program)
    assert plan.only(VAULT).get("properties.sku.name") == tier
    assert plan.only(KEY).get("properties.kty") == kind


def test_services_use_it_through_one_identity_that_may_nothing_else(cloud: Cloud) -> None:
    plan = cloud.preview(key)
    role = plan.only(ROLE, "key-services")
    assert str(role.get("roleDefinitionId")).endswith(CRYPTO_SERVICE_ENCRYPTION_USER)
    assert plan.wired(role, "scope") == [plan.only(KEY)]
    assert plan.wired(role, "principalId") == [plan.only("azure-native:managedidentity:UserAssignedIdentity")]


def test_another_identity_is_let_at_this_key_alone(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: key().allow_use("etcd", principal_id="object", role=CRYPTO_USER))
    role = plan.only(ROLE, "key-etcd")
    assert plan.wired(role, "scope") == [plan.only(KEY)]
    assert str(role.get("roleDefinitionId")).endswith(CRYPTO_USER)


def test_a_vault_that_is_made_again_has_another_name(cloud: Cloud) -> None:
    vault = cloud.deploy(lambda: key("a-prefix-that-fills-the-name-key")).only(VAULT)
    assert "vaultName" not in vault.inputs
    assert len(vault.name) + 8 <= 24
    assert len(str(vault.outputs["vaultName"])) <= 24


def test_uses_are_recorded_where_there_is_a_workspace(cloud: Cloud) -> None:
    plan = cloud.preview(full)
    setting = plan.only("azure-native:monitor:DiagnosticSetting")
    assert plan.wired(setting, "resourceUri") == [plan.only(VAULT)]
    assert cloud.preview(key).of_type("azure-native:monitor:DiagnosticSetting") == []


@pytest.mark.parametrize(("program", "protect"), [(key, False), (full, True)])
def test_vault_and_key_are_protected_together(cloud: Cloud, program, protect: bool) -> None:
    plan = cloud.preview(program)
    assert (plan.only(VAULT).protect, plan.only(KEY).protect) == (protect, protect)


def test_a_key_fills_the_role(cloud: Cloud) -> None:
    made: list[Key] = []
    cloud.deploy(lambda: made.append(key()))
    assert len(made) == 1


@pytest.mark.parametrize("days", [7, 1000])
def test_a_rotation_that_key_vault_does_not_take_is_refused(days: int) -> None:
    with pytest.raises(ValidationError, match="rotation_days"):
        AzureKeyArgs.model_validate({**PLACE, "rotation_days": days})
