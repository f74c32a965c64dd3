"""The command line in process, and small projects to use it on."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from stackwright.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Said:
    """Exit code and both streams of one command."""

    code: int
    out: str
    err: str


Cli = Callable[..., Said]
Project = Callable[[str], Path]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """Runs one command."""

    def run(*arguments: object) -> Said:
        code = main.run([str(argument) for argument in arguments])
        return Said(code, *capsys.readouterr())

    return run


@pytest.fixture
def in_repository(monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working directory is this repository."""
    monkeypatch.chdir(ROOT)
    return ROOT


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Writes a Pulumi program into the folder `app` of the working directory."""
    monkeypatch.chdir(tmp_path)

    def write(program: str) -> Path:
        Path("app").mkdir()
        Path("app/Pulumi.yaml").write_text("name: app\nruntime: python\n")
        Path("app/__main__.py").write_text(program)
        return Path("app")

    return write
