import re
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine, resolve
from stackwright.components.gcp.endpoint import GcpEndpoint, GcpEndpointArgs
from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs, KeyUser
from stackwright.components.intents import Variant
from stackwright.testing.plugin import Cloud, Plan

ENDPOINT = "gcp:vertex/aiEndpoint:AiEndpoint"
MODEL = "pulumi-python:dynamic/vertex:UploadedModel"
DEPLOYMENT = "pulumi-python:dynamic/vertex:Deployment"
TRAFFIC = "pulumi-python:dynamic/vertex:Traffic"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
IMAGE = "us-central1-docker.pkg.dev/lab-project/images/serve:1.0.0"
L4 = resolve("L4:1", "gcp")
PLACE: dict[str, Any] = {
    "network_id": "projects/lab-project/global/networks/lab",
    "subnet_id": "projects/lab-project/regions/us-central1/subnetworks/lab",
    "service_account": "serve@lab-project.iam.gserviceaccount.com",
}
ONE = [Variant("only", L4, IMAGE)]
TWO = [
    Variant("blue", resolve("L4:4", "gcp"), IMAGE, "gs://models/llama/", weight=9, instances_min=2, instances_max=6),
    Variant("green", resolve("TPU-v5e:4", "gcp"), IMAGE, environment={"DTYPE": "bf16"}),
]
MAX: dict[str, Any] = {
    "variants": TWO,
    "requests_per_instance": 30,
    "capture_percent": 10,
    "port": 8000,
    "predict_route": "/generate",
    "health_route": "/health",
    "log_retention_days": 90,
    "tags": {"owner": "research"},
    "protect": True,
}


def _endpoint(**knobs: Any) -> GcpEndpoint:
    key = GcpKey("key", GcpKeyArgs(used_by=[KeyUser.VERTEX, KeyUser.BIGQUERY, KeyUser.LOGGING]))
    return GcpEndpoint("serve", GcpEndpointArgs(**{**PLACE, "key_id": key.id, "variants": ONE, **knobs}))


def _plan(cloud: Cloud, **knobs: Any) -> Plan:
    return cloud.preview(lambda: _endpoint(**knobs), config=CONFIG)


