"""Puts a stack right after its engine was killed in the middle of an update, by commands a user could type.

Pulumi writes down a create before it asks the cloud for it. When the engine dies in between, the stack stays
locked and the create stays "pending": the cloud may have the resource, the state has not. Dropping the
pending create and running `up` again would create a second one, and on 3.230 `pulumi refresh
--import-pending-creates` imports nothing. So each resource that exists is imported with its own parent and
provider, and one that was on its way to replace another is marked for deletion: the next `up` repeats the
replacement.
"""

import contextlib
import json
import shlex
import subprocess
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from stackwright.sandbox.project import SERVER, environment, needed_engine, serving, store_path
from stackwright.sandbox.shadow import ProjectError, find_project, shadow
from stackwright.sandbox.store import Store

Json = dict[str, Any]
"""A part of what `pulumi stack export` writes."""

STATE_FILE = "recover-state.json"


@dataclass(frozen=True)
class Interrupted:
    """A create that the cloud carried out and the state never heard of."""

    resource: Json
    """The resource as the pending operation has it."""

    id: str
    """What the cloud calls it."""


@dataclass(frozen=True)
class Found:
    """What the cloud has and the state has not."""

    lost: list[Interrupted] = field(default_factory=list[Interrupted])
    """The only one of its URN: to be imported."""

    copies: list[Interrupted] = field(default_factory=list[Interrupted])
    """One too many beside what the state has under the same URN: to be deleted."""

    strangers: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    """URN and id of what no pending create tells about."""


def recover(
    stack: str,
    *,
    project_dir: Path,
    say: Callable[[str], None] = lambda text: None,
    server: Sequence[str] = SERVER,
) -> int:
    """Unlock `stack`, drop its pending creates and take up what they made; return 0 or a command's exit code."""
    project = find_project(project_dir)
    engine = needed_engine()
    place = shadow(project, say)
    with serving(project, None, server) as ports:
        shell = Shell(place, environment(project, engine, ports), say)
        if stack not in (known := shell.stacks()):
            raise ProjectError(f"the sandbox has no stack {stack} - it has: {', '.join(known) or 'none'}")
        try:
            return _recover(shell, stack, store_path(project))
        except subprocess.CalledProcessError as failed:
            return failed.returncode


class Shell:
    """Shows each command as a user would type it, and runs it."""

    def __init__(self, place: Path, env: Mapping[str, str], say: Callable[[str], None]) -> None:
        self.place = place
        self.env = env
        self.say = say

    def pulumi(self, *args: str) -> None:
        """Run one `pulumi` command; raise when it fails."""
        command = ["pulumi", *args]
        self.say(f"$ {shlex.join(command)}")
        subprocess.run(command, cwd=self.place, env=self.env, stdin=subprocess.DEVNULL, check=True)

    def stacks(self) -> list[str]:
        """Return the names of the project's stacks."""
        listed = subprocess.run(
            ["pulumi", "stack", "ls", "--json"], cwd=self.place, env=self.env, capture_output=True, check=True
        )
        return [str(each["name"]) for each in json.loads(listed.stdout)]


def _recover(shell: Shell, stack: str, store: Path) -> int:
    shell.pulumi("cancel", "--yes", stack)
    state = _export(shell, stack)
    creates = pending_creates(state)
    shell.pulumi("refresh", "--yes", "--clear-pending-creates", "--stack", stack)
    state = _export(shell, stack)
    with contextlib.closing(Store(store)) as cloud:
        found = sort_out(creates, state, cloud.interrupted(stack))
    lost, copies = found.lost, found.copies
    for protect in (False, True):
        chosen = [one for one in lost if bool(one.resource.get("protect")) is protect]
        if chosen:
            _import(shell, stack, chosen, protect)
    if copies:
        state = _export(shell, stack)
        mark_for_deletion(state, copies)
        for one in copies:
            shell.say(f"# {STATE_FILE} gains {one.resource['urn'].split('::', 2)[2]} as {one.id}, to be deleted")
        (shell.place / STATE_FILE).write_text(json.dumps(state, indent=2), "utf-8")
        shell.pulumi("stack", "import", "--file", STATE_FILE, "--stack", stack)
    (shell.place / STATE_FILE).unlink(missing_ok=True)
    shell.say(
        f"interrupted creates of {stack}: {len(creates)} pending, {len(lost)} imported, {len(copies)} marked for "
        f"deletion - now run: pulumi up --stack {stack}"
    )
    for urn, identity in found.strangers:
        shell.say(f"{urn} is in the cloud as {identity} and the state has never heard of it: import or delete it")
    return 1 if found.strangers else 0


