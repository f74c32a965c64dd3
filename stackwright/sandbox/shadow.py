"""The shadow project: the user's Pulumi project as the sandbox runs it, without touching a committed file.

`pulumi stack init` writes into the stack files and a backend writes state, so both happen in
`.stackwright/project/`: a Pulumi.yaml whose `main` and `virtualenv` point back, copies of the stack files,
and links to everything else, so that paths relative to the project mean the same in both.
"""

import contextlib
import io
import os
from collections.abc import Callable, MutableMapping
from pathlib import Path
from typing import cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from stackwright.sandbox.engine.interpreters import Interpreter, has_python

Settings = MutableMapping[str, object]
"""A YAML mapping, with its comments where it was read from a file."""

FOLDER = ".stackwright"
"""What the sandbox writes, beside Pulumi.yaml; git-ignored by a file of its own."""

SECRET_PROVIDER_KEYS = ("secretsprovider", "encryptedkey", "encryptionsalt", "environment")
"""Keys of a stack file that only the user's own backend can serve."""

PLACEHOLDER = "sandbox-secret"
"""Stands for a secret of the user's that the sandbox cannot and need not decrypt."""


class ProjectError(Exception):
    """A project that cannot be run, in one sentence with what to do."""


def find_project(start: Path) -> Path:
    """Return the nearest folder at or above `start` that has a Pulumi.yaml."""
    for folder in (start.absolute(), *start.absolute().parents):
        if _settings_file(folder) is not None:
            return folder
    raise ProjectError(f"no Pulumi.yaml in {start.absolute()} or above - start from a Pulumi project")


def shadow(project_dir: Path, say: Callable[[str], None] = lambda text: None) -> Path:
    """Bring the shadow project of `project_dir` up to date and return its folder."""
    project = project_dir.absolute()
    source = _settings_file(project)
    if source is None:
        raise ProjectError(f"no Pulumi.yaml in {project} - start from a Pulumi project")
    settings = _read(source)
    home = project / FOLDER
    place = home / "project"
    place.mkdir(parents=True, exist_ok=True)
    _write(home / ".gitignore", "*\n")

    inner = _config_folder(settings)
    _point_back(settings, project, inner)
    _write(place / "Pulumi.yaml", _text(settings))
    _link_entries(project, place, inner.parts)
    configs = project / str(_read(source).get("stackConfigDir") or ".")
    for file in sorted({*configs.glob("Pulumi.*.yaml"), *configs.glob("Pulumi.*.yml")}):
        copy = place / inner / file.name
        if not copy.exists() or file.stat().st_mtime_ns > copy.stat().st_mtime_ns:
            _copy_stack(file, copy, lambda text, name=file.name: say(f"{name}: {text}"))
    return place


def _settings_file(folder: Path) -> Path | None:
    return next((p for p in (folder / "Pulumi.yaml", folder / "Pulumi.yml") if p.is_file()), None)


def _config_folder(settings: Settings) -> Path:
    """Return where the shadow keeps stack files: as the user does, or `stacks` where that is elsewhere."""
    named = Path(os.path.normpath(str(settings.get("stackConfigDir") or ".")))
    return Path("stacks") if named.is_absolute() or ".." in named.parts else named


def _point_back(settings: Settings, project: Path, inner: Path) -> None:
    """Make every path of a Pulumi.yaml mean what it means in the user's project."""
    settings["main"] = str((project / str(settings.get("main") or ".")).resolve())
    if "stackConfigDir" in settings:
        settings["stackConfigDir"] = str(inner)
    settings.pop("backend", None)
    runtime = settings.get("runtime")
    if isinstance(runtime, MutableMapping):
        options = cast("Settings", runtime).get("options")
        if isinstance(options, MutableMapping):
            _settle_python(cast("Settings", options), project)
    plugins = settings.get("plugins")
    for entries in cast("Settings", plugins).values() if isinstance(plugins, MutableMapping) else ():
        for entry in cast("list[Settings]", entries) if isinstance(entries, list) else ():
            entry["path"] = str((project / str(entry.get("path", "."))).resolve())


def _settle_python(options: Settings, project: Path) -> None:
    """Name the virtual environment that the options mean, as an absolute path; none where it is not there."""
    if options.get("virtualenv") or options.get("toolchain") in ("uv", "poetry"):
        folder = Interpreter(str(project), options).folder
        options["toolchain"] = "pip"
        options.pop("virtualenv", None)
        if folder is not None and has_python(folder):
            options["virtualenv"] = str(folder)


def _link_entries(source: Path, place: Path, inner: tuple[str, ...]) -> None:
    """Link what is in `source` into `place`; the stack files' folder is made, and its other entries linked."""
    place.mkdir(parents=True, exist_ok=True)
    for old in place.iterdir():
        if old.is_symlink() and not (source / old.name).exists():
            old.unlink()
    for entry in source.iterdir() if source.is_dir() else ():
        link = place / entry.name
        if inner and entry.name == inner[0]:
            continue
        if entry.name in (FOLDER, ".git") or _is_settings(entry.name):
            continue
        if not link.is_symlink() and not link.exists():
            with contextlib.suppress(FileExistsError):  # another sandbox of the project starts at the same time
                link.symlink_to(entry)
    if inner:
        below = place / inner[0]
        if below.is_symlink():
            below.unlink()
        _link_entries(source / inner[0], below, inner[1:])


def _is_settings(name: str) -> bool:
    return name.startswith("Pulumi.") and name.endswith((".yaml", ".yml"))


def _copy_stack(source: Path, copy: Path, say: Callable[[str], None]) -> None:
    """Copy a stack file without what only the user's backend can decrypt; keep what the sandbox set itself."""
    settings = _read(source)
    before = _read(copy) if copy.exists() else cast("Settings", {})
    for key in SECRET_PROVIDER_KEYS:
        settings.pop(key, None)
    if "encryptionsalt" in before:
        settings["encryptionsalt"] = before["encryptionsalt"]
    values = cast("Settings", settings.get("config") or {})
    ours = cast("Settings", before.get("config") or {})
    for key, value in values.items():
        if _has_secret(value):
            values[key] = ours.get(key, PLACEHOLDER)
            if key not in ours:
                say(f"`{key}` is secret and has a placeholder in the sandbox; change it with `pulumi config set`")
    _write(copy, _text(settings) if settings else "")
    os.utime(copy)


def _has_secret(value: object) -> bool:
    if isinstance(value, MutableMapping):
        inside = cast("Settings", value)
        return "secure" in inside or any(_has_secret(item) for item in inside.values())
    return isinstance(value, list) and any(_has_secret(item) for item in cast("list[object]", value))


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    return yaml


def _read(path: Path) -> Settings:
    try:
        found = cast("object", _yaml().load(path))  # pyright: ignore[reportUnknownMemberType]
    except YAMLError as problem:
        where = str(problem).splitlines()[0]
        raise ProjectError(f"{path} is not valid YAML ({where}) - correct it") from problem
    if found is None:
        return {}
    if not isinstance(found, MutableMapping):
        raise ProjectError(f"{path} is not a YAML mapping - correct it")
    return cast("Settings", found)


def _text(settings: Settings) -> str:
    buffer = io.StringIO()
    _yaml().dump(settings, buffer)  # pyright: ignore[reportUnknownMemberType]
    return buffer.getvalue()


def _write(path: Path, text: str) -> None:
    if not path.exists() or path.read_text("utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
