"""The program that Pulumi runs for a blueprint, in this repository and in a user's own project."""

import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

import pulumi

from stackwright.blueprints.foundation import foundation_of
from stackwright.blueprints.load import Loaded, load
from stackwright.blueprints.problems import SpecError
from stackwright.components.kits import MissingExtra, make_kit

_SEEN: ContextVar[list[Loaded] | None] = ContextVar("seen", default=None)
_STACK_FOLDERS = ("stacks", ".")


class RefusedBlueprint(SpecError, pulumi.RunError):
    """Problems of a blueprint, which Pulumi prints without a traceback."""


class RefusedCloud(MissingExtra, pulumi.RunError):
    """A provider SDK that is not installed, which Pulumi prints without a traceback."""


def run() -> Loaded:
    """Load the blueprint that the stack's configuration names, declare its stack and export what it offers."""
    loaded = load_configured(project_root())
    seen = _SEEN.get()
    if seen is not None:
        seen.append(loaded)
    compose_stack(loaded)
    return loaded


def load_configured(root: Path) -> Loaded:
    """The blueprint that the running stack's configuration names, under that configuration."""
    project, stack = pulumi.get_project(), pulumi.get_stack()
    given: dict[str, str] = {**pulumi.runtime.config.get_config_env(), **pulumi.runtime.config.CONFIG.get()}
    file = root / given.get(f"{project}:blueprint", "blueprint.yaml")
    stack_files = [root / folder / f"Pulumi.{stack}.yaml" for folder in _STACK_FOLDERS]
    secret = [key for key in given if pulumi.runtime.is_config_secret(key)]
    try:
        return load(
            file,
            given,
            project=project,
            stack_file=next(filter(Path.is_file, stack_files), None),
            secret_keys=secret,
            root=root,
        )
    except SpecError as error:
        raise RefusedBlueprint(error.problems) from None


def compose_stack(loaded: Loaded) -> Mapping[str, Any]:
    """Declare the stack of `loaded` and export what it offers; answers the outputs."""
    spec = loaded.spec
    try:
        kit = make_kit(spec.cloud.value, foundation_of(spec))
    except MissingExtra as error:
        raise RefusedCloud(str(error)) from None
    outputs = loaded.shape.outputs(loaded.shape.compose(spec, kit))
    for name, value in outputs.items():
        pulumi.export(name, value)
    return outputs


def project_root() -> Path:
    """Folder of the user's Pulumi.yaml, also when the sandbox runs a copy of it."""
    return Path(os.environ.get("STACKWRIGHT_PROJECT") or pulumi.get_root_directory())


@contextmanager
def observed() -> Generator[list[Loaded]]:
    """The blueprints that `run` loads while the context is open."""
    seen: list[Loaded] = []
    token = _SEEN.set(seen)
    try:
        yield seen
    finally:
        _SEEN.reset(token)
