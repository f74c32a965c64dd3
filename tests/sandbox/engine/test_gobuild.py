import os
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from stackwright.sandbox.engine.gobuild import MAIN, SDK, VERSION, build, find_go, needed_go
from stackwright.sandbox.engine.locations import EngineError


def program(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def go_that_builds(folder: Path, version: str = "go1.99.0") -> Path:
    """Put a `go` in `folder` that answers as Go does, for what the build asks of it."""
    sdk = folder / "sdk" / "python"
    for name in ("cmd/pulumi-language-python-exec", "dist/pulumi-resource-pulumi-python"):
        (sdk / name).parent.mkdir(parents=True, exist_ok=True)
        (sdk / name).write_text(f"{name}\n")
        (sdk / name).chmod(0o444)
    return program(
        folder / "bin" / "go",
        f"""case "$1" in
  env) echo {version} ;;
  build) echo "go: downloading example.com/x v1" >&2; mkdir -p ../bin; echo engine > ../bin/pulumi ;;
  list) echo {folder / "sdk"} ;;
esac""",
    )


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/bin")
    return tmp_path


def test_the_module_requires_the_engine_that_is_stamped() -> None:
    module = files("stackwright.sandbox.engine").joinpath("go.mod").read_text("utf-8")
    assert f"{SDK.replace('/sdk/', '/pkg/')} v{VERSION}" in module
    assert f"tool {MAIN}" in module
    assert "replace github.com/atotto/clipboard => github.com/tgummerer/clipboard" in module


def test_a_go_on_the_path_is_used_when_it_is_new_enough(path: Path) -> None:
    go = go_that_builds(path)
    assert find_go(path / "tools", lambda step, text: None) == str(go)


def test_a_go_installed_before_is_used_when_the_one_on_the_path_is_too_old(path: Path) -> None:
    go_that_builds(path, version="go1.24.9")
    ours = go_that_builds(path / "tools" / "package" / "go")
    assert needed_go() > (1, 24, 9)
    assert find_go(path / "tools", lambda step, text: None) == str(ours)


def test_the_build_leaves_the_engine_with_everything_beside_it(path: Path) -> None:
    go_that_builds(path)
    said: list[tuple[str, str]] = []
    stage = path / "stage"
    build(stage, path / "tools", lambda step, text: said.append((step, text)))
    made = sorted(str(file.relative_to(stage)) for file in (stage / "bin").iterdir())
    assert made == ["bin/pulumi", "bin/pulumi-language-python", "bin/pulumi-resource-pulumi-python"]
    assert os.access(stage / "bin" / "pulumi-resource-pulumi-python", os.X_OK)
    runner = stage / "lib" / "stackwright" / "sandbox" / "engine" / "pulumi-language-python-exec"
    assert runner.read_text() == "cmd/pulumi-language-python-exec\n"
    assert ("build", "downloading example.com/x v1") in said
    assert not (stage / "module").exists()


def test_a_go_of_our_own_keeps_its_caches_to_itself_and_leaves_with_them(path: Path) -> None:
    go = go_that_builds(path / "tools" / "package" / "go")
    go.write_text(go.read_text().replace("build)", 'build) echo "$GOMODCACHE $GOCACHE $GOPATH";'))
    shutil.copytree(path / "tools" / "package" / "go" / "sdk", path / "kept")
    go.write_text(go.read_text().replace(str(path / "tools" / "package" / "go" / "sdk"), str(path / "kept")))
    said: list[str] = []
    build(path / "stage", path / "tools", lambda step, text: said.append(text))
    assert " ".join(str(path / "tools" / name) for name in ("modules", "cache", "path")) in said
    assert not (path / "tools").exists()


def test_a_go_of_the_user_keeps_the_caches_of_the_user(path: Path) -> None:
    go = go_that_builds(path)
    go.write_text(go.read_text().replace("build)", 'build) echo "modules: $GOMODCACHE";'))
    said: list[str] = []
    build(path / "stage", path / "tools", lambda step, text: said.append(text))
    assert f"modules: {os.environ.get('GOMODCACHE', '')}".strip() in [text.strip() for text in said]


def test_a_failing_build_is_told_by_its_last_line(path: Path) -> None:
    program(path / "bin" / "go", 'case "$1" in env) echo go1.99.0 ;; *) echo "no such proxy"; exit 1 ;; esac')
    with pytest.raises(EngineError, match="`go build` failed: no such proxy"):
        build(path / "stage", path / "tools", lambda step, text: None)
