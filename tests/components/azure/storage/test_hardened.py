import pulumi
import pytest

from stackwright.components.azure.storage.hardened import EncryptedArgs, encryption_of, hardened
from stackwright.plan.graph import UNKNOWN
from stackwright.testing.plugin import Cloud

ACCOUNT = "azure-native:storage:StorageAccount"
ARGS = EncryptedArgs(
    resource_group="lab",
    location="eastus",
    tags={"owner": "research"},
    vault_uri="https://v.vault.azure.net",
    key_name="k",
    key_user_id="/identity",
)


def program() -> None:
    _, name = hardened(pulumi.ComponentResource("test:index:Test", "lab-data", {}, None), ARGS)
    pulumi.export("name", name)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("enableHttpsTrafficOnly", True),
        ("minimumTlsVersion", "TLS1_2"),
        ("allowBlobPublicAccess", False),
        ("allowSharedKeyAccess", False),
        ("allowCrossTenantReplication", False),
        ("defaultToOAuthAuthentication", True),
        ("isLocalUserEnabled", False),
        ("isSftpEnabled", False),
        ("publicNetworkAccess", "Disabled"),
        ("networkRuleSet", {"defaultAction": "Deny", "bypass": "AzureServices"}),
        ("sku.name", "Standard_ZRS"),
        ("tags", {"owner": "research"}),
    ],
)
def test_an_account_is_private_and_takes_no_keys(cloud: Cloud, path: str, value: object) -> None:
    assert cloud.preview(program).only(ACCOUNT).get(path) == value


def test_data_are_encrypted_twice_and_with_the_newest_version_of_your_key(cloud: Cloud) -> None:
    encryption = cloud.preview(program).only(ACCOUNT).get("encryption")
    assert encryption["keySource"] == "Microsoft.Keyvault"
    assert encryption["keyVaultProperties"] == {"keyName": "k", "keyVaultUri": "https://v.vault.azure.net"}
    assert encryption["encryptionIdentity"] == {"encryptionUserAssignedIdentity": "/identity"}
    assert encryption["requireInfrastructureEncryption"] is True


def test_the_name_is_known_at_preview_and_waits_for_the_account(cloud: Cloud) -> None:
    plan = cloud.preview(program)
    assert plan.outputs["name"] == plan.only(ACCOUNT).get("accountName")
    assert plan.outputs["name"] is not UNKNOWN


def test_encryption_is_handed_on_whole() -> None:
    handed = {**encryption_of(ARGS), "resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}
    assert EncryptedArgs.model_validate(handed) == ARGS
