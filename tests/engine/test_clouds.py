"""Area of concern: every shape on Google Cloud and Azure is made, stays as it is, and goes, on the real engine."""

from typing import Any

import pytest

pytestmark = pytest.mark.engine

STACKS = [f"{shape}-{cloud}" for shape in ("landing", "training", "inference") for cloud in ("gcp", "azure")]


def life(stack: str) -> Any:
    """The story of one stack: made, made again, destroyed."""

    def told(stage: Any) -> Any:
        with stage.sandbox(stage.repository()) as session:
            session.pulumi("stack", "init", stack)
            story = {"made": session.up(stack), "state": session.state(stack), "cloud": session.cloud()}
            story["again"] = session.up(stack)
            session.pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", stack)
            story["left"], story["left cloud"] = session.state(stack), session.cloud()
        return story

    return told


@pytest.fixture(scope="module", params=STACKS)
def story(tell: Any, request: pytest.FixtureRequest) -> Any:
    return tell(request.param, life(request.param))


def test_all_that_is_in_the_state_is_in_the_cloud(story: Any) -> None:
    known = [
        each for each in story["state"]["cloud"] if "pulumi-python:dynamic" not in each[0]
    ]  # kept by their own service
    assert len(known) >= 30
    assert sorted(map(tuple, known)) == sorted(map(tuple, story["cloud"]))


def test_a_second_update_changes_nothing(story: Any) -> None:
    assert {step[1] for step in story["again"]["steps"]} <= {"same"}


def test_nothing_is_left_afterwards(story: Any) -> None:
    assert story["left"]["cloud"] == story["left cloud"] == []
