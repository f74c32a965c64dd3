from pathlib import Path

import pytest

from stackwright.sandbox.engine.locations import engines_folder, find_engine, number


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with nothing but a shell: an empty cache and a PATH of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin")
    (tmp_path / "bin").mkdir()
    return tmp_path


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def cached(machine: Path, version: str, host: str = "# Starts Stackwright's language host") -> Path:
    folder = machine / "cache" / "stackwright" / "engine" / version / "bin"
    program(folder / "pulumi-language-python", host)
    return program(folder / "pulumi", "exit 1")


def test_a_machine_with_nothing_has_no_engine(machine: Path) -> None:
    assert find_engine() is None


def test_an_official_engine_on_the_path_is_used_as_it_is(machine: Path) -> None:
    program(machine / "bin" / "pulumi-language-python", "# official")
    pulumi = program(machine / "bin" / "pulumi", "echo v3.264.1")
    found = find_engine()
    assert found is not None
    assert (found.path, found.version, found.official) == (pulumi, "3.264.1", True)


def test_an_engine_on_the_path_that_is_too_old_is_passed_over(machine: Path) -> None:
    program(machine / "bin" / "pulumi-language-python", "# official")
    program(machine / "bin" / "pulumi", "echo v3.229.0")
    ours = cached(machine, "3.230.0")
    found = find_engine()
    assert found is not None
    assert found.path == ours


def test_an_engine_on_the_path_that_cannot_run_python_is_passed_over(machine: Path) -> None:
    program(machine / "bin" / "pulumi", "echo v3.264.1")
    assert find_engine() is None


def test_an_engine_on_the_path_that_does_not_start_is_passed_over(machine: Path) -> None:
    program(machine / "bin" / "pulumi-language-python", "# official")
    program(machine / "bin" / "pulumi", "exit 3")
    assert find_engine() is None


def test_the_newest_engine_of_the_cache_is_taken(machine: Path) -> None:
    cached(machine, "3.231.0")
    newest = cached(machine, "3.1000.0")
    found = find_engine()
    assert found is not None
    assert (found.path, found.version, found.official) == (newest, "3.1000.0", False)


def test_a_cached_official_release_is_known_as_official(machine: Path) -> None:
    cached(machine, "3.272.0", host="# official")
    found = find_engine()
    assert found is not None
    assert found.official


def test_a_half_installed_engine_is_not_an_engine(machine: Path) -> None:
    cached(machine, ".stage-abc")
    program(machine / "cache" / "stackwright" / "engine" / "3.230.0" / "bin" / "pulumi", "exit 1")
    assert find_engine() is None


def test_a_relative_cache_folder_is_ignored(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "cache")
    assert engines_folder() == Path.home() / ".cache" / "stackwright" / "engine"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("v3.230.0\n", (3, 230, 0)), ("3.231.0-alpha.1", (3, 231, 0)), ("dev", None), ("", None)],
)
def test_a_version_is_three_numbers(text: str, expected: tuple[int, int, int] | None) -> None:
    assert number(text) == expected
