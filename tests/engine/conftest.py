"""Stories of the real engine: each is told once, in a folder of its own, and tests read what was recorded of it.

A story runs commands against a sandbox cloud and answers plain data. Workers of pytest-xdist share what was told.
"""

import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from stackwright.sandbox.project import environment, needed_engine, serving, shadow, store_path
from stackwright.sandbox.store import Store

ROOT = Path(__file__).parents[2]
STACKWRIGHT = str(Path(sys.executable).with_name("stackwright"))
COPIED = ("Pulumi.yaml", ".gitignore", "stacks", "blueprints/examples", "policies/packs", "tests/programs")
PATIENCE = 300
"""Seconds that a command may take before it counts as hanging."""
PROJECT = """\
name: {name}
runtime:
  name: python
  options:
    toolchain: pip
config:
  aws:region: {{value: us-east-1}}
"""

Json = dict[str, Any]


class Session:
    """A sandbox cloud that stays up for several commands on one project."""

    def __init__(self, project: Path, ports: dict[str, int]) -> None:
        self.project = project
        self.place = shadow(project)
        streaming = {"PULUMI_ENABLE_STREAMING_JSON_PREVIEW": "true"}
        self.env = environment(project, needed_engine(), ports) | streaming

    def pulumi(self, *words: str, fails: bool = False) -> Json:
        """Run one command and tell what happened; it must succeed, or fail when that is wanted."""
        done = subprocess.run(
            ["pulumi", *words], cwd=self.place, env=self.env, capture_output=True, text=True, timeout=PATIENCE
        )
        story = told(done.returncode, done.stdout, done.stderr)
        assert bool(done.returncode) is fails, (
            f"pulumi {' '.join(words)}: {done.returncode}\n{story['text']}{story['findings']}"
        )
        return story

    def up(self, stack: str, *words: str, fails: bool = False) -> Json:
        """Update a stack without asking and without showing it first."""
        return self.pulumi("up", "--yes", "--skip-preview", "--json", "--stack", stack, *words, fails=fails)

    def state(self, stack: str) -> Json:
        """What Pulumi knows of a stack."""
        exported = json.loads(self.pulumi("stack", "export", "--stack", stack)["text"])["deployment"]
        resources = exported.get("resources") or []
        return {
            "urns": sorted(r["urn"] for r in resources),
            "cloud": sorted([r["urn"], r["id"]] for r in resources if in_cloud(r)),
            "protected": sorted(r["urn"] for r in resources if r.get("protect")),
            "outputs": next((r.get("outputs", {}) for r in resources if r["type"] == "pulumi:pulumi:Stack"), {}),
            "pending": exported.get("pending_operations") or [],
        }

    def cloud(self) -> list[list[str]]:
        """URN and id of what exists."""
        return cloud_of(self.project)

    def packs(self, stack: str) -> list[str]:
        """Words that make a command judge `stack` by this project's packs, as strictly as its blueprint says."""
        words: list[str] = []
        for name, rules in json.loads(command(self.project, "policy", "config", stack)).items():
            file = self.project / ".stackwright" / f"{stack}-{name}.json"
            file.write_text(json.dumps(rules), "utf-8")
            words += ["--policy-pack", f"policies/packs/{name}", "--policy-pack-config", str(file)]
        return words


def in_cloud(resource: Json) -> bool:
    """Whether a resource of the state is one that the cloud has."""
    return bool(resource.get("custom")) and not resource["type"].startswith("pulumi:providers:")


def cloud_of(project: Path) -> list[list[str]]:
    """URN and id of what exists in the sandbox cloud of a project."""
    with contextlib.closing(Store(store_path(project))) as store:
        return sorted([row.urn, row.id] for row in store.resources())


def told(code: int, out: str, err: str) -> Json:
    """What a command did: the engine's own events as data, and its text where it has none."""
    lines = out.splitlines()
    events = [json.loads(line) for line in lines if line.startswith('{"')]
    story: Json = {"code": code, "steps": [], "findings": [], "errors": [], "changes": {}, "packs": []}
    story["remediations"] = []
    for event in events:
        add(story, event)
    story["text"] = "\n".join(story["errors"]) if events else "\n".join([*lines, err]).strip()
    return story


