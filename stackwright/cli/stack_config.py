"""Which stack file belongs to a blueprint: the project around it, and the stack that the user named."""

from pathlib import Path
from typing import Any

from stackwright.plan.program import ProgramError, Project, read_project


def project_around(path: Path) -> Path | None:
    """The nearest folder at or above `path` with a Pulumi.yaml."""
    here = path.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / "Pulumi.yaml").is_file()), None)


def stack_names(folder: Path) -> list[str]:
    """Stacks of the project in `folder` that have a configuration file. Raises `ProgramError`."""
    files = read_project(folder).stack_file.parent.glob("Pulumi.*.yaml")
    return sorted(file.name.removeprefix("Pulumi.").removesuffix(".yaml") for file in files)


def chosen_project(folder: Path, stack: str | None) -> Project:
    """Project in `folder` with the configuration of `stack`, or of its only stack.

    Raises `ProgramError` where there is no such stack file, or where several are there and none was named.
    """
    project = read_project(folder, stack)
    if project.stack_file.is_file():
        return project
    names = stack_names(folder)
    if names and stack is None:
        raise ProgramError(f"{folder}: has several stacks - choose one with --stack: {', '.join(names)}")
    if names:
        raise ProgramError(f"--stack {stack}: {folder} has no such stack - it has {', '.join(names)}")
    return project


def stack_options(blueprint: Path, stack: str | None) -> dict[str, Any]:
    """Options for `blueprints.load` that apply the configuration of `stack`; none without a stack.

    Raises `ProgramError` where there is no such stack file.
    """
    if stack is None:
        return {}
    folder = project_around(blueprint.parent)
    if folder is None:
        raise ProgramError(f"--stack {stack}: no Pulumi.yaml at or above {blueprint.parent}")
    project = chosen_project(folder, stack)
    if not project.stack_file.is_file():
        raise ProgramError(f"--stack {stack}: {project.stack_file} does not exist")
    return {"project": project.name, "stack_file": project.stack_file, "secret_keys": project.secret_keys}