def _import(shell: Shell, stack: str, chosen: Sequence[Interrupted], protect: bool) -> None:
    name = "recover-import-protected.json" if protect else "recover-import.json"
    (shell.place / name).write_text(json.dumps(import_file(chosen), indent=2) + "\n", "utf-8")
    for one in chosen:
        shell.say(f"# {name} has {one.resource['urn'].split('::', 2)[2]} as {one.id}")
    flags = ("--generate-code=false", f"--protect={str(protect).lower()}")
    shell.pulumi("import", "--yes", "--file", name, *flags, "--stack", stack)


def pending_creates(state: Json) -> list[Json]:
    """Return the resources whose creation the state calls unfinished."""
    operations: list[Json] = state["deployment"].get("pending_operations") or []
    return [operation["resource"] for operation in operations if operation["type"] == "creating"]


def sort_out(creates: Iterable[Json], state: Json, unheard: Iterable[tuple[str, str]]) -> Found:
    """Say what becomes of each resource the cloud has and the engine never heard of."""
    resources: list[Json] = state["deployment"].get("resources") or []
    known = {(resource["urn"], resource.get("id")) for resource in resources}
    taken = {resource["urn"] for resource in resources}
    pending = {resource["urn"]: resource for resource in creates}
    found = Found()
    for urn, identity in unheard:
        if (urn, identity) in known:
            continue
        if urn not in pending:
            found.strangers.append((urn, identity))
        elif urn in taken:
            found.copies.append(Interrupted(pending[urn], identity))
        else:
            found.lost.append(Interrupted(pending[urn], identity))
            taken.add(urn)
    return found


def import_file(lost: Iterable[Interrupted]) -> Json:
    """Return what `pulumi import --file` reads, each resource under its own parent and provider.

    The engine finds both by URN in `nameTable`; a child of the stack itself names no parent (pulumi 3.230,
    pkg/cmd/pulumi/operations/import.go).
    """
    table: dict[str, str] = {}
    specs: list[Json] = []
    for number, one in enumerate(lost):
        resource = one.resource
        spec: Json = {"type": resource["type"], "name": f"resource-{number}", "id": one.id}
        spec["logicalName"] = resource["urn"].split("::", 3)[3]
        parent: str = resource.get("parent") or ""
        if parent and "::pulumi:pulumi:Stack::" not in parent:
            spec["parent"] = f"parent-{number}"
            table[spec["parent"]] = parent
        provider: str = resource.get("provider") or ""
        if provider:
            spec["provider"] = f"provider-{number}"
            table[spec["provider"]] = provider.rpartition("::")[0]
        specs.append(spec)
    return {"nameTable": table, "resources": specs}


def mark_for_deletion(state: Json, copies: Iterable[Interrupted]) -> None:
    """Add resources to an exported state so that the next update deletes them from the cloud."""
    for one in copies:
        entry = {"outputs": one.resource.get("inputs", {})} | one.resource
        state["deployment"].setdefault("resources", []).append(entry | {"id": one.id, "delete": True})


def _export(shell: Shell, stack: str) -> Json:
    shell.pulumi("stack", "export", "--file", STATE_FILE, "--stack", stack)
    file = shell.place / STATE_FILE
    try:
        return json.loads(file.read_text("utf-8"))
    finally:
        file.unlink(missing_ok=True)
