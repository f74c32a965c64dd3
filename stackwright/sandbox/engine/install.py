"""Gets a Pulumi engine onto a machine that has none, once, into the user's cache."""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Generator
from importlib.metadata import version
from pathlib import Path

from stackwright.sandbox.engine.beside import refresh_host
from stackwright.sandbox.engine.gobuild import VERSION, Progress, build
from stackwright.sandbox.engine.locations import Engine, EngineError, engines_folder, find_engine

__all__ = ["Engine", "EngineError", "find_engine", "install"]

RELEASES = "https://get.pulumi.com/install.sh"
"""What `PulumiCommand.install` downloads first (pulumi 3.272, automation/_cmd.py)."""

OFFICIAL = "import sys; from pulumi.automation import PulumiCommand; PulumiCommand.install(root=sys.argv[1])"


def install(progress: Progress = lambda step, text: None) -> Engine:
    """Return the engine of this machine, installed first when there is none."""
    found = find_engine()
    if found is None:
        root = engines_folder()
        root.mkdir(parents=True, exist_ok=True)
        with _alone(root, progress):
            found = find_engine() or _install_into(root, progress)
    refresh_host(found)
    return found


def _install_into(root: Path, progress: Progress) -> Engine:
    for left in root.glob(".stage-*"):
        shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=".stage-", dir=root))
    try:
        release = _obtain(stage, root, progress)
        place = root / release
        shutil.rmtree(place, ignore_errors=True)
        stage.chmod(0o755)
        stage.replace(place)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    found = find_engine()
    if found is None:
        raise EngineError(f"the engine in {place} does not start - delete that folder and install again")
    progress("done", f"engine {found.version} in {found.path.parent}")
    return found


def _obtain(stage: Path, root: Path, progress: Progress) -> str:
    """Fill `stage` with the official release, else with a build; return its version."""
    try:
        progress("release", "the official release of Pulumi")
        return _official(stage)
    except EngineError as first:
        progress("release", str(first))
        shutil.rmtree(stage)
        stage.mkdir()
        try:
            build(stage, root / "tools", progress)
        except EngineError as second:
            raise EngineError(
                f"no Pulumi engine could be installed: {first}; {second} - "
                "install Pulumi from https://www.pulumi.com/docs/install/ so that `pulumi` is on PATH"
            ) from second
    return VERSION


def _official(stage: Path) -> str:
    """Install the release that belongs to the installed SDK, when its server answers within seconds."""
    try:
        urllib.request.urlopen(RELEASES, timeout=5).close()
    except (OSError, urllib.error.URLError) as problem:
        reason = getattr(problem, "reason", problem)
        raise EngineError(f"the official release is out of reach ({reason})") from problem
    try:
        done = subprocess.run(
            [sys.executable, "-c", OFFICIAL, str(stage)], capture_output=True, text=True, check=False, timeout=600
        )
    except subprocess.TimeoutExpired as problem:
        raise EngineError("the official release did not arrive within ten minutes") from problem
    if done.returncode != 0 or not (stage / "bin" / "pulumi").exists():
        raise EngineError("the official release could not be installed")
    return version("pulumi")


@contextlib.contextmanager
def _alone(root: Path, progress: Progress) -> Generator[None]:
    """Hold the lock that keeps two installs apart; the system releases it however the process ends."""
    handle = os.open(root / ".lock", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            progress("wait", "another install is under way: waiting for it")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
