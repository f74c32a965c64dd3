"""Where a Pulumi engine is on this machine."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from stackwright.sdk.cache import user_cache

OLDEST = (3, 230, 0)
"""The oldest engine that speaks to the installed SDKs as the sandbox needs."""

MARK = b"Stackwright's language host"
"""What tells our launcher from Pulumi's own language host."""


class EngineError(Exception):
    """An engine that cannot be had, in one sentence with what to do."""


@dataclass(frozen=True)
class Engine:
    """A Pulumi engine that can be started."""

    path: Path
    """The `pulumi` executable."""

    version: str
    """Its version, as `3.230.0`."""

    official: bool
    """Whether it came with Pulumi's own Python language host."""


def engines_folder() -> Path:
    """Return the folder in the user's cache that holds engines, one sub-folder a version."""
    return user_cache() / "engine"


def find_engine() -> Engine | None:
    """Return the engine on PATH when it is new enough, else the newest one in the user's cache."""
    return _on_path() or _in_cache()


def number(text: str) -> tuple[int, int, int] | None:
    """Return the three numbers of a version such as `v3.230.0-dev`."""
    found = re.match(r"v?(\d+)\.(\d+)\.(\d+)", text.strip())
    return (int(found[1]), int(found[2]), int(found[3])) if found else None


def _on_path() -> Engine | None:
    pulumi = shutil.which("pulumi")
    if pulumi is None:
        return None
    path = Path(pulumi).absolute()
    beside = path.resolve().with_name("pulumi-language-python")
    host = str(beside) if beside.exists() else shutil.which("pulumi-language-python")
    if host is None:
        return None
    quiet = os.environ | {"PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        told = subprocess.run([pulumi, "version"], capture_output=True, text=True, check=False, timeout=30, env=quiet)
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = number(told.stdout)
    if version is None or version < OLDEST:
        return None
    return Engine(path, ".".join(map(str, version)), official=not _is_ours(Path(host)))


def _in_cache() -> Engine | None:
    found: list[tuple[tuple[int, int, int], Path]] = []
    for path in engines_folder().glob("*/bin/pulumi"):
        version = number(path.parent.parent.name)
        if version is not None and version >= OLDEST and path.with_name("pulumi-language-python").exists():
            found.append((version, path))
    if not found:
        return None
    version, path = max(found)
    ours = _is_ours(path.with_name("pulumi-language-python"))
    return Engine(path, ".".join(map(str, version)), official=not ours)


def _is_ours(host: Path) -> bool:
    with host.open("rb") as file:
        return MARK in file.read(400)
