"""Area of concern: a prod stack is protected, and taken down in its two documented steps."""

from typing import Any

import pytest

pytestmark = pytest.mark.engine

STACK = "landing-aws"
PROTECTED = {"aws:s3/bucket:Bucket", "aws:kms/key:Key"}


def teardown(stage: Any) -> Any:
    """Make a prod stack, fail to destroy it, make it a dev stack, destroy it."""
    with stage.sandbox(stage.repository()) as session:
        session.pulumi("stack", "init", STACK)
        session.pulumi("config", "set", "--stack", STACK, "stackwright:environment", "prod")
        session.up(STACK)
        story = {"prod": session.state(STACK), "prod cloud": session.cloud()}
        story["refused"] = session.pulumi("destroy", "--yes", "--json", "--stack", STACK, fails=True)
        story["kept"], story["kept cloud"] = session.state(STACK), session.cloud()
        session.pulumi("config", "set", "--stack", STACK, "stackwright:environment", "dev")
        story["released"] = session.up(STACK)
        story["dev"] = session.state(STACK)
        session.pulumi("destroy", "--yes", "--json", "--stack", STACK)
        story["left"], story["left cloud"] = session.state(STACK), session.cloud()
        session.pulumi("stack", "rm", "--yes", STACK)
    return story


@pytest.fixture(scope="module")
def story(tell: Any) -> Any:
    return tell("prod-teardown", teardown)


def kinds(urns: list[str]) -> set[str]:
    return {urn.split("::")[2].rpartition("$")[2] for urn in urns}


def test_data_and_key_of_prod_are_protected(story: Any) -> None:
    custom = [urn for urn, _ in story["prod"]["cloud"]]
    expected = {urn for urn in custom if kinds([urn]) <= PROTECTED}
    assert kinds(list(expected)) == PROTECTED
    assert expected <= set(story["prod"]["protected"])


def test_destroying_prod_is_refused_and_deletes_nothing(story: Any) -> None:
    assert "protect" in story["refused"]["text"]
    assert story["kept"]["cloud"] == story["prod"]["cloud"]
    assert story["kept cloud"] == story["prod cloud"]


def test_dev_releases_what_was_protected(story: Any) -> None:
    assert story["dev"]["protected"] == []


def test_dev_renames_and_replaces_nothing(story: Any) -> None:
    assert not [step for step in story["released"]["steps"] if "replace" in step[1]]
    before = dict(story["prod"]["cloud"])
    after = dict(story["dev"]["cloud"])
    assert set(after) <= set(before)
    assert {urn: before[urn] for urn in after} == after


def test_then_it_can_be_destroyed(story: Any) -> None:
    assert (story["left"]["urns"], story["left cloud"]) == ([], [])
