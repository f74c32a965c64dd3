"""Which stack file belongs to a blueprint: the project around it, and the stack that the user named."""

from pathlib import Path
from typing import Any

from stackwright.plan.program import ProgramError, Project, read_project


def project_around(path: Path) -> Path | None:
    """The nearest folder at or above `path` with a Pulumi.yaml."""
    here = path.resolve()
    return next((folder for folder in (here, *here.parents) if (folder / "Pulumi.yaml").is_file()), None)


def stack_options(blueprint: Path, stack: str | None) -> dict[str, Any]:
    """Options for `blueprints.load` that apply the configuration of `stack`; none without a stack.

    Raises `ProgramError` where there is no such stack file.
    """
    if stack is None:
        return {}
    folder = project_around(blueprint.parent)
    if folder is None:
        raise ProgramError(f"--stack {stack}: no Pulumi.yaml at or above {blueprint.parent}")
    project: Project = read_project(folder, stack)
    if not project.stack_file.is_file():
        raise ProgramError(f"--stack {stack}: {project.stack_file} does not exist")
    return {"project": project.name, "stack_file": project.stack_file, "secret_keys": project.secret_keys}
