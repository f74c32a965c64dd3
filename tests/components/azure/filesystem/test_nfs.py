from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.azure.filesystem import AzureFiles, AzureFilesArgs
from stackwright.components.azure.keys import AzureKey, AzureKeyArgs
from stackwright.testing.plugin import Cloud, Plan

ACCOUNT = "azure-native:storage:StorageAccount"
SHARE = "azure-native:storage:FileShare"
SERVICE = "azure-native:storage:FileServiceProperties"
RECORD = "azure-native:monitor:DiagnosticSetting"
PLACE: dict[str, Any] = {"resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}


def _files(**knobs: Any) -> AzureFiles:
    key = AzureKey("key", AzureKeyArgs(**PLACE))
    used = {"vault_uri": key.vault_uri, "key_name": key.key_name, "key_user_id": key.user_id}
    return AzureFiles("home", AzureFilesArgs(**PLACE, **used, **knobs))


def _max() -> AzureFiles:
    return _files(workspace_id="/logs", size_gib=2048, deleted_days=30, protect=True)


def _account(plan: Plan) -> dict[str, Any]:
    return dict(plan.only(ACCOUNT).inputs)


@pytest.mark.parametrize("program", [_files, _max], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, program) -> None:
    assert contract_errors(cloud.deploy(program)) == []


def test_nothing_reaches_the_share_but_the_private_endpoint_and_by_tls(cloud: Cloud) -> None:
    account = _account(cloud.preview(_files))
    assert account["publicNetworkAccess"] == "Disabled"
    assert account["networkRuleSet"]["defaultAction"] == "Deny"
    assert account["enableHttpsTrafficOnly"] is True
    assert account["minimumTlsVersion"] == "TLS1_2"


def test_there_are_no_keys_of_the_account_and_no_public_blobs(cloud: Cloud) -> None:
    account = _account(cloud.preview(_files))
    assert account["allowSharedKeyAccess"] is False
    assert account["allowBlobPublicAccess"] is False


def test_files_are_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = cloud.preview(_files)
    assert plan.only(ACCOUNT).inputs["encryption"]["keySource"] == "Microsoft.Keyvault"
    behind = {r.type for r in plan.wired(plan.only(ACCOUNT), "encryption")}
    assert "azure-native:keyvault:Vault" in behind


def test_the_share_speaks_nfs_over_all_zones(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    share = plan.only(SHARE)
    assert (share.inputs["enabledProtocols"], share.inputs["shareQuota"]) == ("NFS", 2048)
    assert _account(plan)["kind"] == "FileStorage"
    assert _account(plan)["sku"] == {"name": "Premium_ZRS"}


def test_a_deleted_share_can_be_brought_back(cloud: Cloud) -> None:
    service = cloud.preview(_max).only(SERVICE)
    assert service.inputs["shareDeleteRetentionPolicy"] == {"enabled": True, "days": 30}


def test_requests_are_recorded_where_there_is_a_workspace(cloud: Cloud) -> None:
    def kept(program: Any) -> list[str]:
        return [r.name for r in cloud.preview(program).of_type(RECORD) if r.name == "home"]

    assert kept(_max) == ["home"]
    assert kept(_files) == []


def test_protection_is_pulumis(cloud: Cloud) -> None:
    for program, protected in ((_max, True), (_files, False)):
        plan = cloud.preview(program)
        assert (plan.only(ACCOUNT).protect, plan.only(SHARE).protect) == (protected, protected)


@pytest.mark.parametrize("size", [0, 99, 102_401])
def test_sizes_that_are_not_sold_are_refused(size: int) -> None:
    with pytest.raises(ValidationError, match="size_gib"):
        AzureFilesArgs(**PLACE, vault_uri="u", key_name="k", key_user_id="i", size_gib=size)


def test_what_to_mount_is_known_at_preview(cloud: Cloud) -> None:
    kept: list[AzureFiles] = []

    def program() -> None:
        kept.append(_files())
        pulumi.export("source", kept[0].mount_source)

    plan = cloud.preview(program)
    name = _account(plan)["accountName"]
    assert plan.outputs["source"] == f"{name}.file.core.windows.net:/{name}/files"
    assert kept[0].mount_type == "aznfs"
