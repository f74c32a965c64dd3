import sys
import venv
from pathlib import Path

import pytest

from stackwright.sandbox.engine.interpreters import Interpreter, Refused


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VIRTUAL_ENV", "PULUMI_PYTHON_CMD", "UV_PROJECT_ENVIRONMENT", "STACKWRIGHT_PROJECT"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    venv.create(folder / ".venv", symlinks=True, with_pip=False)
    return folder


def test_a_virtualenv_is_relative_to_the_project_file(project: Path, bare: None) -> None:
    chosen = Interpreter(str(project), {"toolchain": "pip", "virtualenv": ".venv"})
    assert chosen.path() == str(project / ".venv" / "bin" / "python")


def test_an_absolute_virtualenv_is_used_as_it_is(project: Path, bare: None) -> None:
    chosen = Interpreter("elsewhere", {"virtualenv": str(project / ".venv")})
    assert chosen.path() == str(project / ".venv" / "bin" / "python")


def test_a_missing_virtualenv_is_refused_with_the_command_that_creates_it(tmp_path: Path, bare: None) -> None:
    with pytest.raises(Refused, match=r"python3 -m venv .*/gone"):
        Interpreter(str(tmp_path), {"virtualenv": "gone"}).path()


def test_in_the_sandbox_a_missing_virtualenv_gives_way_to_the_sandboxs_python(
    tmp_path: Path, bare: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STACKWRIGHT_PROJECT", str(tmp_path))
    assert Interpreter(str(tmp_path), {"virtualenv": "gone"}).path() == sys.executable


def test_uv_means_the_environment_beside_the_nearest_lock(project: Path, bare: None) -> None:
    (project / "uv.lock").write_text("")
    inner = project / "infra"
    inner.mkdir(exist_ok=True)
    assert Interpreter(str(inner), {"toolchain": "uv"}).folder == project / ".venv"


def test_no_virtualenv_means_the_active_one(project: Path, bare: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", str(project / ".venv"))
    assert Interpreter("", {}).path() == str(project / ".venv" / "bin" / "python")


def test_no_virtualenv_at_all_means_the_python_of_the_host(bare: None) -> None:
    assert Interpreter("", {}).path() == sys.executable


def test_pulumis_own_variable_names_the_python_without_a_virtualenv(
    bare: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PULUMI_PYTHON_CMD", "/opt/python")
    assert Interpreter("", {}).path() == "/opt/python"


def test_the_environment_is_activated_for_the_program(project: Path, bare: None) -> None:
    chosen = Interpreter(str(project), {"virtualenv": ".venv"})
    env = chosen.environment({"PATH": "/usr/bin", "PYTHONHOME": "/x", "STACKWRIGHT_HOST_PYTHONS": "a:b"})
    folder = project / ".venv"
    assert env == {"PATH": f"{folder}/bin:/usr/bin", "VIRTUAL_ENV": str(folder)}


def test_the_version_is_what_the_interpreter_says(project: Path, bare: None) -> None:
    chosen = Interpreter(str(project), {"virtualenv": ".venv"})
    assert chosen.version() == ".".join(map(str, sys.version_info[:3]))


def test_packages_needed_by_others_are_left_out_unless_asked_for(bare: None) -> None:
    everything = Interpreter("", {}).packages(transitive=True)
    top = Interpreter("", {}).packages(transitive=False)
    assert "grpcio" in everything
    assert "grpcio" not in top
    assert set(top) < set(everything)


def test_preparing_creates_the_environment_then_installs_what_the_project_needs(tmp_path: Path, bare: None) -> None:
    (tmp_path / "requirements.txt").write_text("pulumi\n")
    first, second = Interpreter(str(tmp_path), {"virtualenv": "venv"}).preparation()
    assert first == [sys.executable, "-m", "venv", str(tmp_path / "venv")]
    assert second[:4] == [str(tmp_path / "venv/bin/python"), "-m", "pip", "install"]
    assert second[-1] == str(tmp_path / "requirements.txt")
