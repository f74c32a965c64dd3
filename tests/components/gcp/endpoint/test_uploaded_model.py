import base64
import pickle
import subprocess
import sys

import pytest
from pulumi.dynamic.dynamic import serialize_provider

from stackwright.components.gcp.endpoint.uploaded_model import FIELDS, UploadedModelProvider

pytestmark = [pytest.mark.enable_socket, pytest.mark.filterwarnings("ignore::FutureWarning:google")]
PROVIDER = UploadedModelProvider()


def test_simulated_a_model_is_uploaded_with_its_container_and_key(simulated_vertex, model_inputs) -> None:
    inputs = model_inputs(
        artifactUri="gs://models/llama/",
        environment={"B": "2", "A": "1"},
        labels={"owner": "research"},
        port=8000.0,
        predictRoute="/generate",
        healthRoute="/health",
        sharedMemory=True,
    )
    made = PROVIDER.create(inputs)
    model = simulated_vertex.models[made.id]
    assert made.outs == inputs
    assert model.container_spec.image_uri == inputs["image"]
    assert [(each.name, each.value) for each in model.container_spec.env] == [("A", "1"), ("B", "2")]
    assert [each.container_port for each in model.container_spec.ports] == [8000]
    assert (model.container_spec.predict_route, model.container_spec.health_route) == ("/generate", "/health")
    assert model.container_spec.deployment_timeout.total_seconds() == 7200
    assert model.container_spec.shared_memory_size_mb == 16384
    assert model.artifact_uri == "gs://models/llama/"
    assert model.encryption_spec.kms_key_name == inputs["kmsKeyName"]
    assert dict(model.labels) == {"owner": "research"}


def test_simulated_what_is_not_said_is_left_to_vertex(simulated_vertex, model_inputs) -> None:
    container = simulated_vertex.models[PROVIDER.create(model_inputs()).id].container_spec
    assert (list(container.ports), container.predict_route, container.shared_memory_size_mb) == ([], "", 0)


def test_simulated_an_upload_that_takes_time_is_waited_for(simulated_vertex, model_inputs) -> None:
    simulated_vertex.slow = True
    made = PROVIDER.create(model_inputs())
    assert made.id in simulated_vertex.models


def test_simulated_reading_tells_what_there_is_and_what_is_gone(simulated_vertex, model_inputs) -> None:
    made = PROVIDER.create(model_inputs())
    assert made.outs is not None
    simulated_vertex.models[made.id].container_spec.image_uri = "by-hand"
    read = PROVIDER.read(made.id, made.outs)
    assert read.outs is not None
    assert (read.id, read.outs["image"]) == (made.id, "by-hand")
    del simulated_vertex.models[made.id]
    assert PROVIDER.read(made.id, made.outs).id is None


def test_simulated_a_model_is_deleted_and_may_be_gone_already(simulated_vertex, model_inputs) -> None:
    made = PROVIDER.create(model_inputs())
    PROVIDER.delete(made.id, model_inputs())
    assert simulated_vertex.models == {}
    PROVIDER.delete(made.id, model_inputs())


@pytest.mark.parametrize("field", FIELDS)
def test_whatever_changes_makes_another_model_before_the_old_one_goes(field: str, model_inputs) -> None:
    found = PROVIDER.diff("id", model_inputs(), model_inputs(**{field: "other"}))
    assert (found.changes, found.replaces, found.delete_before_replace) == (True, [field], False)


def test_nothing_changes_by_itself(model_inputs) -> None:
    found = PROVIDER.diff("id", {**model_inputs(), "port": None}, model_inputs())
    assert (found.changes, found.replaces) == (False, [])


def test_the_provider_travels_by_its_name_and_can_be_found_again() -> None:
    sent = base64.b64decode(serialize_provider(PROVIDER))
    assert len(sent) < 300
    assert type(pickle.loads(sent)) is UploadedModelProvider


def test_importing_the_components_imports_no_client() -> None:
    code = "import sys, stackwright.components.gcp.endpoint; sys.exit('google.cloud.aiplatform_v1' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
