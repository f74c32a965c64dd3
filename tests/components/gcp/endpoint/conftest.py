"""A simulated Vertex AI, the sandbox's own, which the components' client calls on the loopback."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from pytest_socket import enable_socket

from stackwright.components.gcp.endpoint.vertex_api import ADDRESS
from stackwright.sandbox.vertex import Vertex, VertexCalls


class Forgetful(Vertex):
    """A Vertex AI whose endpoints can be deleted by hand."""

    def __init__(self) -> None:
        self.gone = set[str]()
        super().__init__(exists=lambda name: name not in self.gone)


@pytest.fixture
def simulated_vertex(monkeypatch: pytest.MonkeyPatch) -> Iterator[Forgetful]:
    """A simulated Vertex AI that the components' client calls."""
    enable_socket()
    vertex, server = Forgetful(), grpc.server(ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((VertexCalls(lambda: vertex),))
    monkeypatch.setenv(ADDRESS, f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}")
    server.start()
    yield vertex
    server.stop(None).wait()


@pytest.fixture
def model_inputs() -> Callable[..., dict[str, Any]]:
    """Inputs of an uploaded model, as the engine hands them to its provider."""

    def inputs(**changes: Any) -> dict[str, Any]:
        return {
            "project": "lab-project",
            "region": "us-central1",
            "displayName": "serve-only",
            "image": "us-central1-docker.pkg.dev/lab-project/images/serve:1.0.0",
            "kmsKeyName": "projects/lab-project/locations/us-central1/keyRings/r/cryptoKeys/k",
            **changes,
        }

    return inputs


@pytest.fixture
def deployment_inputs() -> Callable[..., dict[str, Any]]:
    """Inputs of a deployment, as the engine hands them to its provider: numbers are floats."""

    def inputs(**changes: Any) -> dict[str, Any]:
        return {
            "region": "us-central1",
            "displayName": "serve-only",
            "serviceAccount": "serve@lab-project.iam.gserviceaccount.com",
            "machineType": "g2-standard-12",
            "acceleratorType": "NVIDIA_L4",
            "acceleratorCount": 1.0,
            "minReplicaCount": 1.0,
            "maxReplicaCount": 3.0,
            "requestsPerReplica": 60.0,
            **changes,
        }

    return inputs
