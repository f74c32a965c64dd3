from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine, resolve
from stackwright.components.gcp.endpoint import GcpModelGardenEndpoint, GcpModelGardenEndpointArgs
from stackwright.components.intents import Variant
from stackwright.testing.plugin import Cloud, Plan

SERVED = "gcp:vertex/aiEndpointWithModelGardenDeployment:AiEndpointWithModelGardenDeployment"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
GEMMA = "publishers/google/models/gemma3@gemma-3-12b-it"
QWEN = "hf://Qwen/Qwen3-8B"
PLACE: dict[str, Any] = {
    "network_id": "projects/lab-project/global/networks/lab",
    "subnet_id": "projects/lab-project/regions/us-central1/subnetworks/lab",
}
MAX: dict[str, Any] = {
    "model": QWEN,
    "variant": Variant(
        "only",
        resolve("H100:8", "gcp"),
        "us-central1-docker.pkg.dev/lab-project/images/vllm:1",
        instances_min=1,
        instances_max=4,
        environment={"DTYPE": "bf16"},
    ),
    "requests_per_instance": 30,
    "accept_eula": True,
    "hugging_face_token": "hf_not_a_real_token",
}


def _plan(cloud: Cloud, **knobs: Any) -> Plan:
    chosen = {"model": GEMMA, "variant": Variant("only", resolve("L4:1", "gcp"), ""), **knobs}
    args = GcpModelGardenEndpointArgs(**PLACE, **chosen)
    return cloud.deploy(lambda: GcpModelGardenEndpoint("serve", args), config=CONFIG)


@pytest.mark.parametrize("knobs", [{}, MAX], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    assert contract_errors(_plan(cloud, **knobs)) == []


def test_a_model_is_googles_or_hugging_faces(cloud: Cloud) -> None:
    google, hugging = _plan(cloud).only(SERVED).inputs, _plan(cloud, model=QWEN).only(SERVED).inputs
    assert (google["publisherModelName"], "huggingFaceModelId" in google) == (GEMMA, False)
    assert (hugging["huggingFaceModelId"], "publisherModelName" in hugging) == ("Qwen/Qwen3-8B", False)


@pytest.mark.parametrize("model", ["gemma3", "hf://qwen", "gs://models/llama/", ""])
def test_another_address_is_refused(model: str) -> None:
    with pytest.raises(ValidationError, match="String should match pattern"):
        GcpModelGardenEndpointArgs(**PLACE, model=model, variant=Variant("only", resolve("L4:1", "gcp"), ""))


def test_only_the_network_reaches_it(cloud: Cloud) -> None:
    plan = _plan(cloud)
    config = plan.only(SERVED).inputs["endpointConfig"]
    assert config["privateServiceConnectConfig"] == {
        "enablePrivateServiceConnect": True,
        "projectAllowlists": ["lab-project"],
    }
    assert plan.wired(plan.only("gcp:compute/forwardingRule:ForwardingRule"), "target") == [plan.only(SERVED)]


def test_replicas_have_limits_and_follow_the_requests(cloud: Cloud) -> None:
    on = _plan(cloud, **MAX).only(SERVED).inputs["deployConfig"]["dedicatedResources"]
    assert (on["minReplicaCount"], on["maxReplicaCount"]) == (1, 4)
    assert on["machineSpec"] == {
        "machineType": "a3-highgpu-8g",
        "acceleratorType": "NVIDIA_H100_80GB",
        "acceleratorCount": 8,
    }
    assert on["autoscalingMetricSpecs"][0]["target"] == 30


def test_a_licence_is_accepted_by_the_user_alone(cloud: Cloud) -> None:
    assert _plan(cloud).only(SERVED).inputs["modelConfig"]["acceptEula"] is False
    assert _plan(cloud, accept_eula=True).only(SERVED).inputs["modelConfig"]["acceptEula"] is True


def test_a_token_is_a_secret(cloud: Cloud) -> None:
    assert any(path.startswith("modelConfig") for path in _plan(cloud, **MAX).only(SERVED).secrets)


def test_a_container_of_ones_own_serves_the_model_when_given(cloud: Cloud) -> None:
    assert "containerSpec" not in _plan(cloud).only(SERVED).inputs["modelConfig"]
    container = _plan(cloud, **MAX).only(SERVED).inputs["modelConfig"]["containerSpec"]
    assert container["imageUri"].endswith("/vllm:1")
    assert container["envs"] == [{"name": "DTYPE", "value": "bf16"}]


def test_what_vertex_does_not_serve_on_is_refused() -> None:
    with pytest.raises(ValidationError, match="Vertex AI does not host on ct5p-hightpu-4t"):
        GcpModelGardenEndpointArgs(**PLACE, model=GEMMA, variant=Variant("only", machine("ct5p-hightpu-4t", "gcp"), ""))
