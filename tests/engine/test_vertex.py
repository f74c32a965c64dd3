"""Area of concern: models on a Vertex AI endpoint live their lives on the real engine, against the simulated API."""

import sys
from typing import Any

import pytest

pytestmark = pytest.mark.engine

PROGRAM = """\
import os

from stackwright.accelerators.catalog import resolve
from stackwright.components.gcp.endpoint import GcpEndpoint, GcpEndpointArgs
from stackwright.components.intents import Variant

image = "us-central1-docker.pkg.dev/lab/images/serve:" + os.environ.get("TAG", "1")
most = int(os.environ.get("MOST", "2"))
GcpEndpoint(
    "serve",
    GcpEndpointArgs(
        network_id="projects/lab/global/networks/lab",
        subnet_id="projects/lab/regions/us-central1/subnetworks/lab",
        key_id="projects/lab/locations/us-central1/keyRings/lab/cryptoKeys/lab",
        service_account="serve@lab.iam.gserviceaccount.com",
        variants=[Variant("only", resolve("L4:1", "gcp"), image, instances_max=most)],
    ),
)
"""


def life(stage: Any) -> Any:
    """Create, repeat, scale, replace and destroy, each in a sandbox of its own."""
    project = stage.program("vertex", PROGRAM)
    with (project / "Pulumi.yaml").open("a") as file:
        file.write("  gcp:project: {value: lab}\n  gcp:region: {value: us-central1}\n")
    # the process of dynamic resources is started by the engine, with the project's own Python
    described = (project / "Pulumi.yaml").read_text()
    (project / "Pulumi.yaml").write_text(described.replace("toolchain: pip", "toolchain: pip\n    virtualenv: .venv"))
    (project / ".venv").symlink_to(sys.prefix)
    steps: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
        "up": ({}, ()),
        "again": ({}, ("--expect-no-changes",)),
        "scaled": ({"MOST": "5"}, ()),
        "replaced": ({"MOST": "5", "TAG": "2"}, ()),
    }
    story: dict[str, Any] = {}
    for name, (environment, words) in steps.items():
        with stage.sandbox(project) as session:
            session.env |= environment
            if name == "up":
                session.pulumi("stack", "init", "dev")
            story[name] = session.up("dev", *words)
    with stage.sandbox(project) as session:
        story["destroy"] = session.pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", "dev")
        story["left"], story["left cloud"] = session.state("dev"), session.cloud()
    return story


@pytest.fixture(scope="module")
def story(tell: Any) -> Any:
    return tell("vertex", life)


def steps(told: Any, what: str = "begins") -> list[tuple[str, str]]:
    """Operation and type of what was done to dynamic resources, in order."""
    found = [(op, urn.split("::")[2].rpartition("vertex:")[2]) for kind, op, urn in told["steps"] if kind == what]
    return [(op, kind) for op, kind in found if kind in ("UploadedModel", "Deployment", "Traffic")]


def test_simulated_a_model_is_uploaded_then_deployed_then_gets_traffic(story: Any) -> None:
    assert steps(story["up"]) == [("create", "UploadedModel"), ("create", "Deployment"), ("create", "Traffic")]


def test_simulated_nothing_changes_by_itself(story: Any) -> None:
    assert steps(story["again"]) == []


def test_simulated_replicas_change_in_place(story: Any) -> None:
    assert steps(story["scaled"]) == [("update", "Deployment")]


def test_simulated_the_old_model_goes_when_the_new_one_has_its_traffic(story: Any) -> None:
    order = steps(story["replaced"])
    moved = order.index(("update", "Traffic"))
    assert order.index(("create-replacement", "Deployment")) < moved
    assert moved < order.index(("delete-replaced", "Deployment")) < order.index(("delete-replaced", "UploadedModel"))


def test_simulated_everything_can_be_destroyed(story: Any) -> None:
    assert steps(story["destroy"]) == [("delete", "Traffic"), ("delete", "Deployment"), ("delete", "UploadedModel")]
    assert story["left"]["urns"] == []
    assert story["left cloud"] == []
