"""Area of concern: `stackwright sandbox -- COMMAND` is as good as the command itself, and leaves nothing running."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.engine

SANDBOX = [str(Path(sys.executable).with_name("stackwright")), "sandbox"]
QUEUE = "from pulumi_aws import sqs\n\nsqs.Queue('jobs')\n"
ASKS = "import json, os; print(json.dumps({name: os.environ.get(name, '') for name in %r}))"
WAITS = """
import signal, sys
for number in (signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, lambda *_: sys.exit(5))
print("ready", flush=True)
signal.pause()
"""
SETTINGS = ("PULUMI_BACKEND_URL", "PULUMI_HOME", "PULUMI_DEBUG_PROVIDERS", "PULUMI_ACCESS_TOKEN")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path.resolve() / "jobs"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: jobs\nruntime: python\nconfig:\n  aws:region: {value: us-east-1}\n")
    (folder / "__main__.py").write_text(QUEUE)
    return folder


def run(folder: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*SANDBOX, *words],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        env=os.environ | environment,
    )


@pytest.mark.parametrize(
    ("script", "code"),
    [("exit 0", 0), ("exit 7", 7), ("kill -TERM $$", 128 + signal.SIGTERM), ("kill -KILL $$", 128 + signal.SIGKILL)],
)
def test_the_exit_code_is_the_one_of_the_command(script: str, code: int, project: Path, stage: Any) -> None:
    done = run(project, "--", "sh", "-c", script)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert stage.survivors(project) == []


def test_the_command_talks_to_this_machine_only(project: Path) -> None:
    done = run(project, "--", sys.executable, "-c", ASKS % (SETTINGS,), PULUMI_ACCESS_TOKEN="pul-of-the-user")
    assert done.returncode == 0
    assert f'"PULUMI_BACKEND_URL": "file://{project}/.stackwright/state"' in done.stdout
    assert f'"PULUMI_HOME": "{project}/.stackwright/pulumi"' in done.stdout
    assert '"PULUMI_ACCESS_TOKEN": ""' in done.stdout
    assert "aws:" in done.stdout


def test_a_first_up_needs_no_other_command_and_leaves_no_server(project: Path, stage: Any) -> None:
    up = ("pulumi", "up", "--yes", "--skip-preview", "--stack", "dev")
    done = run(project, "--", *up, PYTHONDONTWRITEBYTECODE="1")  # Python's own files are not ours
    assert done.returncode == 0, done.stderr
    assert [urn.rpartition("::")[2] for urn, _ in stage.cloud_of(project)] == ["jobs"]
    assert stage.survivors(project) == []
    assert stage.committed_files(project) == {"Pulumi.yaml", "__main__.py"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_reaches_the_command_and_ends_everything(number: signal.Signals, project: Path, stage: Any) -> None:
    process = subprocess.Popen(
        [*SANDBOX, "--", sys.executable, "-c", WAITS],
        cwd=project,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(number)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 5, errors
    assert stage.survivors(project) == []


def test_two_sandboxes_of_one_project_work_side_by_side(project: Path, stage: Any) -> None:
    up = ["pulumi", "up", "--yes", "--skip-preview", "--stack"]
    both = [
        subprocess.Popen(
            [*SANDBOX, "--", *up, stack],
            cwd=project,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for stack in ("dev", "test")
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], said
    assert sorted(urn.split("::")[0] for urn, _ in stage.cloud_of(project)) == ["urn:pulumi:dev", "urn:pulumi:test"]
    assert stage.survivors(project) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--", "no-such-command"], "there is no command `no-such-command`"),
        (["--faults", "create everything", "--", "true"], "expected VERB TYPE NUMBER ACTION"),
        ([], "give a command"),
    ],
)
def test_a_mistake_gets_a_sentence(words: list[str], sentence: str, project: Path, stage: Any) -> None:
    done = run(project, *words)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert stage.survivors(project) == []


def test_a_folder_without_a_project_gets_a_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, "--", "true")
    assert done.returncode == 2
    assert "no Pulumi.yaml" in done.stderr