def add(story: Json, event: Json) -> None:
    """Add one event of the engine to a story."""
    kinds = {"resourcePreEvent": "begins", "resOutputsEvent": "ends", "resOpFailedEvent": "fails"}
    for kind, what in kinds.items():
        if kind in event and event[kind]["metadata"]["op"] != "same":
            story["steps"].append([what, event[kind]["metadata"]["op"], event[kind]["metadata"]["urn"]])
    if "policyEvent" in event:
        found = event["policyEvent"]
        answer = found["message"].split("\n", 1)[1]
        result = "unknown" if answer.startswith("unknown: ") else "fail"
        story["findings"].append(
            [found["policyName"], found["resourceUrn"], result, found["enforcementLevel"], answer.strip()]
        )
    elif "policyRemediationEvent" in event:
        put = event["policyRemediationEvent"]
        story["remediations"].append([put["policyName"], put["resourceUrn"], put["before"], put["after"]])
    elif "diagnosticEvent" in event and event["diagnosticEvent"]["severity"] == "error":
        story["errors"].append(event["diagnosticEvent"]["message"])
    elif "summaryEvent" in event:
        story["changes"] = event["summaryEvent"]["resourceChanges"]
        story["packs"] = sorted(name.split("|")[0] for name in event["summaryEvent"]["PolicyPacks"] or {})


def command(folder: Path, *words: str, code: int = 0, exe: str = STACKWRIGHT) -> str:
    """Run a command of `stackwright` in a folder and answer what it said."""
    done = subprocess.run(
        [exe, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        stdin=subprocess.DEVNULL,
        env=os.environ | {"NO_COLOR": "1", "COLUMNS": "200"},
    )
    assert done.returncode == code, f"stackwright {' '.join(words)}: {done.returncode}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def of_project(folder: Path) -> list[int]:
    """Processes that have the folder in their command or environment, without this one."""
    found: list[int] = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            texts = [(entry / part).read_bytes() for part in ("cmdline", "environ")]
            if any(str(folder).encode() in text for text in texts):
                found.append(int(entry.name))
    return found


def survivors(folder: Path, patience: float = 30) -> list[str]:
    """Commands of the processes of a folder that do not end by themselves in a while."""
    until = time.monotonic() + patience
    for process in of_project(folder):
        with contextlib.suppress(ProcessLookupError):
            ended = os.pidfd_open(process)
            select.select([ended], [], [], max(0.0, until - time.monotonic()))
            os.close(ended)
    names: list[str] = []
    for process in of_project(folder):
        with contextlib.suppress(OSError):
            names.append(Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode())
    return [name for name in names if name.strip()]


class Stage:
    """The folder in which a story takes place."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.command = command
        self.cloud_of = cloud_of
        self.survivors = survivors
        self.told = told

    def repository(self) -> Path:
        """Copy of this repository's stacks, blueprints and packs, as committed by somebody."""
        copy = self.folder / "repository"
        for name in COPIED:
            source, target = ROOT / name, copy / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if source.is_dir():
                shutil.copytree(source, target, ignore=shutil.ignore_patterns(".stackwright", "__pycache__"))
            else:
                shutil.copy(source, target)
        (copy / ".venv").symlink_to(sys.prefix)
        return copy

    def committed(self, project: Path) -> Path:
        """The project under version control."""
        self.git(project, "init", "-q")
        (project / ".git/info/exclude").write_text(".venv\n")
        self.git(project, "add", "-A")
        self.git(project, "-c", "user.name=tester", "-c", "user.email=tester@example.com", "commit", "-qm", "start")
        return project

    def committed_files(self, project: Path) -> set[str]:
        """What `git add -A` would take in a project that is not under version control yet."""
        self.git(project, "init", "-q")
        return set(self.git(project, "ls-files", "--others", "--exclude-standard").split())

    def git(self, project: Path, *words: str) -> str:
        """What git answers."""
        return subprocess.run(["git", *words], cwd=project, check=True, capture_output=True, text=True).stdout

    def program(self, name: str, text: str) -> Path:
        """A project of one plain program."""
        project = self.folder / name
        project.mkdir()
        (project / "Pulumi.yaml").write_text(PROJECT.format(name=name))
        (project / "__main__.py").write_text(text)
        return project

    @contextlib.contextmanager
    def sandbox(self, project: Path, faults: str | None = None) -> Generator[Session]:
        """A sandbox cloud that stays up; nothing of it may be left afterwards."""
        with serving(project, faults) as ports:
            yield Session(project, ports)
        assert survivors(project) == []


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """A folder for a short story of one test."""
    return Stage(tmp_path.resolve())


@pytest.fixture(scope="session")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Callable[[Stage], Any]], Any]:
    """Tells a story, or repeats what a worker was told."""
    home = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        home = home.parent

    def once(name: str, story: Callable[[Stage], Any]) -> Any:
        place = home / f"story-{name}"
        place.mkdir(exist_ok=True)
        record = place / "told.json"
        with (place / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not record.exists():
                folder = Path(os.path.realpath(tmp_path_factory.mktemp(name)))
                record.write_text(json.dumps(story(Stage(folder))))
        return json.loads(record.read_text())

    return once
