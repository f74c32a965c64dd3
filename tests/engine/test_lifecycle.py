"""Area of concern: a stack lives its life on the real engine, from the first preview to an empty cloud."""

from typing import Any

import pytest

pytestmark = pytest.mark.engine

ENDPOINT = "aws:sagemaker/endpoint:Endpoint"
CONFIGURATION = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
NODES = "aws:eks/nodeGroup:NodeGroup"
SMALLER, LARGER = "L40S:1", "L40S:4"

STACKS = {
    "training-aws": ("storage.datasets.retention_days", "datasets"),
    "inference-aws": ("storage.models.retention_days", "models"),
}
"""A number that each stack can change in place, and the bucket that it is about."""


def training(stage: Any) -> Any:
    project = stage.committed(stage.repository())
    with stage.sandbox(project) as session:
        return life(stage, session, "training-aws", ("stackwright:compute.capacity", "spot"))


def inference(stage: Any) -> Any:
    project = stage.repository()
    example = (project / "blueprints/examples/inference-aws.yaml").read_text("utf-8")
    larger = project / "blueprints/larger.yaml"
    larger.write_text(example.replace(f"accelerator: {SMALLER}", f"accelerator: {LARGER}", 1), "utf-8")
    stage.committed(project)
    with stage.sandbox(project) as session:
        return life(stage, session, "inference-aws", ("stackwright:blueprint", "blueprints/larger.yaml"))


def life(stage: Any, session: Any, stack: str, replacing: tuple[str, str]) -> Any:
    """Preview, create, repeat, update, replace, refresh and destroy one stack."""
    packs = session.packs(stack)
    session.pulumi("stack", "init", stack)
    story = {"preview": session.pulumi("preview", "--json", "--stack", stack, *packs)}
    story["up"] = session.up(stack, *packs)
    story["state"], story["cloud"] = session.state(stack), session.cloud()
    story["again"] = session.up(stack, "--expect-no-changes")
    session.pulumi("config", "set", "--stack", stack, f"stackwright:{STACKS[stack][0]}", "77")
    story["update"] = session.up(stack, *packs)
    session.pulumi("config", "set", "--stack", stack, *replacing)
    story["replace"] = session.up(stack, *packs)
    story["replaced state"], story["replaced cloud"] = session.state(stack), session.cloud()
    story["refresh"] = session.pulumi(
        "refresh", "--yes", "--skip-preview", "--expect-no-changes", "--json", "--stack", stack
    )
    story["destroy"] = session.pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", stack)
    story["left state"], story["left cloud"] = session.state(stack), session.cloud()
    story["git"] = stage.git(session.project, "status", "--porcelain")
    return story


@pytest.fixture(scope="module", params=STACKS)
def stack(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="module")
def story(stack: str, tell: Any) -> Any:
    return tell(stack, training if stack == "training-aws" else inference)


def done(step: Any, *operations: str) -> list[str]:
    """Type and name of what was begun; a component that is created has no end of its own among the events."""
    return sorted(short(urn) for what, op, urn in step["steps"] if what == "begins" and op in operations)


def short(urn: str) -> str:
    """Type and name of a URN, without the components around it."""
    types, name = urn.split("::")[2:]
    return f"{types.rpartition('$')[2]} {name}"


def test_up_creates_what_the_preview_shows(story: Any) -> None:
    assert done(story["preview"], "create") == done(story["up"], "create") != []
    assert set(story["preview"]["changes"]) == set(story["up"]["changes"]) == {"create"}


def test_the_state_is_what_the_cloud_has(story: Any) -> None:
    assert story["state"]["cloud"] == story["cloud"] != []
    assert story["state"]["pending"] == []


def test_both_packs_look_at_every_change_and_find_nothing(story: Any) -> None:
    for step in ("preview", "up", "update", "replace"):
        assert story[step]["packs"] == ["stackwright-cost", "stackwright-security"]
        assert [found for found in story[step]["findings"] if found[3] == "mandatory"] == []


def test_a_user_is_told_addresses_price_and_next_steps(story: Any) -> None:
    outputs = story["state"]["outputs"]
    assert {"dashboard_url", "monthly_estimate", "next"} <= set(outputs)
    assert 0 < outputs["monthly_estimate"]["low"] <= outputs["monthly_estimate"]["expected"]


def test_a_second_up_changes_nothing(story: Any) -> None:
    assert story["again"]["changes"] == {"same": len(story["state"]["urns"])}


def test_a_changed_number_updates_the_one_resource_it_is_about(story: Any, stack: str) -> None:
    shape = stack.removesuffix("-aws")
    assert done(story["update"], "update") == [f"{LIFECYCLE} {shape}-{STACKS[stack][1]}"]
    assert story["update"]["changes"] == {"update": 1, "same": len(story["state"]["urns"]) - 1}


def test_a_replacement_leaves_one_of_each(story: Any) -> None:
    urns = [urn for urn, _ in story["replaced cloud"]]
    assert len(urns) == len(set(urns))
    assert story["replaced state"]["cloud"] == story["replaced cloud"]
    assert story["replaced state"]["urns"] == story["state"]["urns"]


def test_nothing_drifts(story: Any) -> None:
    assert story["refresh"]["changes"] == {"same": len(story["state"]["urns"])}


def test_destroy_leaves_nothing_anywhere(story: Any) -> None:
    assert done(story["destroy"], "delete") == sorted(map(short, story["state"]["urns"]))
    assert (story["left state"]["urns"], story["left cloud"]) == ([], [])


def test_no_committed_file_is_touched(story: Any) -> None:
    assert story["git"] == ""


def test_new_nodes_are_there_before_the_old_ones_go(tell: Any) -> None:
    replace = tell("training-aws", training)["replace"]
    name = f"{NODES} training-nodes"
    assert done(replace, "replace") == [name]
    order = places(replace, name, "create-replacement", "delete-replaced")
    assert order == sorted(order)


def test_an_endpoint_moves_to_a_new_configuration_in_place(tell: Any) -> None:
    replace = tell("inference-aws", inference)["replace"]
    configuration, endpoint = f"{CONFIGURATION} inference-endpoint", f"{ENDPOINT} inference-endpoint"
    assert configuration in done(replace, "replace")
    order = [
        *places(replace, configuration, "create-replacement"),
        *places(replace, endpoint, "update"),
        *places(replace, configuration, "delete-replaced"),
    ]
    assert len(order) == 6
    assert order == sorted(order)


def test_an_endpoint_is_never_deleted_by_a_change(tell: Any) -> None:
    replace = tell("inference-aws", inference)["replace"]
    assert {op for _, op, urn in replace["steps"] if short(urn) == f"{ENDPOINT} inference-endpoint"} == {"update"}


def places(step: Any, name: str, *operations: str) -> list[int]:
    """Where operations on a resource begin and end among the engine's events."""
    steps = [(what, op, short(urn)) for what, op, urn in step["steps"]]
    return [steps.index((what, op, name)) for op in operations for what in ("begins", "ends")]
