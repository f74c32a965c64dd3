"""Rules about Vertex AI: endpoints, what deploys models on them, and the stores around them."""

from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.machine_counts import DEPLOYED, MACHINES, bases, largest
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.shapes import is_set, key_findings, must_be, must_have_key
from stackwright.policies.tokens import gcp, tokens

ENDPOINT = gcp("vertex/AiEndpoint")
GARDEN = gcp("vertex/AiEndpointWithModelGardenDeployment")
INDEX_ENDPOINT = gcp("vertex/AiIndexEndpoint")
STORE = gcp("vertex/AiTensorboard")
UPLOADED = "pulumi-python:dynamic/vertex:UploadedModel"
SERVING = tokens("vertex/AiDeploymentResourcePool", "vertex/AiPersistentResource", of=gcp) | {GARDEN, DEPLOYED}
STORES = tokens(
    "vertex/AiDataset",
    "vertex/AiFeatureOnlineStore",
    "vertex/AiFeatureStore",
    "vertex/AiIndex",
    "vertex/AiIndexEndpoint",
    "vertex/AiMetadataStore",
    "vertex/AiPersistentResource",
    "vertex/AiReasoningEngine",
    "vertex/AiTensorboard",
    of=gcp,
)
PSC = "privateServiceConnectConfig.enablePrivateServiceConnect"
_PLACE = {"displayName": "chat", "location": "europe-west4"}
KEY = part(gcp("kms/CryptoKey"), "key", {"keyRing": "ring"})
GOOD = (
    KEY,
    part(
        ENDPOINT,
        "chat",
        {
            **_PLACE,
            "encryptionSpec": {"kmsKeyName": UNKNOWN},
            "privateServiceConnectConfig": {"enablePrivateServiceConnect": True},
            "predictRequestResponseLoggingConfig": {"enabled": True, "samplingRate": 0.1},
        },
        encryptionSpec="key",
    ),
)
STORED = (
    KEY,
    part(STORE, "runs", {"displayName": "runs", "encryptionSpec": {"kmsKeyName": UNKNOWN}}, encryptionSpec="key"),
)
_RESOURCES = {"machineSpec": {"machineType": "g2-standard-12", "acceleratorCount": 1}, "maxReplicaCount": 4}
_MODEL = {"location": "europe-west4", "publisherModelName": "publishers/google/models/gemma3@gemma-3-1b-it"}
SERVED = (part(GARDEN, "llm", {**_MODEL, "deployConfig": {"dedicatedResources": _RESOURCES}}),)


@rule(
    id="gcp-vertex-endpoint-private",
    types={ENDPOINT, GARDEN},
    severity="high",
    fix="enable Private Service Connect, or give the endpoint a `network`",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV2_GCP_33"),
    good=GOOD,
    bad=but("chat", privateServiceConnectConfig={"enablePrivateServiceConnect": False}),
)
def private(endpoint: Resource, graph: Graph) -> Iterator[Finding]:
    """Endpoints are reached from your network only."""
    path = f"endpointConfig.{PSC}" if endpoint.type == GARDEN else PSC
    connected, network = endpoint.get(path), endpoint.get("network")
    if connected is True or (network is UNKNOWN and graph.wired(endpoint, "network")):
        return
    if UNKNOWN in (connected, network):
        yield unknown(path if connected is UNKNOWN else "network")
    elif not is_set(network):
        yield fail(path, "is not true, and there is no network")


endpoint_key = rule(
    id="gcp-vertex-endpoint-cmek",
    title="Endpoints are encrypted with a key that the project owns",
    types={ENDPOINT},
    severity="high",
    fix="give `encryption_spec.kms_key_name` a key of your own",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV2_GCP_24"),
    good=GOOD,
    bad=but("chat", encryptionSpec=MISSING),
)(must_have_key("encryptionSpec.kmsKeyName"))


@rule(
    id="gcp-vertex-data-cmek",
    types=STORES | {UPLOADED},
    severity="medium",
    fix="give `encryption_spec.kms_key_name` a key of your own",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_GCP_92 CKV_GCP_96 CKV2_GCP_25 CKV2_GCP_26"),
    good=STORED,
    bad=but("runs", encryptionSpec=MISSING),
)
def data_key(store: Resource, graph: Graph) -> Iterator[Finding]:
    """Models, data sets, feature stores, indexes and runs are encrypted with a key that the project owns."""
    yield from key_findings(store, graph, "kmsKeyName" if store.type == UPLOADED else "encryptionSpec.kmsKeyName")


index_private = rule(
    id="gcp-vertex-index-private",
    title="Vector search is not open to the internet",
    types={INDEX_ENDPOINT},
    severity="high",
    fix="leave `public_endpoint_enabled` out",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV2_GCP_34"),
    good=(part(INDEX_ENDPOINT, "search", {"displayName": "search"}),),
    bad=but("search", publicEndpointEnabled=True),
)(must_be("publicEndpointEnabled", False, MISSING, text="is true"))

request_log = rule(
    id="gcp-vertex-request-logging",
    title="Endpoints of prod stacks log a share of requests and answers",
    types={ENDPOINT},
    severity="low",
    fix="enable `predict_request_response_logging_config` with a BigQuery destination",
    level={"dev": Level.DISABLED, "staging": Level.DISABLED, "prod": Level.ADVISORY},
    frameworks=maps_to(Family.LOGGING),
    good=GOOD,
    bad=but("chat", predictRequestResponseLoggingConfig=MISSING),
)(must_be("predictRequestResponseLoggingConfig.enabled", True, text="is not true"))


@rule(
    id="gcp-vertex-deploy-bounded",
    types=SERVING,
    severity="high",
    fix="lower the largest number of replicas, or raise `max_replicas` of this rule",
    frameworks=maps_to(Family.COST),
    params=(Param("max_replicas", 16, {"type": "number", "minimum": 1}, "Most replicas of one deployment."),),
    good=SERVED,
    bad=but("llm", deployConfig={"dedicatedResources": {**_RESOURCES, "maxReplicaCount": 100}}),
)
def bounded(serving: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Deployments cannot grow beyond a limit."""
    for base in bases(serving, MACHINES[serving.type]):
        most = largest(serving, graph, base)
        if most is UNKNOWN:
            yield unknown(base)
        elif most is MISSING:
            yield fail(base, "gives no largest number of replicas")
        elif most > config["max_replicas"]:
            yield fail(base, "allows more replicas than the limit")


RULES = (private, endpoint_key, data_key, index_private, request_log, bounded)
