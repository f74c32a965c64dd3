"""What stands beside a self-built engine: the launcher of the language host, and the host itself."""

import os
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

from stackwright.sandbox.engine.locations import Engine

SOURCES = (
    "stackwright/sandbox/__init__.py",
    "stackwright/sandbox/engine/__init__.py",
    "stackwright/sandbox/engine/host.py",
    "stackwright/sandbox/engine/interpreters.py",
    "stackwright/sandbox/engine/processes.py",
)

LAUNCHER = """\
#!/bin/sh
# Starts Stackwright's language host with the first of these Pythons that has Pulumi's SDK.
STACKWRIGHT_HOST_PYTHONS="${STACKWRIGHT_PYTHON:-}:@PYTHON@:python3:python"
export STACKWRIGHT_HOST_PYTHONS
host="${0%/*}/../lib/stackwright/sandbox/engine/host.py"
IFS=:
for python in $STACKWRIGHT_HOST_PYTHONS; do
  if [ -n "$python" ] && command -v "$python" >/dev/null 2>&1; then
    unset IFS
    exec "$python" "$host" "$@"
  fi
done
echo "no Python was found for Pulumi programs: set STACKWRIGHT_PYTHON to one that has Pulumi's SDK" >&2
exit 1
"""


def install_host(folder: Path) -> None:
    """Write the host into an engine's folder, as the installed package has it and only where it differs."""
    for source in SOURCES:
        room, name = source.removeprefix("stackwright/").rsplit("/", 1)
        text = files(f"stackwright.{room.replace('/', '.')}").joinpath(name).read_text("utf-8")
        _write(folder / "lib" / source, text, 0o644)
    launcher = folder / "bin" / "pulumi-language-python"
    if not launcher.exists() or _without_python(launcher.read_text("utf-8")) != _without_python(LAUNCHER):
        _write(launcher, LAUNCHER.replace("@PYTHON@", sys.executable), 0o755)


def refresh_host(engine: Engine) -> None:
    """Bring the host beside a self-built engine up to the installed package; leave an official one alone."""
    if not engine.official:
        install_host(engine.path.resolve().parent.parent)


def _without_python(launcher: str) -> list[str]:
    return [line for line in launcher.splitlines() if not line.startswith("STACKWRIGHT_HOST_PYTHONS=")]


def _write(path: Path, text: str, mode: int) -> None:
    if path.exists() and path.read_text("utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).chmod(mode)
    Path(name).replace(path)
