"""Any Pulumi Python program on disk, run the way Pulumi runs it, recorded as a `Graph`."""

import json
import os
import runpy
import sys
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from stackwright.plan.graph import Graph
from stackwright.plan.record import record

_MASKED = "[secret]"


class ProgramError(Exception):
    """A folder that holds no Pulumi Python program, or one that cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Project:
    """What Pulumi.yaml and one stack file say."""

    root: Path
    name: str
    main: Path
    stack: str
    stack_file: Path
    """May be absent."""
    config: Mapping[str, str] = field(default_factory=dict[str, str])
    secret_keys: tuple[str, ...] = ()


def read_project(folder: Path, stack: str | None = None) -> Project:
    """Project in `folder`; `stack` None takes the only stack file there, else `dev`. Raises `ProgramError`."""
    file = folder / "Pulumi.yaml"
    if not file.is_file():
        raise ProgramError(f"{folder}: no Pulumi.yaml here - give a blueprint file or a folder with a Pulumi.yaml")
    folder = folder.resolve()
    settings = _yaml(file)
    runtime: Any = settings.get("runtime")
    language = runtime.get("name") if isinstance(runtime, Mapping) else runtime  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    if language != "python":
        raise ProgramError(f"{file}: runtime is not python - only Python programs can be recorded")
    stack_folder = folder / str(settings.get("stackConfigDir") or ".")
    chosen = stack or _only_stack(stack_folder) or "dev"
    stack_file = stack_folder / f"Pulumi.{chosen}.yaml"
    config, secret_keys = _config(settings, stack_file)
    main = folder / str(settings.get("main") or ".")
    return Project(folder, str(settings.get("name")), main, chosen, stack_file, config, tuple(secret_keys))


def _only_stack(folder: Path) -> str | None:
    names = [file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in folder.glob("Pulumi.*.yaml")]
    return names[0] if len(names) == 1 else None


def _yaml(file: Path) -> dict[str, Any]:
    try:
        found: Any = YAML(typ="safe").load(file.read_text(encoding="utf-8"))  # pyright: ignore[reportUnknownMemberType]
    except (OSError, UnicodeDecodeError, YAMLError) as error:
        raise ProgramError(f"{file}: cannot be read: {str(error).splitlines()[0]}") from None
    if not isinstance(found, dict):
        raise ProgramError(f"{file}: is not a mapping")
    return cast("dict[str, Any]", found)


def _config(settings: Mapping[str, Any], stack_file: Path) -> tuple[dict[str, str], list[str]]:
    """Configuration as the engine hands it to a program; encrypted values cannot be read here and are masked."""
    values: dict[str, Any] = {}
    for key, declared in cast("dict[str, Any]", settings.get("config") or {}).items():
        options = cast("dict[str, Any]", declared) if isinstance(declared, dict) else {"value": declared}
        given = options.get("value", options.get("default"))
        if given is not None:
            values[key if ":" in key else f"{settings.get('name')}:{key}"] = given
    if stack_file.is_file():
        values.update(cast("dict[str, Any]", _yaml(stack_file).get("config") or {}))
    secret = [key for key, value in values.items() if isinstance(value, dict) and "secure" in value]
    return {key: _MASKED if key in secret else _text(value) for key, value in values.items()}, secret


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def record_project(project: Project, *, region: str = "", unanswered: list[str] | None = None) -> Graph:
    """Graph of the program; what it prints goes to standard error. Raises what the program raises.

    Look-ups without an offline answer are refused, or answered as unknown and listed in `unanswered`.
    """
    where = region or project.config.get("aws:region") or "us-east-1"
    with _as_pulumi_runs(project):
        return record(
            _entry(project.main),
            project=project.name,
            stack=project.stack,
            config=project.config,
            secret_keys=project.secret_keys,
            root=project.root,
            region=where,
            unanswered=unanswered,
        )


def _entry(main: Path) -> Callable[[], Any]:
    file = main / "__main__.py" if main.is_dir() else main
    if not file.is_file():
        raise ProgramError(f"{file}: is missing - `main` in Pulumi.yaml names the folder of the program")
    return lambda: runpy.run_path(str(main), run_name="__main__")


@contextmanager
def _as_pulumi_runs(project: Project) -> Generator[None]:
    """The program's folder is the working directory and first on the path; its modules are forgotten afterwards."""
    folder = project.main if project.main.is_dir() else project.main.parent
    before, path, cwd = set(sys.modules), list(sys.path), Path.cwd()
    sys.path.insert(0, str(folder.resolve()))
    os.chdir(folder)
    try:
        with redirect_stdout(sys.stderr):
            yield
    finally:
        os.chdir(cwd)
        sys.path[:] = path
        for name in set(sys.modules) - before:
            file = getattr(sys.modules[name], "__file__", None)
            if not name.startswith("stackwright") and file and Path(file).is_relative_to(folder.resolve()):
                del sys.modules[name]
