"""Area of concern: Ctrl-C in the middle of `up` ends in order, and the next `up` goes on from there."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.engine

KEY = "aws:kms/key:Key"
COMMAND = [str(Path(sys.executable).with_name("stackwright")), "sandbox"]
SLOW_KEY = ["--faults", f"create {KEY} 1 delay 3"]
"""Holds the answer about the key back for 3 seconds, so that the update is in its middle when the signal comes."""
UP = ["pulumi", "up", "--yes", "--skip-preview", "--json", "--stack", "dev"]


def interrupted(stage: Any) -> Any:
    """Start `up`, interrupt it once the key is on its way, see what is left, and run it again."""
    project: Path = stage.repository() / "tests/programs/direct"
    stage.command(project, "sandbox", "--", "pulumi", "stack", "init", "dev")
    process = subprocess.Popen(
        [*COMMAND, *SLOW_KEY, "--", *UP],
        cwd=project,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"PULUMI_SKIP_UPDATE_CHECK": "true"},
    )
    assert process.stdout is not None
    lines: list[str] = []
    for line in process.stdout:
        lines.append(line)
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("resourcePreEvent", {}).get("metadata", {}).get("type") == KEY:
            process.send_signal(signal.SIGINT)
            break
    rest, errors = process.communicate(timeout=60)
    story = {"up": stage.told(process.returncode, "".join(lines) + rest, errors), "errors": errors}
    story["survivors"] = stage.survivors(project)
    story["locks"] = [str(file) for file in (project / ".stackwright/state/.pulumi/locks").rglob("*.json")]
    with stage.sandbox(project) as session:
        story["state"], story["cloud"] = session.state("dev"), session.cloud()
        story["next"] = session.up("dev")
        story["next state"], story["next cloud"] = session.state("dev"), session.cloud()
        session.pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", "dev")
        story["left cloud"] = session.cloud()
    return story


@pytest.fixture(scope="module")
def story(tell: Any) -> Any:
    return tell("interrupted", interrupted)


def test_an_interrupted_up_fails_and_says_so(story: Any) -> None:
    assert story["up"]["code"] not in (0, 128 + signal.SIGKILL)
    assert "cancel" in story["up"]["text"]
    assert "Traceback" not in story["up"]["text"] + story["errors"]


def test_no_process_is_left(story: Any) -> None:
    assert story["survivors"] == []


def test_the_stack_is_not_locked(story: Any) -> None:
    assert story["locks"] == []


def test_what_was_under_way_is_in_the_state_as_it_is_in_the_cloud(story: Any) -> None:
    assert [urn for urn, _ in story["cloud"] if f"{KEY}::" in urn]
    assert story["state"]["cloud"] == story["cloud"]
    assert story["state"]["pending"] == []


def test_the_next_up_makes_the_rest(story: Any) -> None:
    assert story["next"]["changes"]["create"] > 1
    assert story["next state"]["cloud"] == story["next cloud"]
    assert set(Counter(urn for urn, _ in story["next cloud"]).values()) == {1}
    assert dict(story["cloud"]).items() <= dict(story["next cloud"]).items()
    assert story["left cloud"] == []
