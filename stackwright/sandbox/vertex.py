"""The calls of Vertex AI's API that dynamic resources make, answered in the message classes of Google's own client.

The rules are those that the API's documentation states; nothing is recorded from Google. The client is imported with
the first call: who makes one has it.
"""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

import grpc

_OPERATIONS = "google.longrunning.Operations"
_SERVICES = ("google.cloud.aiplatform.v1.ModelService", "google.cloud.aiplatform.v1.EndpointService", _OPERATIONS)


class Refused(Exception):
    """What the API answers in place of a result."""

    def __init__(self, code: grpc.StatusCode, message: str) -> None:
        super().__init__(message)
        self.code = code


class Vertex:
    """Models, and what is deployed on endpoints, kept in a file if there is one; endpoints themselves are resources."""

    def __init__(
        self, file: Path | None = None, *, exists: Callable[[str], bool] = lambda name: True, slow: bool = False
    ) -> None:
        self.api: Any = import_module("google.cloud.aiplatform_v1")
        self.models: dict[str, Any] = {}
        self.endpoints: dict[str, Any] = {}
        self._exists = exists
        self.slow = slow
        """Results come with the second question for them."""
        self._file, self._count, self._pending = file, 0, dict[str, Any]()
        if file is not None and file.exists():
            kept = json.loads(file.read_text("utf-8"))
            self._count = kept["count"]
            self.models = {name: self.api.Model.from_json(text) for name, text in kept["models"].items()}
            self.endpoints = {name: self.api.Endpoint.from_json(text) for name, text in kept["endpoints"].items()}

    def answer(self, call: str, asked: Any) -> Any:
        """Reply to `call`, and remember what it changed."""
        self._count += 1
        reply = getattr(self, call)(asked)
        if self._file is not None and not call.startswith("Get"):
            models = {name: self.api.Model.to_json(each) for name, each in self.models.items()}
            endpoints = {name: self.api.Endpoint.to_json(each) for name, each in self.endpoints.items()}
            text = json.dumps({"count": self._count, "models": models, "endpoints": endpoints})
            beside = self._file.with_suffix(".new")
            beside.write_text(text, "utf-8")
            beside.replace(self._file)
        return reply

    def UploadModel(self, asked: Any) -> Any:
        """A model under a number of its own."""
        asked.model.name = f"{asked.parent}/models/{self._count}"
        self.models[asked.model.name] = asked.model
        return self._done(asked.model.name, self.api.UploadModelResponse(model=asked.model.name, model_version_id="1"))

    def GetModel(self, asked: Any) -> Any:
        """The model, if it exists."""
        if asked.name not in self.models:
            raise Refused(grpc.StatusCode.NOT_FOUND, f"{asked.name} is not found")
        return self.models[asked.name]

    def DeleteModel(self, asked: Any) -> Any:
        """Only what is deployed nowhere can be deleted."""
        self.GetModel(asked)
        if any(each.model == asked.name for held in self.endpoints.values() for each in held.deployed_models):
            raise Refused(grpc.StatusCode.FAILED_PRECONDITION, f"{asked.name} is deployed")
        del self.models[asked.name]
        return self._done(asked.name, None)

    def GetEndpoint(self, asked: Any) -> Any:
        """What is deployed on the endpoint."""
        return self._endpoint(asked.name)

    def DeployModel(self, asked: Any) -> Any:
        """The model on the endpoint, with a service attachment for private addresses."""
        endpoint, deployed = self._endpoint(asked.endpoint), asked.deployed_model
        self.GetModel(self.api.GetModelRequest(name=deployed.model))
        deployed.id = str(10**9 + self._count)
        place = asked.endpoint.rpartition("/endpoints/")[0]
        deployed.private_endpoints.service_attachment = f"{place}/serviceAttachments/gkedpm-{deployed.id}"
        endpoint.deployed_models.append(deployed)
        made = self.api.DeployedModel(id=deployed.id)
        return self._done(asked.endpoint, self.api.DeployModelResponse(deployed_model=made))

    def MutateDeployedModel(self, asked: Any) -> Any:
        """The fields of the mask, changed in place."""
        held = self._endpoint(asked.endpoint).deployed_models
        found = next((each for each in held if each.id == asked.deployed_model.id), None)
        if found is None:
            raise Refused(grpc.StatusCode.NOT_FOUND, f"{asked.deployed_model.id} is not deployed")
        for path in asked.update_mask.paths:
            field = path.removeprefix("dedicated_resources.")
            setattr(found.dedicated_resources, field, getattr(asked.deployed_model.dedicated_resources, field))
        return self._done(asked.endpoint, self.api.MutateDeployedModelResponse(deployed_model=found))

    def UndeployModel(self, asked: Any) -> Any:
        """Only what has no traffic can go, unless it is the last."""
        endpoint = self._endpoint(asked.endpoint)
        left = [each for each in endpoint.deployed_models if each.id != asked.deployed_model_id]
        split = dict(asked.traffic_split) or dict(endpoint.traffic_split)
        if left and split.get(asked.deployed_model_id):
            raise Refused(grpc.StatusCode.FAILED_PRECONDITION, f"{asked.deployed_model_id} still has traffic")
        endpoint.deployed_models, endpoint.traffic_split = left, split if left else {}
        return self._done(asked.endpoint, self.api.UndeployModelResponse())

    def UpdateEndpoint(self, asked: Any) -> Any:
        """Another split of the traffic: of what is deployed, and a hundred together, or none at all."""
        endpoint, split = self._endpoint(asked.endpoint.name), dict(asked.endpoint.traffic_split)
        if list(asked.update_mask.paths) != ["traffic_split"]:
            raise Refused(grpc.StatusCode.UNIMPLEMENTED, "only traffic_split is updated here")
        deployed = {each.id for each in endpoint.deployed_models}
        if split and (not set(split) <= deployed or sum(split.values()) != 100):
            raise Refused(grpc.StatusCode.INVALID_ARGUMENT, f"{split} is no split of {sorted(deployed)}")
        endpoint.traffic_split = split
        return endpoint

    def GetOperation(self, asked: Any) -> Any:
        """The result of what was asked before."""
        if asked.name not in self._pending:
            raise Refused(grpc.StatusCode.NOT_FOUND, f"{asked.name} is not found")
        return self._pending[asked.name]

    def _endpoint(self, name: str) -> Any:
        if not self._exists(name):
            raise Refused(grpc.StatusCode.NOT_FOUND, f"{name} is not found")
        return self.endpoints.setdefault(name, self.api.Endpoint(name=name))

    def _done(self, name: str, response: Any) -> Any:
        operations = import_module("google.longrunning.operations_pb2")
        place = "/".join(name.split("/")[:4])
        finished = operations.Operation(name=f"{place}/operations/{self._count}", done=True)
        nothing = import_module("google.protobuf.empty_pb2").Empty()
        finished.response.Pack(nothing if response is None else _plain(response))
        self._pending[finished.name] = finished
        return operations.Operation(name=finished.name) if self.slow else finished


