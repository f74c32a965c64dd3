"""Area of concern: a rule that `stackwright new rule` wrote stops the engine, as it is."""

import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.engine

PROGRAM = """\
from pulumi_aws import s3

s3.Bucket("nobody-s")
s3.Bucket("ours", tags={"owner": "research"})
"""


def own_rule(stage: Any) -> Any:
    """Write a rule into a project of one program, run its test, and preview with its pack."""
    project = stage.program("mine", PROGRAM)
    (project / ".venv").symlink_to(sys.prefix)
    said = stage.command(project, "new", "rule", "acme-bucket-owner")
    test = next(line.strip() for line in said.partition("next:")[2].splitlines() if "pytest" in line)
    ran = subprocess.run([sys.executable, "-m", *test.split()], cwd=project, capture_output=True, text=True)
    with stage.sandbox(project) as session:
        session.pulumi("stack", "init", "dev")
        pack = ["--policy-pack", str(project / "policy/own")]
        preview = session.pulumi("preview", "--json", "--stack", "dev", *pack, fails=True)
    return {"test": [ran.returncode, ran.stdout], "findings": preview["findings"], "packs": preview["packs"]}


@pytest.fixture(scope="module")
def story(tell: Any) -> Any:
    return tell("own-rule", own_rule)


def test_its_test_passes(story: Any) -> None:
    code, said = story["test"]
    assert code == 0, said
    assert "4 passed" in said


def test_its_pack_stops_a_preview_and_says_where_the_rule_is(story: Any) -> None:
    assert story["packs"] == ["stackwright-own"]
    ((rule, urn, result, level, text),) = story["findings"]
    assert (rule, urn.rpartition("::")[2], result, level) == ("acme-bucket-owner", "nobody-s", "fail", "mandatory")
    assert text.splitlines() == [
        "tags.owner: is not given",
        "fix: add `owner` to its `tags`",
        "see: policy/own/rules/acme_bucket_owner.py",
    ]