@pytest.mark.parametrize("knobs", [{}, MAX], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    assert contract_errors(cloud.deploy(lambda: _endpoint(**knobs), config=CONFIG)) == []


def test_only_the_network_reaches_it(cloud: Cloud) -> None:
    plan = _plan(cloud)
    endpoint, rule = plan.only(ENDPOINT), plan.only("gcp:compute/forwardingRule:ForwardingRule")
    assert endpoint.inputs["privateServiceConnectConfig"] == {
        "enablePrivateServiceConnect": True,
        "projectAllowlists": ["lab-project"],
    }
    assert plan.only("gcp:compute/address:Address").inputs["addressType"] == "INTERNAL"
    assert plan.wired(rule, "target") == [plan.only(DEPLOYMENT)]
    assert (rule.inputs["network"], rule.inputs["loadBalancingScheme"]) == (PLACE["network_id"], "")


def test_endpoint_model_logs_and_kept_requests_are_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = _plan(cloud, capture_percent=10)
    key = plan.only("gcp:kms/cryptoKey:CryptoKey")
    for resource, path in (
        (plan.only(ENDPOINT), "encryptionSpec"),
        (plan.only(MODEL), "kmsKeyName"),
        (plan.only("gcp:bigquery/dataset:Dataset"), "defaultEncryptionConfiguration"),
    ):
        assert key in plan.wired(resource, path)


def test_a_sample_of_requests_is_kept_for_its_time_when_asked(cloud: Cloud) -> None:
    assert "predictRequestResponseLoggingConfig" not in _plan(cloud).only(ENDPOINT).inputs
    plan = _plan(cloud, capture_percent=10, log_retention_days=90)
    logged = plan.only(ENDPOINT).inputs["predictRequestResponseLoggingConfig"]
    dataset = plan.only("gcp:bigquery/dataset:Dataset").inputs
    assert (logged["enabled"], logged["samplingRate"]) == (True, 0.1)
    assert logged["bigqueryDestination"]["outputUri"] == f"bq://lab-project.{dataset['datasetId']}.requests"
    assert dataset["defaultTableExpirationMs"] == 90 * 86_400_000
    assert re.fullmatch(r"[A-Za-z0-9_]+", dataset["datasetId"])


def test_kept_requests_of_a_protected_stack_stay(cloud: Cloud) -> None:
    for protect in (True, False):
        dataset = _plan(cloud, capture_percent=10, protect=protect).only("gcp:bigquery/dataset:Dataset")
        assert (dataset.protect, dataset.inputs["deleteContentsOnDestroy"]) == (protect, not protect)


def test_the_name_is_a_number_of_ten_digits_that_no_other_stack_has(cloud: Cloud) -> None:
    names = [
        cloud.preview(_endpoint, stack=stack, config=CONFIG).only(ENDPOINT).inputs["name"] for stack in ("dev", "prod")
    ]
    assert len(set(names)) == 2
    assert all(re.fullmatch(r"[1-9]\d{9}", name) for name in names)


def test_every_variant_is_a_model_on_machines_of_its_own(cloud: Cloud) -> None:
    plan = _plan(cloud, **MAX)
    blue, green = plan.only(DEPLOYMENT, "serve-blue").inputs, plan.only(DEPLOYMENT, "serve-green").inputs
    assert (blue["machineType"], blue["acceleratorType"], blue["acceleratorCount"]) == (
        "g2-standard-48",
        "NVIDIA_L4",
        4,
    )
    assert (blue["minReplicaCount"], blue["maxReplicaCount"], blue["requestsPerReplica"]) == (2, 6, 30)
    assert (green["machineType"], green["tpuTopology"]) == ("ct5lp-hightpu-4t", "2x2")
    assert "acceleratorType" not in green
    assert blue["serviceAccount"] == PLACE["service_account"]
    model = plan.only(MODEL, "serve-blue").inputs
    assert (model["image"], model["artifactUri"], model["sharedMemory"]) == (IMAGE, "gs://models/llama/", True)
    assert (model["port"], model["predictRoute"], model["healthRoute"]) == (8000, "/generate", "/health")
    assert plan.only(MODEL, "serve-green").inputs["environment"] == {"DTYPE": "bf16"}


def test_a_deployment_waits_for_the_endpoint_and_its_model(cloud: Cloud) -> None:
    plan = _plan(cloud)
    deployment = plan.only(DEPLOYMENT)
    assert plan.wired(deployment, "model") == [plan.only(MODEL)]
    assert plan.only(ENDPOINT).urn in deployment.dependencies
    number = plan.only(ENDPOINT).inputs["name"]
    assert deployment.inputs["endpoint"] == f"projects/lab-project/locations/us-central1/endpoints/{number}"


def test_traffic_is_set_once_all_deployments_exist(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: _endpoint(**MAX), config=CONFIG)
    assert {r.name for r in plan.wired(plan.only(TRAFFIC), "split")} == {"serve-blue", "serve-green"}
    assert plan.only(ENDPOINT).ignore_changes == ("trafficSplit",)


def test_logs_of_the_containers_have_an_end_and_the_key(cloud: Cloud) -> None:
    plan = _plan(cloud, log_retention_days=90)
    number = plan.only(ENDPOINT).inputs["name"]
    assert plan.only("gcp:logging/projectBucketConfig:ProjectBucketConfig").inputs["retentionDays"] == 90
    assert f'endpoint_id="{number}"' in plan.only("gcp:logging/projectSink:ProjectSink").inputs["filter"]


def test_nothing_of_googles_client_or_a_secret_is_in_the_plan(cloud: Cloud) -> None:
    for resource in _plan(cloud).of_type(MODEL, DEPLOYMENT, TRAFFIC):
        assert "__provider" in resource.secrets


@pytest.mark.parametrize(
    ("variant", "words"),
    [
        (Variant("Only", L4, IMAGE), "is not a name"),
        (Variant("only", L4, "serve:1"), "is not an image in Artifact Registry with a tag"),
        (Variant("only", L4, IMAGE.rpartition(":")[0]), "is not an image in Artifact Registry with a tag"),
        (Variant("only", L4, IMAGE, "s3://models/llama/"), "is not an address like"),
        (Variant("only", L4, IMAGE, instances_min=0), "instances are at least 1"),
        (Variant("only", L4, IMAGE, instances_min=3, instances_max=2), "at most instances_max"),
        (Variant("only", L4, IMAGE, weight=0), "no variant has a weight"),
        (Variant("only", machine("ct5p-hightpu-4t", "gcp"), IMAGE), "Vertex AI does not host on ct5p-hightpu-4t"),
        (Variant("only", machine("p5.48xlarge", "aws"), IMAGE), "Vertex AI does not host on p5.48xlarge"),
    ],
)
def test_what_cannot_be_served_is_refused(variant: Variant, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        GcpEndpointArgs(**PLACE, key_id="key", variants=[variant])


def test_two_variants_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="two variants have the same name"):
        GcpEndpointArgs(**PLACE, key_id="key", variants=[*ONE, *ONE])


def test_the_command_calls_the_private_address(cloud: Cloud) -> None:
    def program() -> None:
        endpoint = _endpoint()
        pulumi.export("url", endpoint.url)
        pulumi.export("call", endpoint.call)

    plan = cloud.deploy(program, config=CONFIG)
    number = plan.only(ENDPOINT).inputs["name"]
    address = plan.only("gcp:compute/address:Address").outputs["address"]
    path = f"projects/lab-project/locations/us-central1/endpoints/{number}"
    assert plan.outputs["url"] == f"https://{address}/v1/{path}:predict"
    assert plan.outputs["call"].endswith(f"--data @request.json {plan.outputs['url']}")
