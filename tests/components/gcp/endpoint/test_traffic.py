import pytest

from stackwright.components.gcp.endpoint.deployment import DeploymentProvider
from stackwright.components.gcp.endpoint.traffic import TrafficProvider
from stackwright.components.gcp.endpoint.uploaded_model import UploadedModelProvider

pytestmark = [pytest.mark.enable_socket, pytest.mark.filterwarnings("ignore::FutureWarning:google")]
PROVIDER = TrafficProvider()
ENDPOINT = "projects/lab-project/locations/us-central1/endpoints/1234567890"


@pytest.fixture
def split(simulated_vertex, model_inputs, deployment_inputs):
    """Inputs of a traffic split over two deployments that exist."""
    endpoint, model = ENDPOINT, UploadedModelProvider().create(model_inputs()).id
    inputs = deployment_inputs(endpoint=endpoint, model=model)
    made = [DeploymentProvider().create(inputs).outs or {} for _ in range(2)]
    shares = dict(zip([each["deployedModelId"] for each in made], (10.0, 90.0), strict=True))
    return {"region": "us-central1", "endpoint": endpoint, "split": shares}


def test_simulated_requests_are_divided_and_divided_anew(simulated_vertex, split) -> None:
    made = PROVIDER.create(split)
    endpoint = simulated_vertex.endpoints[split["endpoint"]]
    assert made.id == f"{split['endpoint']}/trafficSplit"
    assert dict(endpoint.traffic_split) == split["split"]
    news = {**split, "split": dict.fromkeys(split["split"], 50.0)}
    assert PROVIDER.diff(made.id, split, news).replaces == []
    assert PROVIDER.update(made.id, split, news).outs == news
    assert set(endpoint.traffic_split.values()) == {50}


def test_simulated_reading_tells_what_there_is_and_what_is_gone(simulated_vertex, split) -> None:
    made = PROVIDER.create(split)
    read = PROVIDER.read(made.id, split)
    assert read.outs is not None
    assert PROVIDER.diff(made.id, read.outs, split).changes is False
    simulated_vertex.gone.add(ENDPOINT)
    assert PROVIDER.read(made.id, split).id is None


def test_simulated_in_the_end_nobody_gets_requests(simulated_vertex, split) -> None:
    made = PROVIDER.create(split)
    PROVIDER.delete(made.id, split)
    assert dict(simulated_vertex.endpoints[split["endpoint"]].traffic_split) == {}
    simulated_vertex.gone.add(ENDPOINT)
    PROVIDER.delete(made.id, split)


def test_another_endpoint_makes_another_split(split) -> None:
    assert PROVIDER.diff("id", split, {**split, "endpoint": "other"}).replaces == ["endpoint"]
