"""`stackwright plan --watch`: what a save shows; the saves are handed over, and one test watches a real process."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli.reports import Asked
from stackwright.cli.watch import Watch

ROOT = Path(__file__).parents[2]
BLUEPRINT = (ROOT / "blueprints/examples/landing-aws.yaml").read_text()
PROGRAM = "from pulumi_aws import s3\nfrom sizes import NAMES\nfor name in NAMES:\n    s3.Bucket(name)\n"
Shown = Callable[..., str]


@pytest.fixture
def watching(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Shown]:
    """A plan of a file or folder of the working directory, and what saves files and returns what is shown."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def start(path: str, **reports: str) -> Shown:
        watch = Watch(Path(path), None, None, Asked(reports), strict=False)
        watch.first()
        capsys.readouterr()

        def save(**files: str) -> str:
            named = {Path(name.replace("__", "/").replace("_", ".")): text for name, text in files.items()}
            for file, text in named.items():
                file.write_text(text)
            watch.saved({file.resolve() for file in named})
            said = capsys.readouterr()
            return said.out + said.err

        return save

    return start


@pytest.fixture
def program(tmp_path: Path) -> Path:
    folder = tmp_path / "app"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: app\nruntime: python\n")
    (folder / "__main__.py").write_text(PROGRAM)
    (folder / "sizes.py").write_text("NAMES = ['a', 'b']\n")
    return folder


def test_a_save_shows_resources_price_and_findings(watching: Callable[..., Shown], tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BLUEPRINT)
    save = watching("b.yaml")
    shown = save(b_yaml=BLUEPRINT.replace("zones: 3", "zones: 2"))
    assert "  b.yaml  " in shown
    assert "resources " in shown
    assert "  - Subnet landing-network-" in shown
    assert "\nprice     " in shown
    assert "  landing-network: " in shown
    assert "(-" in shown


def test_a_comment_changes_nothing(watching: Callable[..., Shown], tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text(BLUEPRINT)
    shown = watching("b.yaml")(b_yaml=BLUEPRINT + "# said\n")
    assert shown.rstrip().endswith("nothing changes")


def test_a_wrong_file_is_told_as_by_plan_and_the_last_good_plan_stays(
    watching: Callable[..., Shown], tmp_path: Path, cli: Callable[..., Any]
) -> None:
    (tmp_path / "b.yaml").write_text(BLUEPRINT)
    save = watching("b.yaml")
    wrong = save(b_yaml=BLUEPRINT.replace("zones: 3", "zones: many"))
    said = cli("plan", "b.yaml")
    assert wrong.startswith(said.err)
    assert wrong.endswith("b.yaml: the last good plan stays what the next save is compared with\n")
    assert "nothing changes" in save(b_yaml=BLUEPRINT)
    assert "- Subnet" in save(b_yaml=BLUEPRINT.replace("zones: 3", "zones: 2"))


def test_a_plan_that_is_wrong_at_first_is_shown_whole_when_it_is_right(
    watching: Callable[..., Shown], tmp_path: Path
) -> None:
    (tmp_path / "b.yaml").write_text("blueprint: nothing\n")
    shown = watching("b.yaml")(b_yaml=BLUEPRINT)
    assert shown.startswith("b.yaml  aws ")
    assert "\nnext: " in shown


def test_a_module_of_the_program_is_imported_anew_even_within_one_second(
    watching: Callable[..., Shown], program: Path
) -> None:
    save = watching("app")

    def saved(name: str) -> list[str]:
        (program / "sizes.py").write_text(f"NAMES = ['a', '{name}']\n")
        os.utime(program / "sizes.py", (1, 1))
        shown = save(app__other_py="")
        return [
            line for line in shown.splitlines() if line.startswith(("  + Bucket", "  - Bucket")) and ":" not in line
        ]

    assert saved("c") == ["  + Bucket c", "  - Bucket b"]
    assert saved("d") == ["  + Bucket d", "  - Bucket c"]


def test_a_mistake_in_a_program_is_told_with_its_line(watching: Callable[..., Shown], program: Path) -> None:
    save = watching("app")
    assert "app/sizes.py:1: the program raised ZeroDivisionError" in save(app__sizes_py="NAMES = 1 / 0\n")
    assert "app/sizes.py:1: " in save(app__sizes_py="NAMES = (\n")
    assert "nothing changes" in save(app__sizes_py="NAMES = ['a', 'b']\n")


def test_a_policy_file_changes_the_findings_alone(watching: Callable[..., Shown], program: Path) -> None:
    save = watching("app")
    shown = save(app__policy_yaml="stackwright: 1\nrules:\n  aws-s3-tls-only: disabled\n")
    assert "resources" not in shown
    assert "findings  2 gone\n  - mandatory aws-s3-tls-only  Bucket a" in shown


def test_reports_are_written_anew(watching: Callable[..., Shown], program: Path, tmp_path: Path) -> None:
    save = watching("app", json="plan.json")
    before = json.loads((tmp_path / "plan.json").read_text())
    save(app__sizes_py="NAMES = ['a']\n")
    after = json.loads((tmp_path / "plan.json").read_text())
    assert [one["name"] for one in before["resources"][1:]] == ["a", "b"]
    assert [one["name"] for one in after["resources"][1:]] == ["a"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-",), "error: --watch: standard input is read once - give a file or a folder\n"),
        (("app", "--json", "-"), "error: --watch and --json -: what changes is written there - give --json a file\n"),
        (("absent.yaml",), "error: absent.yaml: no such file or folder\n"),
    ],
)
def test_what_cannot_be_watched_is_refused(
    cli: Callable[..., Any], program: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(program.parent)
    found = cli("plan", "--watch", *arguments)
    assert (found.code, found.out, found.err) == (2, "", said)


def test_a_process_tells_a_save_on_a_pipe_and_ends_on_an_interrupt(program: Path) -> None:
    command = [sys.executable, "-m", "stackwright.cli.main", "plan", "app", "--watch"]
    watching = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=program.parent,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    assert watching.stdout is not None
    assert watching.stderr is not None
    line = watching.stderr.readline()
    while line and not line.startswith("watching 3 files, Ctrl-C ends it"):
        line = watching.stderr.readline()
    assert line
    new = program / "sizes.new"
    new.write_text("NAMES = ['a', 'b', 'later']\n")
    new.replace(program / "sizes.py")
    while line != "  + Bucket later\n":
        line = watching.stdout.readline()
        assert line
        assert "\x1b" not in line
    watching.send_signal(signal.SIGINT)
    _, err = watching.communicate()
    assert (watching.returncode, err) == (130, "stopped\n")
