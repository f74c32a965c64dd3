"""Area of concern: what is uploaded and deployed survives the server, and the API's refusals are given."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import grpc
import pytest

from stackwright.sandbox.vertex import Refused, Vertex, VertexCalls

pytestmark = [pytest.mark.enable_socket, pytest.mark.filterwarnings("ignore::FutureWarning:google")]
PLACE = "projects/lab/locations/us-central1"
ENDPOINT = f"{PLACE}/endpoints/1"
MODELS, ENDPOINTS = ("google.cloud.aiplatform.v1.ModelService", "google.cloud.aiplatform.v1.EndpointService")


def _deployed(vertex: Vertex) -> str:
    upload = vertex.api.UploadModelRequest(parent=PLACE, model=vertex.api.Model(display_name="serve"))
    name = vertex.api.UploadModelResponse.deserialize(vertex.answer("UploadModel", upload).response.value).model
    model = vertex.api.DeployedModel(model=name)
    done = vertex.answer("DeployModel", vertex.api.DeployModelRequest(endpoint=ENDPOINT, deployed_model=model))
    return vertex.api.DeployModelResponse.deserialize(done.response.value).deployed_model.id


def _split(vertex: Vertex, **shares: int) -> Any:
    endpoint = vertex.api.Endpoint(name=ENDPOINT, traffic_split={key[1:]: share for key, share in shares.items()})
    return vertex.api.UpdateEndpointRequest(endpoint=endpoint, update_mask={"paths": ["traffic_split"]})


def test_what_was_made_is_there_after_the_server_ended(tmp_path: Path) -> None:
    file = tmp_path / "state.vertex.json"
    number = _deployed(Vertex(file))
    kept = Vertex(file)
    assert [each.id for each in kept.endpoints[ENDPOINT].deployed_models] == [number]
    assert _deployed(kept) != number
    assert len(kept.models) == 2


@contextmanager
def _served(**settings: Any) -> Iterator[grpc.Channel]:
    server = grpc.server(ThreadPoolExecutor(1))
    server.add_generic_rpc_handlers((VertexCalls(lambda: Vertex(**settings)),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield channel
    server.stop(None).wait()


@pytest.mark.parametrize(
    ("method", "code"),
    [
        (f"/{MODELS}/GetModel", grpc.StatusCode.NOT_FOUND),
        (f"/{ENDPOINTS}/GetEndpoint", grpc.StatusCode.NOT_FOUND),
        ("/google.longrunning.Operations/GetOperation", grpc.StatusCode.NOT_FOUND),
        (f"/{ENDPOINTS}/CreateEndpoint", grpc.StatusCode.UNIMPLEMENTED),
        (f"/{MODELS}/__init__", grpc.StatusCode.UNIMPLEMENTED),
        ("/pulumirpc.Other/GetModel", grpc.StatusCode.UNIMPLEMENTED),
    ],
)
def test_what_is_missing_or_never_asked_is_refused(method: str, code: grpc.StatusCode) -> None:
    with _served(exists=lambda name: False) as channel, pytest.raises(grpc.RpcError) as refused:
        channel.unary_unary(method)(b"")
    assert refused.value.code() is code


@pytest.mark.parametrize("shares", [{"_1": 100}, {"_1000000002": 90}])
def test_a_split_is_of_what_is_deployed_and_a_hundred_together(shares: dict[str, int]) -> None:
    vertex = Vertex()
    assert _deployed(vertex) == "1000000002"
    with pytest.raises(Refused, match="is no split of"):
        vertex.answer("UpdateEndpoint", _split(vertex, **shares))
    vertex.answer("UpdateEndpoint", _split(vertex, _1000000002=100))
    assert dict(vertex.endpoints[ENDPOINT].traffic_split) == {"1000000002": 100}


def test_what_has_traffic_or_is_deployed_does_not_go() -> None:
    vertex = Vertex()
    first, _ = _deployed(vertex), _deployed(vertex)
    vertex.answer("UpdateEndpoint", _split(vertex, **{f"_{first}": 100}))
    with pytest.raises(Refused, match="still has traffic"):
        vertex.answer("UndeployModel", vertex.api.UndeployModelRequest(endpoint=ENDPOINT, deployed_model_id=first))
    with pytest.raises(Refused, match="is deployed"):
        vertex.answer("DeleteModel", vertex.api.DeleteModelRequest(name=next(iter(vertex.models))))


def test_only_the_traffic_of_an_endpoint_is_updated_here() -> None:
    vertex = Vertex()
    asked = vertex.api.UpdateEndpointRequest(
        endpoint=vertex.api.Endpoint(name=ENDPOINT), update_mask={"paths": ["display_name"]}
    )
    with pytest.raises(Refused, match="only traffic_split"):
        vertex.answer("UpdateEndpoint", asked)
