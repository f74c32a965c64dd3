from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.azure.identity import AzureIdentity, AzureIdentityArgs
from stackwright.components.azure.permissions import BLOB_CONTRIBUTOR, BLOB_READER
from stackwright.components.azure.storage import AzureBucket, AzureBucketArgs
from stackwright.components.intents import RunsOn
from stackwright.components.roles import ObjectStore
from stackwright.testing.plugin import Cloud

GIVEN = {
    "resource_group": "lab",
    "location": "eastus",
    "vault_uri": "https://v.vault.azure.net",
    "key_name": "k",
    "key_user_id": "/identity",
}
ACCOUNT, CONTAINER = "azure-native:storage:StorageAccount", "azure-native:storage:BlobContainer"
BLOBS, POLICY = "azure-native:storage:BlobServiceProperties", "azure-native:storage:ManagementPolicy"


def bucket(name: str = "lab-data", **knobs: Any) -> AzureBucket:
    return AzureBucket(name, AzureBucketArgs.model_validate({**GIVEN, **knobs}))


def full() -> AzureBucket:
    return bucket(retention_days=90, workspace_id="/workspace", protect=True)


@pytest.mark.parametrize("program", [bucket, full])
def test_a_bucket_is_accepted(cloud: Cloud, program, contract_errors) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert contract_errors(cloud.preview(program)) == []


def test_the_container_is_private_and_waits_for_the_account(cloud: Cloud) -> None:
    plan = cloud.preview(bucket)
    container = plan.only(CONTAINER)
    assert container.get("publicAccess") == "None"
    assert container.get("accountName") == plan.only(ACCOUNT).get("accountName")
    assert plan.only(ACCOUNT).urn in container.dependencies


def test_the_address_is_known_at_preview(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("uri", bucket().uri))
    name = plan.only(ACCOUNT).get("accountName")
    assert plan.outputs["uri"] == f"https://{name}.blob.core.windows.net/lab-data"


def test_replaced_objects_are_kept_at_least_as_long_as_asked(cloud: Cloud) -> None:
    plan = cloud.preview(full)
    assert plan.only(BLOBS).get("isVersioningEnabled") is True
    assert plan.only(BLOBS).get("deleteRetentionPolicy") == {"enabled": True, "days": 90}
    ended = plan.only(POLICY).get("policy.rules[0].definition.actions")
    assert ended == {"version": {"delete": {"daysAfterCreationGreaterThan": 90}}}


def test_without_an_end_old_versions_are_kept_where_they_cost_less(cloud: Cloud) -> None:
    plan = cloud.preview(bucket)
    actions = plan.only(POLICY).get("policy.rules[0].definition.actions")
    assert actions == {"version": {"tierToCool": {"daysAfterCreationGreaterThan": 30}}}
    assert plan.only(BLOBS).get("containerDeleteRetentionPolicy") == {"enabled": True, "days": 14}


@pytest.mark.parametrize(("what", "role"), [("read", BLOB_READER), ("write", BLOB_CONTRIBUTOR)])
def test_a_grant_is_for_this_container_alone(cloud: Cloud, what: str, role: str) -> None:
    def program() -> None:
        who = AzureIdentity("job", AzureIdentityArgs(resource_group="lab", location="eastus", runs_on=RunsOn.POD))
        getattr(bucket(), f"allow_{what}")(who)

    plan = cloud.preview(program)
    given = plan.only("azure-native:authorization:RoleAssignment", f"job-lab-data-{what}")
    assert plan.wired(given, "scope") == [plan.only(CONTAINER)]
    assert str(given.get("roleDefinitionId")).endswith(role)


@pytest.mark.parametrize(("program", "protect", "records"), [(bucket, False, 0), (full, True, 1)])
def test_it_is_protected_and_recorded_as_asked(cloud: Cloud, program, protect: bool, records: int) -> None:
    plan = cloud.preview(program)
    assert (plan.only(ACCOUNT).protect, plan.only(CONTAINER).protect) == (protect, protect)
    settings = plan.of_type("azure-native:monitor:DiagnosticSetting")
    assert [plan.wired(each, "resourceUri") for each in settings] == [[plan.only(ACCOUNT)]] * records


@pytest.mark.parametrize(("name", "container"), [("a", "a00"), ("Lab_Data.1", "lab-data-1"), ("x" * 80, "x" * 63)])
def test_containers_have_legal_names(cloud: Cloud, name: str, container: str) -> None:
    assert cloud.preview(lambda: bucket(name)).only(CONTAINER).get("containerName") == container


def test_a_bucket_fills_the_role(cloud: Cloud) -> None:
    made: list[ObjectStore] = []
    cloud.deploy(lambda: made.append(bucket()))
    assert len(made) == 1


@pytest.mark.parametrize("days", [0, 366])
def test_a_retention_that_azure_does_not_have_is_refused(days: int) -> None:
    with pytest.raises(ValidationError, match="retention_days"):
        AzureBucketArgs.model_validate({**GIVEN, "retention_days": days})
