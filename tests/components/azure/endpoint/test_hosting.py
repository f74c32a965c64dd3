from dataclasses import replace
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine
from stackwright.components.azure.endpoint import AzureEndpoint, AzureEndpointArgs
from stackwright.components.azure.identity import AzureIdentity, AzureIdentityArgs
from stackwright.components.azure.keys import AzureKey, AzureKeyArgs
from stackwright.components.azure.permissions import BLOB_CONTRIBUTOR
from stackwright.components.intents import Nat, RunsOn, Variant
from stackwright.testing.plugin import Cloud, Plan

ML = "azure-native:machinelearningservices"
ENDPOINT, DEPLOYMENT = f"{ML}:OnlineEndpoint", f"{ML}:OnlineDeployment"
TRAFFIC = "azure-native:resources:Deployment"
SCALING = "azure-native:monitor:AutoscaleSetting"
PLACE: dict[str, Any] = {"resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}
T4, H100 = machine("Standard_NC4as_T4_v3", "azure"), machine("Standard_NC40ads_H100_v5", "azure")
IMAGE = "labimages.azurecr.io/serve:1.0.0"
DATA = "https://labmodels.blob.core.windows.net/models/chat/1"
BLUE = Variant("blue", T4, IMAGE, DATA, weight=2, instances_min=1, instances_max=3, environment={"LEVEL": "info"})
GREEN = Variant("green", H100, "labimages.azurecr.io/serve:2.0.0")
CAPTURE: dict[str, Any] = {"capture_account": "labcapture", "capture_container": "capture", "capture_percent": 25}


def _endpoint(*variants: Variant, **knobs: Any) -> AzureEndpoint:
    key = AzureKey("key", AzureKeyArgs(**PLACE))
    who = AzureIdentity("server", AzureIdentityArgs(**PLACE, runs_on=RunsOn.ENDPOINT))
    wires: dict[str, Any] = {
        "vault_uri": key.vault_uri,
        "key_name": key.key_name,
        "key_user_id": key.user_id,
        "key_uri": key.key_uri,
        "vault_id": key.vault_id,
        "registry_id": "/registry",
        "workspace_id": "/logs",
        "identity_id": who.id,
        "identity_principal": who.principal,
    }
    chosen = variants or (GREEN,)
    return AzureEndpoint("chat", AzureEndpointArgs.model_validate({**PLACE, **wires, "variants": chosen, **knobs}))


def _max() -> AzureEndpoint:
    return _endpoint(BLUE, GREEN, requests_per_instance=120, nat=Nat.NONE, protect=True, **CAPTURE)


def _serving(plan: Plan, name: str) -> dict[str, Any]:
    return plan.only(DEPLOYMENT, name).inputs["properties"]


@pytest.mark.parametrize("program", [_endpoint, _max], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, program) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert contract_errors(cloud.preview(program)) == []


def test_requests_come_from_inside_and_with_a_token_of_entra(cloud: Cloud) -> None:
    endpoint = cloud.preview(_endpoint).only(ENDPOINT)
    assert endpoint.inputs["properties"] == {"authMode": "AADToken", "publicNetworkAccess": "Disabled"}


def test_models_reach_no_address_of_the_internet(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    assert [r.inputs["properties"]["egressPublicNetworkAccess"] for r in plan.of_type(DEPLOYMENT)] == ["Disabled"] * 2


def test_each_variant_is_a_deployment_on_its_machine(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    assert _serving(plan, "chat-blue")["instanceType"] == "Standard_NC4as_T4_v3"
    assert _serving(plan, "chat-blue")["environmentVariables"] == {"LEVEL": "info"}
    assert _serving(plan, "chat-green")["instanceType"] == "Standard_NC40ads_H100_v5"
    assert plan.only(DEPLOYMENT, "chat-blue").inputs["sku"] == {"name": "Default", "capacity": 1}


def test_a_model_is_mounted_where_there_is_one(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    model = plan.only(f"{ML}:ModelVersion")
    assert model.name == "chat-blue"
    assert model in plan.wired(plan.only(DEPLOYMENT, "chat-blue"), "properties")
    assert _serving(plan, "chat-blue")["modelMountPath"] == "/opt/ml/model"
    assert "model" not in _serving(plan, "chat-green")


def test_traffic_is_divided_once_the_deployments_are_there(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    step = plan.only(TRAFFIC)
    assert {r.urn for r in plan.of_type(DEPLOYMENT)} <= set(step.dependencies)
    (again,) = step.inputs["properties"]["template"]["resources"]
    names = {r.name: r.inputs["deploymentName"] for r in plan.of_type(DEPLOYMENT)}
    assert again["properties"]["traffic"] == {names["chat-blue"]: 67, names["chat-green"]: 33}


def test_the_step_sends_the_endpoint_as_it_was_made(cloud: Cloud) -> None:
    plan = cloud.deploy(_endpoint)
    made, step = plan.only(ENDPOINT).inputs, plan.only(TRAFFIC).inputs["properties"]
    (again,) = step["template"]["resources"]
    given = {key: value["value"] for key, value in step["parameters"].items()}
    assert {key: again[key] for key in ("kind", "location")} == {key: made[key] for key in ("kind", "location")}
    assert again["properties"].items() >= made["properties"].items()
    assert (given["endpoint"], given["tags"]) == (made["endpointName"], made["tags"])
    assert given["workspace"] == made["workspaceName"]
    assert [given["identity"]] == made["identity"]["userAssignedIdentities"]


def test_another_machine_is_another_deployment_that_takes_over(cloud: Cloud) -> None:
    def named(variant: Variant) -> str:
        return cloud.preview(lambda: _endpoint(variant)).only(DEPLOYMENT).inputs["deploymentName"]

    assert named(GREEN) != named(replace(GREEN, machine=T4))
    assert named(GREEN) == named(replace(GREEN, image="labimages.azurecr.io/serve:3.0.0"))


def test_a_deployment_goes_with_its_endpoint(cloud: Cloud) -> None:
    kept: list[AzureEndpoint] = []
    plan = cloud.preview(lambda: kept.append(_endpoint()))
    assert kept[0].deployments == {"green": plan.only(DEPLOYMENT).inputs["deploymentName"]}
    assert plan.only(ENDPOINT).urn in plan.only(DEPLOYMENT).dependencies


def test_only_a_variant_with_room_follows_its_load(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    scaled = plan.only(SCALING)
    assert scaled.name == "chat-blue"
    assert plan.wired(scaled, "targetResourceUri") == [plan.only(DEPLOYMENT, "chat-blue")]


def test_a_sample_of_requests_and_answers_is_kept_where_asked(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    collected = _serving(plan, "chat-green")["dataCollector"]["collections"]
    assert set(collected) == {"request", "response"}
    assert all((each["dataCollectionMode"], each["samplingRate"]) == ("Enabled", 0.25) for each in collected.values())
    store = plan.only(f"{ML}:Datastore", "chat-capture").inputs["properties"]
    assert (store["accountName"], store["containerName"]) == ("labcapture", "capture")
    assert "dataCollector" not in _serving(cloud.preview(_endpoint), "chat-green")


def test_models_and_samples_are_reached_inside_and_samples_may_be_written(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    rules = plan.only(f"{ML}:Workspace").inputs["managedNetwork"]["outboundRules"]
    reached = {word: rule["destination"]["serviceResourceId"].rpartition("/")[2] for word, rule in rules.items()}
    assert reached == {"models-labmodels": "labmodels", "capture": "labcapture"}
    written = plan.only("azure-native:authorization:RoleAssignment", "chat-capture").inputs
    assert written["roleDefinitionId"].endswith(BLOB_CONTRIBUTOR)
    assert written["scope"].endswith("/storageAccounts/labcapture/blobServices/default/containers/capture")


def test_outputs_say_where_and_how_to_ask(cloud: Cloud) -> None:
    def program() -> None:
        made = _endpoint()
        for what in ("name", "url", "call"):
            pulumi.export(what, getattr(made, what))

    name = cloud.preview(program).outputs["name"]
    told = cloud.deploy(program).outputs
    assert told["name"] == name
    assert told["url"]
    assert told["call"].startswith(f"az ml online-endpoint invoke --name {name} --resource-group lab --workspace-name ")


def test_endpoints_of_two_stacks_have_different_names(cloud: Cloud) -> None:
    names = {cloud.preview(_endpoint, stack=s).only(ENDPOINT).inputs["endpointName"] for s in ("dev", "prod")}
    assert len(names) == 2
    assert all(len(name) <= 32 for name in names)


@pytest.mark.parametrize(
    ("variants", "problem"),
    [
        ([], "at least 1 item"),
        ([GREEN] * 21, "at most 20 items"),
        ([GREEN, replace(BLUE, name="green")], "two variants have the same name"),
        ([replace(GREEN, weight=0)], "no variant has a weight"),
        ([replace(GREEN, name="a")], "is not a name"),
        ([replace(GREEN, name="x" * 28)], "is not a name"),
        ([replace(GREEN, machine=replace(T4, managed_name=""))], "does not host on Standard_NC4as_T4_v3"),
        ([replace(GREEN, machine=replace(T4, cloud="aws"))], "does not host on"),
        ([replace(GREEN, instances_min=0)], "instances are at least 1"),
        ([replace(GREEN, instances_max=51)], "instances_max and 50"),
        ([replace(GREEN, image="docker.io/library/nginx:1")], "is not an image in Azure Container Registry"),
        ([replace(GREEN, model_data="s3://models/chat")], "is not an address like"),
    ],
)
def test_what_azure_does_not_host_is_refused(variants: list[Variant], problem: str) -> None:
    wires = dict.fromkeys(
        ("vault_uri", "key_name", "key_user_id", "key_uri", "vault_id", "registry_id", "workspace_id"), "x"
    )
    who = {"identity_id": "x", "identity_principal": "x"}
    with pytest.raises(ValidationError, match=problem):
        AzureEndpointArgs.model_validate({**PLACE, **wires, **who, "variants": variants})


def test_a_place_for_samples_is_named_in_full(cloud: Cloud) -> None:
    with pytest.raises(ValidationError, match="capture_account and capture_container go together"):
        cloud.preview(lambda: _endpoint(capture_account="labcapture"))
