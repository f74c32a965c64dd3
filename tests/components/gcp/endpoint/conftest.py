"""A simulated Vertex AI: a server on the loopback that keeps models and endpoints as Google's own message classes.

Nothing of it is recorded from Google: the rules it enforces are those that the API's documentation states.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import grpc
import pytest
from pytest_socket import enable_socket

from stackwright.components.gcp.endpoint.vertex_api import ADDRESS

PLACE = "projects/lab-project/locations/us-central1"


class Refused(Exception):
    """What the API answers in place of a result."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code


def _not_found(name: str) -> Refused:
    return Refused(grpc.StatusCode.NOT_FOUND, f"{name} is not found")


class SimulatedVertex:
    """Models, endpoints and operations of one project and region."""

    def __init__(self) -> None:
        from google.cloud import aiplatform_v1
        from google.longrunning import operations_pb2

        self.api, self._operations_pb2 = aiplatform_v1, operations_pb2
        self.models: dict[str, Any] = {}
        self.endpoints: dict[str, Any] = {}
        self.calls: list[str] = []
        self.slow = False
        self._pending: dict[str, Any] = {}

    def endpoint(self, number: str = "1234567890") -> str:
        """Path of an endpoint that exists, as the provider's own resource makes it."""
        name = f"{PLACE}/endpoints/{number}"
        self.endpoints[name] = self.api.Endpoint(name=name, display_name="serve")
        return name

    def UploadModel(self, asked: Any) -> Any:
        asked.model.name = f"{asked.parent}/models/{len(self.calls)}"
        self.models[asked.model.name] = asked.model
        return self._done(self.api.UploadModelResponse(model=asked.model.name, model_version_id="1"))

    def GetModel(self, asked: Any) -> Any:
        return self._existing(self.models, asked.name)

    def DeleteModel(self, asked: Any) -> Any:
        self._existing(self.models, asked.name)
        if any(each.model == asked.name for held in self.endpoints.values() for each in held.deployed_models):
            raise Refused(grpc.StatusCode.FAILED_PRECONDITION, f"{asked.name} is deployed")
        del self.models[asked.name]
        return self._done(None)

    def GetEndpoint(self, asked: Any) -> Any:
        return self._existing(self.endpoints, asked.name)

    def DeployModel(self, asked: Any) -> Any:
        endpoint, deployed = self._existing(self.endpoints, asked.endpoint), asked.deployed_model
        self._existing(self.models, deployed.model)
        deployed.id = str(1000 + len(self.calls))
        deployed.private_endpoints.service_attachment = f"{PLACE}/serviceAttachments/gkedpm-{deployed.id}"
        endpoint.deployed_models.append(deployed)
        return self._done(self.api.DeployModelResponse(deployed_model=self.api.DeployedModel(id=deployed.id)))

    def MutateDeployedModel(self, asked: Any) -> Any:
        endpoint = self._existing(self.endpoints, asked.endpoint)
        found = next(each for each in endpoint.deployed_models if each.id == asked.deployed_model.id)
        for path in asked.update_mask.paths:
            field = path.removeprefix("dedicated_resources.")
            setattr(found.dedicated_resources, field, getattr(asked.deployed_model.dedicated_resources, field))
        return self._done(self.api.MutateDeployedModelResponse(deployed_model=found))

    def UndeployModel(self, asked: Any) -> Any:
        endpoint = self._existing(self.endpoints, asked.endpoint)
        left = [each for each in endpoint.deployed_models if each.id != asked.deployed_model_id]
        split = dict(asked.traffic_split) or dict(endpoint.traffic_split)
        if left and split.get(asked.deployed_model_id):
            raise Refused(grpc.StatusCode.FAILED_PRECONDITION, "the model still has traffic")
        endpoint.deployed_models = left
        endpoint.traffic_split = split if left else {}
        return self._done(self.api.UndeployModelResponse())

    def UpdateEndpoint(self, asked: Any) -> Any:
        endpoint, split = self._existing(self.endpoints, asked.endpoint.name), dict(asked.endpoint.traffic_split)
        assert list(asked.update_mask.paths) == ["traffic_split"]
        deployed = {each.id for each in endpoint.deployed_models}
        if split and (not set(split) <= deployed or sum(split.values()) != 100):
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, f"{split} is no split of {deployed}")
        endpoint.traffic_split = split
        return endpoint

    def GetOperation(self, asked: Any) -> Any:
        return self._pending[asked.name]

    def _existing(self, known: dict[str, Any], name: str) -> Any:
        if name not in known:
            raise _not_found(name)
        return known[name]

    def _done(self, response: Any) -> Any:
        from google.protobuf import empty_pb2

        name = f"{PLACE}/operations/{len(self.calls)}"
        finished = self._operations_pb2.Operation(name=name, done=True)
        finished.response.Pack(type(response).pb(response) if response is not None else empty_pb2.Empty())
        self._pending[name] = finished
        return self._operations_pb2.Operation(name=name) if self.slow else finished


class _Handler(grpc.GenericRpcHandler):
    """Hands each call to the method of its name, in the message classes of Google's client."""

    def __init__(self, vertex: SimulatedVertex) -> None:
        self._vertex = vertex

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler:
        name = details.method.rpartition("/")[2]

        def called(asked: Any, context: grpc.ServicerContext) -> Any:
            self._vertex.calls.append(name)
            try:
                return getattr(self._vertex, name)(asked)
            except Refused as refused:
                context.abort(refused.code, str(refused))

        return grpc.unary_unary_rpc_method_handler(called, self._read(name), _written)

    def _read(self, name: str) -> Callable[[bytes], Any]:
        from google.longrunning import operations_pb2

        if name == "GetOperation":
            return operations_pb2.GetOperationRequest.FromString
        return getattr(self._vertex.api, f"{name}Request").deserialize


def _written(message: Any) -> bytes:
    plain = message if hasattr(message, "SerializeToString") else type(message).pb(message)
    return plain.SerializeToString()


@pytest.fixture
def simulated_vertex(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimulatedVertex]:
    """A simulated Vertex AI that the components' client calls."""
    enable_socket()
    vertex, server = SimulatedVertex(), grpc.server(ThreadPoolExecutor(2))
    server.add_generic_rpc_handlers((_Handler(vertex),))
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
