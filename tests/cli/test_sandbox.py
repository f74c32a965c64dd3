"""Area of concern: commands against the cloud on this machine, from the command line."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "stackwright.cli.main", "sandbox"]


@pytest.mark.engine
def test_the_exit_code_is_the_commands(project: Callable[..., Any]) -> None:
    folder = project("")
    script = "echo out; echo err >&2; exit 7"
    done = subprocess.run([*COMMAND, "--", "sh", "-c", script], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (7, "out\n")
    assert done.stderr.endswith("err\n")


@pytest.mark.engine
def test_options_after_the_dashes_are_the_commands(project: Callable[..., Any]) -> None:
    folder = project("")
    done = subprocess.run([*COMMAND, "--", "echo", "--help"], cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, "Usage: stackwright" in done.stdout) == (0, False)


@pytest.mark.engine
def test_a_command_that_is_not_there_is_told(project: Callable[..., Any]) -> None:
    done = subprocess.run(
        [*COMMAND, "--", "no-such-command"], cwd=project(""), capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.endswith("error: there is no command `no-such-command`\n")


def test_a_folder_without_a_project_is_told(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = cli("sandbox", "--", "true")
    assert said.code == 2
    assert said.err.startswith(f"error: no Pulumi.yaml in {tmp_path} or above")


@pytest.mark.parametrize("arguments", [["recover"], ["recover", "dev", "prod"]])
def test_recover_takes_one_stack(cli: Callable[..., Any], arguments: list[str]) -> None:
    said = cli("sandbox", *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err == "error: recover takes the name of one stack: stackwright sandbox recover dev\n"
