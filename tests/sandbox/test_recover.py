import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.sandbox.project import run, store_path
from stackwright.sandbox.recover import (
    Interrupted,
    import_file,
    mark_for_deletion,
    pending_creates,
    recover,
    sort_out,
)
from stackwright.sandbox.shadow import ProjectError
from stackwright.sandbox.store import Store

STACK = "urn:pulumi:dev::demo::pulumi:pulumi:Stack::demo-dev"
TEAM = "urn:pulumi:dev::demo::demo:index:Team::team"
QUEUE = "urn:pulumi:dev::demo::demo:index:Team$aws:sqs/queue:Queue::a::b"
PROVIDER = "urn:pulumi:dev::demo::pulumi:providers:aws::default_7_51_1"

LOST = {
    "urn": QUEUE,
    "type": "aws:sqs/queue:Queue",
    "custom": True,
    "parent": TEAM,
    "provider": f"{PROVIDER}::0000-id",
    "inputs": {"fifoQueue": True},
}


def state(*resources: dict[str, Any], pending: dict[str, Any] | None = None) -> dict[str, Any]:
    deployment: dict[str, Any] = {"resources": list(resources)}
    if pending:
        deployment["pending_operations"] = [pending]
    return {"version": 3, "deployment": deployment}


def test_only_creates_are_pending_creates() -> None:
    assert pending_creates(state(pending={"type": "creating", "resource": LOST})) == [LOST]
    assert pending_creates(state(pending={"type": "updating", "resource": LOST})) == []
    assert pending_creates(state()) == []


def test_a_create_that_the_state_lost_is_imported() -> None:
    found = sort_out([LOST], state(), [(QUEUE, "q-1")])
    assert (found.lost, found.copies, found.strangers) == ([Interrupted(LOST, "q-1")], [], [])


def test_a_create_that_never_happened_leaves_nothing_to_do() -> None:
    found = sort_out([LOST], state(), [])
    assert (found.lost, found.copies, found.strangers) == ([], [], [])


def test_the_copy_of_an_interrupted_replacement_is_deleted() -> None:
    found = sort_out([LOST], state(LOST | {"id": "q-0"}), [(QUEUE, "q-0"), (QUEUE, "q-1")])
    assert (found.lost, found.copies, found.strangers) == ([], [Interrupted(LOST, "q-1")], [])


def test_of_two_creates_of_one_resource_one_is_imported_and_one_deleted() -> None:
    found = sort_out([LOST], state(), [(QUEUE, "q-1"), (QUEUE, "q-2")])
    assert (found.lost, found.copies) == ([Interrupted(LOST, "q-1")], [Interrupted(LOST, "q-2")])


def test_what_no_pending_create_tells_about_is_named() -> None:
    found = sort_out([], state(), [(QUEUE, "q-1")])
    assert (found.lost, found.copies, found.strangers) == ([], [], [(QUEUE, "q-1")])


def test_an_import_keeps_name_parent_and_provider() -> None:
    assert import_file([Interrupted(LOST, "q-1")]) == {
        "nameTable": {"parent-0": TEAM, "provider-0": PROVIDER},
        "resources": [
            {
                "type": "aws:sqs/queue:Queue",
                "name": "resource-0",
                "logicalName": "a::b",
                "id": "q-1",
                "parent": "parent-0",
                "provider": "provider-0",
            }
        ],
    }


def test_a_child_of_the_stack_names_no_parent() -> None:
    file = import_file([Interrupted(LOST | {"parent": STACK}, "q-1")])
    assert "parent" not in file["resources"][0]
    assert list(file["nameTable"]) == ["provider-0"]


def test_a_copy_is_marked_beside_what_the_state_has() -> None:
    exported = state(LOST | {"id": "q-0"})
    mark_for_deletion(exported, [Interrupted(LOST, "q-1")])
    first, second = exported["deployment"]["resources"]
    assert first["id"] == "q-0"
    assert (second["id"], second["delete"], second["outputs"]) == ("q-1", True, LOST["inputs"])


PROGRAM = """\
import pulumi
from pulumi import CustomResource, ResourceOptions

TAGS = {"team": pulumi.Config().get("team") or "red"}


class Team(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("demo:index:Team", name)
        provider = pulumi.ProviderResource("aws", f"{name}-aws", {"region": "us-east-1"}, ResourceOptions(parent=self))
        mine = ResourceOptions(parent=self, provider=provider)
        parameter = {"type": "String", "value": "x", "tags": TAGS}
        CustomResource("aws:ssm/parameter:Parameter", name, parameter, mine)
        safe = ResourceOptions(parent=self, protect=True)
        CustomResource("aws:cloudwatch/logGroup:LogGroup", name, {"retentionInDays": 30, "tags": TAGS}, safe)
        self.register_outputs({})


Team("team")
topic = CustomResource("aws:sns/topic:Topic", "plain", {"tags": TAGS})
CustomResource("aws:sqs/queue:Queue", "slow", {"delaySeconds": 5})
CustomResource("aws:sqs/queue:Queue", "after", {"tags": {"topic": topic.id}})
"""

FAULTS = "; ".join(
    [
        "create aws:ssm/parameter:Parameter 1 lose",
        "create aws:cloudwatch/logGroup:LogGroup 1 lose",
        "create aws:sns/topic:Topic 1 lose",
        "create aws:sqs/queue:Queue 1 lose",
    ]
)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text(
        f"name: demo\nruntime: {{name: python, options: {{toolchain: pip, virtualenv: {sys.prefix}}}}}\n"
    )
    (tmp_path / "__main__.py").write_text(PROGRAM)
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  aws:region: us-east-1\n")
    assert pulumi(tmp_path, "stack", "select", "--create", "dev") == 0
    return tmp_path


