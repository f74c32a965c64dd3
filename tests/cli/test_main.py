"""Area of concern: commands and their help, wrong input, and the streams that a command writes to."""

import json
import os
import pty
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

COMMAND = [sys.executable, "-m", "stackwright.cli.main"]
SLOW = {"pulumi", "pulumi_aws", "pydantic", "grpc", "google.protobuf", "ruamel", "jinja2"}
COMMANDS = ["plan", "explain", "cost", "check", "diff", "new", "sandbox", "schema", "policy config", "engine install"]
BUCKET = 'from pulumi_aws import s3\n\ns3.Bucket("data")\n'


def _imported(arguments: list[list[str]]) -> set[str]:
    code = (
        "import sys\n"
        "from stackwright.cli.main import run\n"
        f"codes = [run(arguments) for arguments in {arguments!r}]\n"
        "print('\\0', *codes, *sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    codes_and_modules = done.stdout.rpartition("\0")[2].split()
    assert set(codes_and_modules[: len(arguments)]) == {"0"}
    return {*codes_and_modules, *(name.partition(".")[0] for name in codes_and_modules)}


def test_help_imports_nothing_that_is_slow() -> None:
    assert _imported([["--help"], []]) & SLOW == set()


def test_help_of_a_command_imports_nothing_that_is_slow() -> None:
    """Typer checks arguments with pydantic, and imports it for that; nothing else is imported."""
    helps = [[*name.split(), "--help"] for name in COMMANDS]
    assert _imported(helps) & (SLOW - {"pydantic"}) == set()


def test_every_command_is_told_in_one_line_of_80_columns(cli: Callable[..., Any]) -> None:
    for arguments in (["--help"], ["policy", "--help"], ["engine", "--help"]):
        said = cli(*arguments)
        assert said.code == 0
        assert "..." not in said.out.replace("[ARGS]...", "")


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_explains_itself(cli: Callable[..., Any], name: str) -> None:
    long, short = cli(*name.split(), "--help"), cli(*name.split(), "-h")
    assert long == short
    assert long.out.startswith(f"Usage: stackwright {name}")


def test_no_command_at_all_shows_the_help(cli: Callable[..., Any]) -> None:
    assert cli() == cli("--help")


def test_the_version_is_told(cli: Callable[..., Any]) -> None:
    from importlib.metadata import version

    assert cli("--version").out == f"stackwright {version('stackwright')}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["foo"], "error: No such command 'foo' - see `stackwright --help`"),
        (["pln"], "error: No such command 'pln'. Did you mean 'plan', 'explain'? - see `stackwright --help`"),
        (["plan"], "error: Missing argument 'PATH' - see `stackwright plan --help`"),
        (["plan", "--jsn", "x"], "error: No such option: --jsn (Possible options: --json, --junit) - see"),
        (["policy"], "error: Missing command - see `stackwright policy --help`"),
        (["plan", "nope.yaml"], "error: nope.yaml: no such file or folder"),
        (
            ["plan", "pyproject.toml"],
            "error: pyproject.toml: is not JSON - give a blueprint (.yaml), a folder with a Pulumi.yaml",
        ),
        (["plan", "docs"], "error: docs: no Pulumi.yaml here - give a blueprint file or a folder with a Pulumi.yaml"),
        (["plan", "."], "error: .: has several stacks - choose one with --stack: inference-aws, inference-azure"),
        (["plan", ".", "-s", "x"], "error: --stack x: . has no such stack - it has inference-aws, inference-azure"),
        (["check", "stacks", "-e", "test"], "error: --environment test: takes dev, staging or prod"),
        (
            ["schema", "trainin"],
            "error: schema trainin: is not known - give landing, training, inference, policy, rules, plan, check",
        ),
        (["schema"], "error: schema: which one? - give landing, training, inference, policy, rules, plan, check"),
        (["new", "tests"], "error: tests: is not empty - name a folder that is empty or absent"),
        (["new", "x", "--shape", "trainig"], "error: --shape trainig: there is no such shape - did you mean"),
        (["sandbox"], "error: give a command: stackwright sandbox -- pulumi up --stack dev"),
        (["sandbox", "--fualts", "x", "--", "pulumi"], "error: No such option: --fualts"),
        (["policy", "config", "x.yaml"], "error: x.yaml: no such file or folder"),
        (["policy", "config", "dev", "--pack", "secure"], "error: --pack secure: takes security or cost"),
    ],
)
def test_wrong_input_gets_one_sentence(
    cli: Callable[..., Any], in_repository: Path, arguments: list[str], sentence: str
) -> None:
    said = cli(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(sentence)
    assert said.err.count("\n") == 1


def test_standard_output_holds_the_json_and_nothing_else(project: Callable[..., Any]) -> None:
    folder = project(
        "import atexit, os, subprocess, sys, pulumi\n"
        "print('printed'); sys.__stdout__.write('raw\\n'); os.write(1, b'descriptor\\n')\n"
        "subprocess.run(['echo', 'child']); atexit.register(print, 'at the end'); pulumi.warn('warned')\n" + BUCKET
    )
    done = subprocess.run([*COMMAND, "plan", folder, "--json", "-"], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["blueprint"] == "app"
    told = ["printed", "raw", "descriptor", "child", "warned"]
    assert [word for word in told if word not in done.stderr] == []
    assert done.returncode == 1


def test_a_reader_that_goes_away_is_no_error(in_repository: Path) -> None:
    script = f"{{ {shlex.join(COMMAND)} schema training; echo $? >&2; }} | head -1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("{\n", "0\n")


def test_a_full_disk_is_told(in_repository: Path) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run([*COMMAND, "schema", "plan"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.stderr == "error: standard output cannot be written: no space left on device\n"
    assert done.returncode == 2


def test_ctrl_c_ends_with_one_word(project: Callable[..., Any]) -> None:
    folder = project("import threading\nprint('waiting', flush=True)\nthreading.Event().wait(60)\n")
    listening: Callable[[], Any] = lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)  # noqa: E731 - a job of `&` is deaf
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([*COMMAND, "plan", folder], text=True, preexec_fn=listening, **pipes) as child:
        assert child.stderr is not None
        assert child.stderr.readline() == "waiting\n"
        child.send_signal(signal.SIGINT)
        assert child.communicate(timeout=30) == ("", "stopped\n")
        assert child.returncode == 130


def _on_a_terminal(arguments: list[str], **settings: str) -> tuple[int, str]:
    ours, theirs = pty.openpty()
    kept = {key: value for key, value in os.environ.items() if key not in {"NO_COLOR", "COLUMNS", "FORCE_COLOR"}}
    child = subprocess.Popen(
        [*COMMAND, *arguments], stdout=theirs, stderr=theirs, env={**kept, "TERM": "xterm-256color", **settings}
    )
    os.close(theirs)
    found = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # the terminal is closed once its last program has ended
            break
        if not piece:
            break
        found += piece
    os.close(ours)
    return child.wait(), found.decode()


def test_a_terminal_gets_colour_and_progress(project: Callable[..., Any]) -> None:
    code, text = _on_a_terminal(["plan", str(project(BUCKET))])
    assert code == 1
    assert "\x1b[31m" in text
    assert "reading app" in text


def test_no_color_is_honoured(project: Callable[..., Any]) -> None:
    _, text = _on_a_terminal(["plan", str(project(BUCKET))], NO_COLOR="1")
    assert "\x1b[3" not in text
    assert "ai-budget-alarm-required" in text


def test_a_pipe_gets_plain_text_and_no_progress(cli: Callable[..., Any], project: Callable[..., Any]) -> None:
    said = cli("plan", project(BUCKET))
    assert "\x1b" not in said.out
    assert said.err == ""


def test_text_that_the_encoding_lacks_is_no_error(project: Callable[..., Any]) -> None:
    folder = project(BUCKET.replace("data", "データ"))
    settings = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*COMMAND, "plan", folder], capture_output=True, text=True, check=False, env=settings)
    assert done.returncode == 1
    assert "??? " in done.stdout
    assert done.stderr == ""
