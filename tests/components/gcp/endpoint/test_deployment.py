import pytest

from stackwright.components.gcp.endpoint.deployment import (
    REQUESTS,
    DeploymentProvider,
    percentages,
    without,
)
from stackwright.components.gcp.endpoint.uploaded_model import UploadedModelProvider

pytestmark = [pytest.mark.enable_socket, pytest.mark.filterwarnings("ignore::FutureWarning:google")]
PROVIDER = DeploymentProvider()
ENDPOINT = "projects/lab-project/locations/us-central1/endpoints/1234567890"


@pytest.fixture
def inputs(simulated_vertex, model_inputs, deployment_inputs):
    """Inputs of a deployment whose endpoint and model exist."""
    model = UploadedModelProvider().create(model_inputs()).id
    return deployment_inputs(endpoint=ENDPOINT, model=model)


def test_simulated_a_model_is_deployed_on_machines_of_its_own_without_traffic(simulated_vertex, inputs) -> None:
    made = PROVIDER.create(inputs)
    endpoint = simulated_vertex.endpoints[inputs["endpoint"]]
    (deployed,) = endpoint.deployed_models
    on = deployed.dedicated_resources
    assert made.id == f"{inputs['endpoint']}/deployedModels/{deployed.id}"
    assert made.outs is not None
    assert made.outs["serviceAttachment"] == deployed.private_endpoints.service_attachment != ""
    assert deployed.service_account == inputs["serviceAccount"]
    assert (on.machine_spec.machine_type, on.machine_spec.accelerator_type.name) == ("g2-standard-12", "NVIDIA_L4")
    assert (on.machine_spec.accelerator_count, on.min_replica_count, on.max_replica_count) == (1, 1, 3)
    assert [(each.metric_name, each.target) for each in on.autoscaling_metric_specs] == [(REQUESTS, 60)]
    assert dict(endpoint.traffic_split) == {}


def test_simulated_tpus_are_deployed_by_their_topology(simulated_vertex, inputs) -> None:
    tpu = {"machineType": "ct5lp-hightpu-4t", "tpuTopology": "2x2", "acceleratorType": None, "acceleratorCount": None}
    PROVIDER.create({**inputs, **tpu})
    (deployed,) = simulated_vertex.endpoints[inputs["endpoint"]].deployed_models
    machine = deployed.dedicated_resources.machine_spec
    assert (machine.machine_type, machine.tpu_topology, machine.accelerator_count) == ("ct5lp-hightpu-4t", "2x2", 0)


def test_simulated_replicas_are_changed_in_place(simulated_vertex, inputs) -> None:
    made = PROVIDER.create(inputs)
    assert made.outs is not None
    news = {**inputs, "minReplicaCount": 2.0, "maxReplicaCount": 8.0, "requestsPerReplica": 30.0}
    found = PROVIDER.diff(made.id, made.outs, news)
    assert (found.changes, found.replaces, found.stables) == (True, [], ["deployedModelId", "serviceAttachment"])
    updated = PROVIDER.update(made.id, made.outs, news)
    (deployed,) = simulated_vertex.endpoints[inputs["endpoint"]].deployed_models
    on = deployed.dedicated_resources
    assert (on.min_replica_count, on.max_replica_count, on.autoscaling_metric_specs[0].target) == (2, 8, 30)
    assert updated.outs == {**made.outs, **news}


@pytest.mark.parametrize("field", ["model", "machineType", "acceleratorType", "serviceAccount", "endpoint"])
def test_another_machine_or_model_makes_another_deployment_before_the_old_one_goes(field: str, inputs) -> None:
    found = PROVIDER.diff("id", inputs, {**inputs, field: "other"})
    assert (found.changes, found.replaces, found.delete_before_replace) == (True, [field], False)


def test_nothing_changes_by_itself(inputs) -> None:
    outputs = {**inputs, "deployedModelId": "1", "serviceAttachment": "s", "tpuTopology": None}
    assert PROVIDER.diff("id", outputs, {**inputs, "minReplicaCount": 1}).changes is False


def test_simulated_reading_tells_what_there_is_and_what_is_gone(simulated_vertex, inputs) -> None:
    made = PROVIDER.create(inputs)
    assert made.outs is not None
    endpoint = simulated_vertex.endpoints[inputs["endpoint"]]
    endpoint.deployed_models[0].dedicated_resources.max_replica_count = 9
    read = PROVIDER.read(made.id, made.outs)
    assert read.outs is not None
    assert (read.id, read.outs["maxReplicaCount"]) == (made.id, 9)
    endpoint.deployed_models = []
    assert PROVIDER.read(made.id, made.outs).id is None
    simulated_vertex.gone.add(ENDPOINT)
    assert PROVIDER.read(made.id, made.outs).id is None


def test_simulated_who_goes_hands_its_traffic_to_the_others(simulated_vertex, inputs) -> None:
    first, second = PROVIDER.create(inputs), PROVIDER.create(inputs)
    assert first.outs is not None
    assert second.outs is not None
    endpoint = simulated_vertex.endpoints[inputs["endpoint"]]
    endpoint.traffic_split = {first.outs["deployedModelId"]: 10, second.outs["deployedModelId"]: 90}
    PROVIDER.delete(second.id, second.outs)
    assert dict(endpoint.traffic_split) == {first.outs["deployedModelId"]: 100}
    PROVIDER.delete(first.id, first.outs)
    assert list(endpoint.deployed_models) == []
    assert dict(endpoint.traffic_split) == {}


def test_simulated_what_is_gone_already_is_no_mistake(simulated_vertex, inputs) -> None:
    made = PROVIDER.create(inputs)
    PROVIDER.delete(made.id, inputs)
    PROVIDER.delete(made.id, inputs)
    simulated_vertex.gone.add(ENDPOINT)
    PROVIDER.delete(made.id, inputs)
    assert PROVIDER.read(made.id, inputs).id in ("", None)


def test_simulated_a_refusal_of_the_api_is_not_swallowed(simulated_vertex, inputs) -> None:
    from google.api_core.exceptions import FailedPrecondition, NotFound

    with pytest.raises(NotFound, match="models/none is not found"):
        PROVIDER.create({**inputs, "model": inputs["model"].rpartition("/")[0] + "/none"})
    PROVIDER.create(inputs)
    with pytest.raises(FailedPrecondition, match="is deployed"):
        UploadedModelProvider().delete(inputs["model"], inputs)


@pytest.mark.parametrize(
    ("weights", "shares"),
    [
        ([1.0], [100]),
        ([1.0, 1.0, 1.0], [34, 33, 33]),
        ([0.9, 0.1], [90, 10]),
        ([2.0, 0.0], [100, 0]),
        ([1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0], [15, 15, 14, 14, 14, 14, 14]),
        ([1e-9, 1.0], [0, 100]),
        ([], []),
    ],
)
def test_shares_are_whole_and_a_hundred_together(weights: list[float], shares: list[int]) -> None:
    assert percentages(weights) == shares


def test_the_others_keep_their_proportions() -> None:
    assert without({"1": 50, "2": 30, "3": 20}, "1") == {"2": 60, "3": 40}
    assert without({"1": 100}, "1") == {}
    assert without({"1": 100, "2": 0}, "1") == {}