class VertexCalls(grpc.GenericRpcHandler):
    """Hands the calls of Vertex AI to a `Vertex`, made with the first of them."""

    def __init__(self, make: Callable[[], Vertex]) -> None:
        self._make, self._lock = make, Lock()
        self._vertex: Vertex | None = None

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> "grpc.RpcMethodHandler[Any, Any] | None":
        """Handler of one call; None for what no dynamic resource asks."""
        service, _, call = handler_call_details.method.removeprefix("/").partition("/")
        if service not in _SERVICES or not (call[:1].isupper() and hasattr(Vertex, call)):
            return None

        def called(asked: bytes, context: grpc.ServicerContext) -> bytes:
            with self._lock:
                self._vertex = self._vertex or self._make()
                try:
                    return _written(self._vertex.answer(call, _read(service, call, asked)))
                except Refused as refused:
                    return context.abort(refused.code, str(refused))

        return grpc.unary_unary_rpc_method_handler(called)


def _read(service: str, call: str, asked: bytes) -> Any:
    if service == _OPERATIONS:
        return import_module("google.longrunning.operations_pb2").GetOperationRequest.FromString(asked)
    return getattr(import_module("google.cloud.aiplatform_v1"), f"{call}Request").deserialize(asked)


def _written(message: Any) -> bytes:
    return (message if hasattr(message, "SerializeToString") else _plain(message)).SerializeToString()


def _plain(message: Any) -> Any:
    """The protocol buffer inside a message of Google's client."""
    kind: Any = message.__class__
    return kind.pb(message)
