"""Area of concern: on the engine all shapes on Google Cloud and Azure, and the landing on AWS, are made, stay and go.

The other shapes on AWS have stories of their own (test_lifecycle.py).
"""

from typing import Any

import pytest

pytestmark = pytest.mark.engine

STACKS = [f"{shape}-{cloud}" for shape in ("landing", "training", "inference") for cloud in ("gcp", "azure")]
STACKS.append("landing-aws")


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


TOGETHER = """
import pulumi

from stackwright.components.intents import Foundation, Nat
from stackwright.components.kits import make_kit

PLACES = {"aws": ("us-east-1", ""), "gcp": ("us-central1", "research-prod"), "azure": ("eastus", "")}
for cloud, (region, account) in PLACES.items():
    common = {"environment": "dev", "protect": False, "log_retention_days": 30}
    kit = make_kit(cloud, Foundation(f"lab-{cloud}", region, account=account, **common))
    kit.key("key")
    kit.network("network", cidr="10.20.0.0/16", zones=2, nat=Nat.SINGLE, services=[])
    kit.object_store("data", retention_days=pulumi.Config().require_int("days"))
"""


def together(stage: Any) -> Any:
    """The story of one stack that is on all three clouds: made, changed, destroyed."""
    with stage.sandbox(stage.program("together", TOGETHER)) as session:
        session.pulumi("stack", "init", "dev")
        story = {}
        for what, days in (("made", "30"), ("changed", "40")):
            session.pulumi("config", "set", "--stack", "dev", "days", days)
            story[what] = session.up("dev")
        story["cloud"] = session.cloud()
        session.pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", "dev")
        story["left"] = session.cloud()
    return story


def test_one_run_deploys_changes_and_destroys_on_all_three_clouds(tell: Any) -> None:
    story = tell("together", together)
    packages = {urn.split("::")[2].rpartition("$")[2].partition(":")[0] for urn, _ in story["cloud"]}
    assert packages >= {"aws", "gcp", "azure-native"}
    changed = [urn for _, what, urn in story["changed"]["steps"] if what == "update"]
    assert {urn.rpartition("::")[2].split("-")[1] for urn in changed} == {"aws", "gcp", "azure"}
    assert [step for step in story["changed"]["steps"] if step[1] not in {"update", "same"}] == []
    assert story["left"] == []
