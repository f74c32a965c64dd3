"""Area of concern: what a user meets when the cloud refuses something, and that the next `up` puts it right."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.engine

SUBNET = "aws:ec2/subnet:Subnet"
REFUSAL = "SubnetLimitExceeded: the maximum number of subnets has been reached"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
MISSPELT = """\
from pulumi_aws import s3

data = s3.Bucket("data")
s3.BucketServerSideEncryptionConfiguration(
    "data",
    bucket=data.id,
    rules=[{"apply_server_side_encryption_by_default": {"sse_algoritm": "aws:kms"}}],
)
"""


def refused(stage: Any) -> Any:
    """Deploy the program of components while the second subnet is refused, then without faults."""
    project: Path = stage.repository() / "tests/programs/direct"
    with stage.sandbox(project, faults=f'create {SUBNET} 2 fail "{REFUSAL}"') as session:
        session.pulumi("stack", "init", "dev")
        story = {"failed": session.up("dev", fails=True)}
        story["failed state"], story["failed cloud"] = session.state("dev"), session.cloud()
    with stage.sandbox(project) as session:
        story["up"] = session.up("dev")
        story["state"], story["cloud"] = session.state("dev"), session.cloud()
        story["again"] = session.up("dev", "--expect-no-changes")
        session.pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", "dev")
        story["left"], story["left cloud"] = session.state("dev"), session.cloud()
    return story


def misspelt(stage: Any) -> Any:
    """Deploy a program with a wrong property name inside a nested input."""
    with stage.sandbox(stage.program("misspelt", MISSPELT)) as session:
        session.pulumi("stack", "init", "dev")
        story = {
            "preview": session.pulumi("preview", "--json", "--stack", "dev", fails=True),
            "up": session.up("dev", fails=True),
        }
        session.pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", "dev")
        story["left cloud"] = session.cloud()
    return story


@pytest.fixture(scope="module")
def story(tell: Any) -> Any:
    return tell("refused", refused)


def failed(step: Any) -> list[str]:
    return sorted({urn for what, _, urn in step["steps"] if what == "fails"})


def test_a_refused_create_is_told_in_the_words_of_the_cloud(story: Any) -> None:
    (urn,) = failed(story["failed"])
    assert f"{SUBNET}::" in urn
    assert REFUSAL in story["failed"]["text"]


def test_what_failed_is_neither_in_the_state_nor_in_the_cloud(story: Any) -> None:
    (urn,) = failed(story["failed"])
    assert story["failed state"]["cloud"] == story["failed cloud"] != []
    assert urn not in dict(story["failed cloud"])
    assert story["failed state"]["pending"] == []


def test_the_next_up_makes_what_is_missing_and_nothing_twice(story: Any) -> None:
    assert set(story["up"]["changes"]) == {"create", "same"}
    assert story["state"]["cloud"] == story["cloud"]
    assert set(Counter(urn for urn, _ in story["cloud"]).values()) == {1}
    assert dict(story["failed cloud"]).items() <= dict(story["cloud"]).items()
    assert set(story["again"]["changes"]) == {"same"}


def test_components_without_a_blueprint_come_and_go(story: Any) -> None:
    kinds = {urn.split("::")[2].split("$")[0] for urn in story["state"]["urns"]}
    assert {"stackwright:index:AwsKey", "stackwright:index:AwsNetwork", "stackwright:index:AwsBucket"} <= kinds
    assert (story["left"]["urns"], story["left cloud"]) == ([], [])


@pytest.mark.parametrize("step", ["preview", "up"])
def test_a_wrong_property_name_is_refused_with_its_path_and_the_right_one(step: str, tell: Any) -> None:
    said = tell("misspelt", misspelt)[step]
    assert "rules[0].applyServerSideEncryptionByDefault" in said["text"]
    assert "did you mean" in said["text"]
    assert "sseAlgorithm" in said["text"]
    assert "Traceback" not in said["text"]


def test_a_refused_resource_is_not_made(tell: Any) -> None:
    story = tell("misspelt", misspelt)
    assert not [urn for _, _, urn in story["up"]["steps"] if ENCRYPTION in urn]
    assert story["left cloud"] == []
