from dataclasses import replace
from typing import Any

import pulumi
import pytest

from stackwright.accelerators.catalog import machine
from stackwright.components.azure.endpoint.host import HOST
from stackwright.components.azure.endpoint.models import (
    NAME_MAX,
    Place,
    deployment_name,
    environment,
    model,
)
from stackwright.components.intents import Variant
from stackwright.testing.plugin import Cloud

ML = "azure-native:machinelearningservices"
VARIANT = Variant("x" * 27, machine("Standard_NC4as_T4_v3", "azure"), "labimages.azurecr.io/serve:1")


def _place() -> Place:
    parent: Any = pulumi.ComponentResource("a:index:B", "chat")
    subscription, workspace = pulumi.Output.from_input("sub"), pulumi.Output.from_input("ml")
    return Place(subscription, "lab", workspace, "eastus", {}, parent)


@pytest.mark.parametrize(
    "image",
    ["labimages.azurecr.io/a/b:1", "labimages.azurecr.io/a@sha256:0123456789abcdef", "labimages.azurecr.io/a_b:1"],
)
def test_an_image_is_in_a_registry_of_azure_with_a_tag(image: str) -> None:
    assert HOST.image(image)["registry"] == "labimages"


@pytest.mark.parametrize("image", ["labimages.azurecr.io/a", "nginx:1", "1234.dkr.ecr.us-east-1.amazonaws.com/a:1"])
def test_other_images_are_refused(image: str) -> None:
    with pytest.raises(ValueError, match=r"with a tag \(`<registry>\.azurecr\.io/<name>:<version>`"):
        HOST.image(image)


@pytest.mark.parametrize("service", ["blob", "dfs"])
def test_a_model_is_addressed_by_account_container_and_path(service: str) -> None:
    found = HOST.files(f"https://labmodels.{service}.core.windows.net/models/chat/1/")
    assert (found["account"], found["container"], found["path"]) == ("labmodels", "models", "chat/1/")


@pytest.mark.parametrize(
    "address",
    ["s3://models/chat", "http://labmodels.blob.core.windows.net/m/x", "https://labmodels.blob.core.windows.net/m"],
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="is not an address like"):
        HOST.files(address)


def test_names_of_deployments_fit_and_say_their_machine() -> None:
    name = deployment_name(VARIANT)
    assert len(name) == NAME_MAX
    assert name != deployment_name(replace(VARIANT, machine=machine("Standard_NC8as_T4_v3", "azure")))


def test_containers_are_asked_as_on_other_clouds(cloud: Cloud) -> None:
    def program() -> None:
        environment("chat-blue", _place(), "labimages.azurecr.io/serve:1")

    inference = cloud.preview(program).only(f"{ML}:EnvironmentVersion").inputs["properties"]["inferenceConfig"]
    assert inference["scoringRoute"] == {"port": 8080, "path": "/invocations"}
    assert inference["livenessRoute"] == inference["readinessRoute"] == {"port": 8080, "path": "/ping"}


def test_another_image_is_another_version(cloud: Cloud) -> None:
    def version(tag: str) -> str:
        plan = cloud.preview(lambda: environment("chat-blue", _place(), f"labimages.azurecr.io/serve:{tag}"))
        return plan.only(f"{ML}:EnvironmentVersion").inputs["version"]

    assert version("1") == version("1") != version("2")


def test_two_models_of_one_container_share_a_datastore_that_has_no_key(cloud: Cloud) -> None:
    def program() -> None:
        place, stores = _place(), dict[str, pulumi.Output[str]]()
        for each in ("blue", "green"):
            model(f"chat-{each}", place, f"https://labmodels.blob.core.windows.net/models/{each}", stores)

    plan = cloud.preview(program)
    store = plan.only(f"{ML}:Datastore").inputs
    assert store["properties"]["credentials"] == {"credentialsType": "None"}
    assert store["properties"]["serviceDataAccessAuthIdentity"] == "WorkspaceUserAssignedIdentity"
    blue = plan.only(f"{ML}:ModelVersion", "chat-blue").inputs["properties"]["modelUri"]
    assert blue == (
        "azureml://subscriptions/sub/resourcegroups/lab/workspaces/ml/datastores/labmodels_models/paths/blue"
    )
    assert store["name"] == "labmodels_models"
