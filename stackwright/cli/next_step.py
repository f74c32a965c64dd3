"""What to do after a review: the one command, or the one repair, that comes next."""

import shlex
from pathlib import Path

from stackwright.cli import console
from stackwright.cli.cost_view import priceless
from stackwright.cli.judged import code_of, stopping
from stackwright.cli.review import Review
from stackwright.cli.stack_config import project_around, stack_names
from stackwright.plan.program import ProgramError, read_project
from stackwright.policies.reports.words import name_of


def next_step(found: Review, path: Path, stack: str | None) -> str:
    """One line for the stack at `path`."""
    code = code_of(found)
    if code == console.CLEAN:
        return _deploy(path, stack)
    again = f"then {_command('plan', path, stack)}"
    if code == console.FINDINGS and (number := len(stopping(found))):
        return f"fix the {'mandatory finding' if number == 1 else f'{number} mandatory findings'}, {again}"
    if code == console.FINDINGS:
        return f"use fewer or smaller machines, or raise the budget, {again}"
    if found.gate.unpriced:
        return f"{priceless(found)}: {_allow(found)}, {again}"
    return f"too little of the stack has a price to judge it, {again}"


def _allow(found: Review) -> str:
    if found.subject.loaded is None:
        return "look it up, or use something that has one"
    names = ", ".join(sorted({name_of(urn) for urn, _ in found.gate.unpriced}))
    return f"look it up, add `policy: {{allow_unpriced: [{names}]}}` to {found.subject.loaded.path}"


def _command(verb: str, path: Path, stack: str | None) -> str:
    words = ["stackwright", verb, str(path), *(["--stack", stack] if stack else [])]
    return shlex.join(words)


def _deploy(path: Path, stack: str | None) -> str:
    """The command that deploys the stack to the local cloud; the same without its first words deploys it for real."""
    if path.suffix == ".json":
        return "nothing: the stack is as the rules want it"
    folder = path if path.is_dir() else project_around(path.parent)
    if folder is None:
        return "stackwright new my-stack writes a project to deploy it from"
    chosen = stack or _stack_of(path, folder)
    go = "" if folder.resolve() == Path.cwd() else f"cd {shlex.quote(str(folder))} && "
    if chosen is None:
        name, file = shlex.quote(path.stem), shlex.quote(_inside(path, folder))
        return f"{go}pulumi stack init {name} && pulumi config set --stack {name} blueprint {file}"
    return f"{go}stackwright sandbox -- pulumi up --stack {shlex.quote(chosen)}"


def _stack_of(path: Path, folder: Path) -> str | None:
    """Name of the stack that deploys `path`: for a blueprint the one whose configuration names it."""
    try:
        if path.is_dir():
            return read_project(folder).stack
        projects = [read_project(folder, name) for name in stack_names(folder)]
    except ProgramError:
        return None
    wanted = path.resolve()
    found = [
        project.stack
        for project in projects
        if (project.root / project.config.get(f"{project.name}:blueprint", "blueprint.yaml")).resolve() == wanted
    ]
    return "dev" if "dev" in found else next(iter(found), None)


def _inside(path: Path, folder: Path) -> str:
    return path.resolve().relative_to(folder.resolve()).as_posix()
