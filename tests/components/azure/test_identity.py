import pulumi
import pytest

from stackwright.components.azure.identity import AzureIdentity, AzureIdentityArgs, identity_of
from stackwright.components.azure.permissions import BLOB_READER
from stackwright.components.intents import RunsOn
from stackwright.testing.plugin import Cloud

PLACE = {"resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}
IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
CREDENTIAL = "azure-native:managedidentity:FederatedIdentityCredential"


def identity(runs_on: RunsOn = RunsOn.POD) -> AzureIdentity:
    return AzureIdentity("job", AzureIdentityArgs.model_validate({**PLACE, "runs_on": runs_on}))


def federated() -> None:
    identity().federate("pods", issuer="https://issuer.example.com", subject="system:serviceaccount:training:trainer")


@pytest.mark.parametrize("program", [identity, lambda: identity(RunsOn.ENDPOINT), federated])
def test_an_identity_is_accepted(cloud: Cloud, program, contract_errors) -> None:
    assert contract_errors(cloud.deploy(program)) == []


def test_it_may_nothing_by_itself(cloud: Cloud) -> None:
    plan = cloud.deploy(identity)
    assert [r.type for r in plan if r.custom] == [IDENTITY]
    assert plan.only(IDENTITY).get("tags") == PLACE["tags"]


def test_its_role_is_given_to_the_object_that_it_is(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: identity().grant("read", role=BLOB_READER, scope="/subscriptions/1/thing"))
    role = plan.only("azure-native:authorization:RoleAssignment", "job-read")
    assert plan.wired(role, "principalId") == [plan.only(IDENTITY)]
    assert role.get("principalType") == "ServicePrincipal"
    assert str(role.get("roleDefinitionId")).endswith(BLOB_READER)


def test_pods_of_one_service_account_take_it_on(cloud: Cloud) -> None:
    plan = cloud.preview(federated)
    credential = plan.only(CREDENTIAL, "job-pods")
    assert credential.get("subject") == "system:serviceaccount:training:trainer"
    assert credential.get("audiences") == ["api://AzureADTokenExchange"]
    assert plan.wired(credential, "resourceName") == [plan.only(IDENTITY)]


def test_an_identity_of_the_endpoint_is_not_for_pods(cloud: Cloud) -> None:
    with pytest.raises(pulumi.RunError, match="not for pods"):
        cloud.deploy(lambda: identity(RunsOn.ENDPOINT).federate("pods", issuer="i", subject="s"))


def test_an_identity_of_another_cloud_is_a_mistake_of_the_program() -> None:
    with pytest.raises(TypeError, match="object is not an identity of Azure"):
        identity_of(object())