def pulumi(project: Path, *args: str) -> int:
    return run(["pulumi", "--non-interactive", *args], project_dir=project, quiet=True)


def rows(project: Path) -> dict[str, str]:
    """Return the id of each resource by name; a double create would fail here."""
    with contextlib.closing(Store(store_path(project))) as store:
        found = store.resources("dev")
    named = {f"{row.token}::{row.name}": row.id for row in found}
    assert len(named) == len(found), found
    return named


def in_state(project: Path) -> dict[str, dict[str, Any]]:
    assert pulumi(project, "stack", "export", "--file", "state.json") == 0
    exported = json.loads((project / ".stackwright" / "project" / "state.json").read_text())["deployment"]
    assert "pending_operations" not in exported
    custom = [one for one in exported["resources"] if one.get("id") and "pulumi:providers" not in one["type"]]
    return {f"{one['type']}::{one['urn'].split('::', 3)[3]}": one for one in custom}


def kill_during_up(project: Path, faults: str, reached: Callable[[Path], bool]) -> None:
    """Start an update, wait until the cloud has what `reached` asks for, and kill the engine with SIGKILL."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom stackwright.sandbox.project import run\n"
        "command = ['pulumi', 'up', '--yes', '--skip-preview', '--stack', 'dev']\n"
        "sys.exit(run(command, project_dir=Path(sys.argv[1]), faults=sys.argv[2]))"
    )
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(project), faults], stdin=quiet, stdout=quiet, stderr=quiet
    )
    try:
        deadline = time.monotonic() + 120
        while not reached(project):
            assert process.poll() is None, "the update ended by itself"
            assert time.monotonic() < deadline
            time.sleep(0.05)
        os.kill(engine_below(process.pid), signal.SIGKILL)
        assert process.wait(timeout=60) == 137
    finally:
        if process.poll() is None:
            os.kill(engine_below(process.pid), signal.SIGKILL)
        process.wait(timeout=60)


def engine_below(pid: int) -> int:
    told = subprocess.run(["ps", "-eo", "pid=,ppid=,comm="], capture_output=True, text=True, check=True)
    lines = [line.split(None, 2) for line in told.stdout.splitlines()]
    (engine,) = (int(one) for one, parent, name in lines if int(parent) == pid and name == "pulumi")
    return engine


@pytest.mark.engine
def test_a_killed_update_is_recovered_and_the_next_one_converges(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    kill_during_up(project, FAULTS, lambda project: len(rows(project)) == 4)
    with contextlib.closing(Store(store_path(project))) as store:
        (row,) = store.resources("dev", "aws:sqs/queue:Queue")
        store.delete(row)  # as if the engine had died before its request reached the cloud
    made = rows(project)
    assert len(made) == 3
    assert pulumi(project, "up", "--yes", "--skip-preview") != 0  # locked

    said: list[str] = []
    assert recover("dev", project_dir=project, say=said.append) == 0
    commands = [line for line in said if line.startswith("$ ")]
    assert [command.split()[2] for command in commands] == [
        "cancel",
        "stack",
        "refresh",
        "stack",
        "import",
        "import",
    ]
    assert said[-1].startswith("interrupted creates of dev: 4 pending, 3 imported, 0 marked")

    assert pulumi(project, "up", "--yes", "--skip-preview") == 0
    after = rows(project)
    assert {name: after[name] for name in made} == made
    assert len(after) == 5
    resources = in_state(project)
    assert {name: one["id"] for name, one in resources.items()} == after
    parameter = resources["aws:ssm/parameter:Parameter::team"]
    assert parameter["parent"].endswith("demo:index:Team::team")
    assert "::team-aws::" in parameter["provider"]
    assert resources["aws:cloudwatch/logGroup:LogGroup::team"]["protect"] is True
    capfd.readouterr()
    assert pulumi(project, "preview", "--expect-no-changes") == 0


@pytest.mark.engine
def test_an_interrupted_replacement_leaves_one_resource(project: Path) -> None:
    (project / "__main__.py").write_text(
        "import pulumi\n"
        "wide = pulumi.Config().get_bool('wide') or False\n"
        "pulumi.CustomResource('aws:kms/key:Key', 'key', {'multiRegion': wide})\n"
    )
    assert pulumi(project, "up", "--yes", "--skip-preview") == 0
    (before,) = rows(project).values()
    assert pulumi(project, "config", "set", "wide", "true") == 0

    def two(project: Path) -> bool:
        with contextlib.closing(Store(store_path(project))) as store:
            return len(store.resources("dev")) == 2

    kill_during_up(project, "create aws:kms/key:Key 1 lose", two)
    said: list[str] = []
    assert recover("dev", project_dir=project, say=said.append) == 0
    assert "0 imported, 1 marked for deletion" in said[-1]
    assert pulumi(project, "up", "--yes", "--skip-preview") == 0
    (after,) = rows(project).values()
    assert after != before
    assert {one["id"] for one in in_state(project).values()} == {after}


@pytest.mark.engine
def test_a_stack_that_nothing_happened_to_is_left_as_it_is(project: Path) -> None:
    assert pulumi(project, "up", "--yes", "--skip-preview") == 0
    before = rows(project)
    said: list[str] = []
    assert recover("dev", project_dir=project, say=said.append) == 0
    assert said[-1].startswith("interrupted creates of dev: 0 pending, 0 imported, 0 marked")
    assert rows(project) == before
    assert pulumi(project, "preview", "--expect-no-changes") == 0


@pytest.mark.engine
def test_a_stack_that_does_not_exist_is_told_so(project: Path) -> None:
    with pytest.raises(ProjectError, match="the sandbox has no stack nowhere - it has: "):
        recover("nowhere", project_dir=project)
