"""Area of concern: an interrupt in the middle of `up` ends in order, and the next `up` goes on from there."""

import fcntl
import json
import os
import signal
import subprocess
import sys
import termios
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.engine

KEY = "aws:kms/key:Key"
SANDBOX = [str(Path(sys.executable).with_name("stackwright")), "sandbox"]
SLOW_KEY = ["--faults", f"create {KEY} 1 delay 3"]
"""Holds the answer about the key back for 3 seconds, so that the update is in its middle when the signal comes."""
UP = ["pulumi", "up", "--yes", "--skip-preview", "--json", "--stack", "dev"]
CTRL_C = b"\x03"


def interrupted(stage: Any, how: str) -> Any:
    """Start `up`, interrupt it once the key is on its way, see what is left, and run it again."""
    project: Path = stage.repository() / "tests/programs/direct"
    stage.command(project, "sandbox", "--", "pulumi", "stack", "init", "dev")
    code, out, errors = by_keyboard(project) if how == "ctrl-c" else by_signal(project)
    story = {"up": stage.told(code, out, errors), "errors": errors}
    story["survivors"] = stage.survivors(project)
    story["locks"] = [str(file) for file in (project / ".stackwright/state/.pulumi/locks").rglob("*.json")]
    with stage.sandbox(project) as session:
        story["state"], story["cloud"] = session.state("dev"), session.cloud()
        story["next"] = session.up("dev")
        story["next state"], story["next cloud"] = session.state("dev"), session.cloud()
        session.pulumi("destroy", "--yes", "--skip-preview", "--json", "--stack", "dev")
        story["left cloud"] = session.cloud()
    return story


def started(project: Path, stdin: int, terminal: bool) -> "subprocess.Popen[str]":
    """An `up`; at a terminal it is the process that the keyboard belongs to."""
    return subprocess.Popen(
        [*SANDBOX, *SLOW_KEY, "--", *UP],
        cwd=project,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=terminal,
        preexec_fn=(lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0)) if terminal else None,
    )


def until_the_key_is_on_its_way(process: "subprocess.Popen[str]") -> str:
    lines: list[str] = []
    for line in process.stdout or ():
        lines.append(line)
        event = json.loads(line) if line.startswith("{") else {}
        if event.get("resourcePreEvent", {}).get("metadata", {}).get("type") == KEY:
            break
    return "".join(lines)


def by_signal(project: Path) -> tuple[int, str, str]:
    """One SIGINT to `stackwright` alone, as a supervisor sends it."""
    process = started(project, subprocess.DEVNULL, terminal=False)
    begun = until_the_key_is_on_its_way(process)
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=60)
    return process.returncode, begun + rest, errors


def by_keyboard(project: Path) -> tuple[int, str, str]:
    """Ctrl-C at a terminal: every process of the foreground gets the signal."""
    keyboard, terminal = os.openpty()
    try:
        process = started(project, terminal, terminal=True)
        begun = until_the_key_is_on_its_way(process)
        os.write(keyboard, CTRL_C)
        rest, errors = process.communicate(timeout=60)
    finally:
        os.close(terminal)
        os.close(keyboard)
    return process.returncode, begun + rest, errors


@pytest.fixture(scope="module", params=["signal", "ctrl-c"])
def story(request: pytest.FixtureRequest, tell: Any) -> Any:
    return tell(f"interrupted-{request.param}", lambda stage: interrupted(stage, request.param))


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
