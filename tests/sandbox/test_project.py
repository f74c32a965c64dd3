import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from stackwright.sandbox.engine.install import EngineError, find_engine
from stackwright.sandbox.project import environment, needed_engine, run, serving, store_path
from stackwright.sandbox.shadow import ProjectError

ECHO = (sys.executable, str(Path(__file__).parent / "echo" / "cloud.py"))

PROGRAM = """\
import os
import pulumi

bucket = pulumi.CustomResource("aws:s3/bucket:Bucket", "data", {"size": pulumi.Config().require("size")})
pulumi.CustomResource("kubernetes:core/v1:Namespace", "space", {"bucket": bucket.id})
pulumi.export("project", os.environ["STACKWRIGHT_PROJECT"])
print("the program has run")
"""

PACK = """\
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy


def no_namespace(args, report):
    if args.resource_type == "kubernetes:core/v1:Namespace":
        report("no namespaces here")


rule = ResourceValidationPolicy("no-namespace", "No namespaces.", no_namespace)
PolicyPack("house", [rule], EnforcementLevel.MANDATORY)
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A Pulumi project in a git repository of its own, everything committed."""
    folder = tmp_path / "my project"
    (folder / "stacks").mkdir(parents=True)
    (folder / "policy").mkdir()
    (folder / "Pulumi.yaml").write_text(
        "name: demo\nmain: stacks\nstackConfigDir: stacks\n"
        f"runtime: {{name: python, options: {{toolchain: pip, virtualenv: {sys.prefix}}}}}\n"
    )
    (folder / "stacks" / "Pulumi.dev.yaml").write_text("config:\n  demo:size: '3'\n")
    (folder / "stacks" / "__main__.py").write_text(PROGRAM)
    (folder / "policy" / "PulumiPolicy.yaml").write_text("runtime: python\nversion: 0.1.0\n")
    (folder / "policy" / "__main__.py").write_text(PACK)
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "-qm", "all")
    return folder


def git(folder: Path, *args: str) -> str:
    done = subprocess.run(["git", *args], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout


def pulumi(project: Path, *args: str) -> int:
    return run(["pulumi", "--non-interactive", *args], project_dir=project, quiet=True, server=ECHO)


def calls(project: Path) -> list[str]:
    log = project / ".stackwright" / "calls.log"
    return log.read_text().splitlines() if log.exists() else []


@pytest.mark.engine
def test_a_project_is_deployed_and_destroyed_without_touching_a_committed_file(
    project: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")  # Python's own files are not ours
    assert pulumi(project, "stack", "select", "--create", "dev") == 0
    assert pulumi(project, "up", "--yes", "--skip-preview") == 0
    assert calls(project) == ["create data", "created data", "create space", "created space"]
    told = capfd.readouterr().out
    assert "the program has run" in told
    assert f'project: "{project}"' in told
    assert pulumi(project, "destroy", "--yes", "--skip-preview") == 0
    assert calls(project)[-2:] == ["delete id-space", "delete id-data"]
    assert git(project, "status", "--porcelain", "--untracked-files=all") == ""


@pytest.mark.engine
def test_a_python_policy_pack_named_by_a_relative_path_stops_a_preview(
    project: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert pulumi(project, "stack", "select", "--create", "dev") == 0
    assert pulumi(project, "preview", "--policy-pack", "policy") != 0
    told = capfd.readouterr().out
    assert "no namespaces here" in told
    assert "kubernetes:core/v1:Namespace: space" in told


@pytest.mark.engine
def test_the_error_of_a_program_is_shown_and_is_the_exit_code(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "stacks" / "__main__.py").write_text("raise ValueError('a mistake of mine')\n")
    assert pulumi(project, "stack", "select", "--create", "dev") == 0
    assert pulumi(project, "preview") != 0
    assert "ValueError: a mistake of mine" in capfd.readouterr().out


@pytest.mark.engine
def test_one_interrupt_ends_an_update_in_order(project: Path) -> None:
    assert pulumi(project, "stack", "select", "--create", "dev") == 0
    with start(project, "delay:3") as process:
        assert until(lambda: "create data" in calls(project))
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) not in (0, 130)
    assert calls(project) == ["create data", "created data"]
    assert pulumi(project, "stack", "export", "--file", "state.json") == 0
    state = json.loads((project / ".stackwright" / "project" / "state.json").read_text())["deployment"]
    assert "pending_operations" not in state
    assert any(resource.get("id") == "id-data" for resource in state["resources"])


@pytest.mark.engine
def test_no_process_outlives_a_killed_engine(project: Path) -> None:
    assert pulumi(project, "stack", "select", "--create", "dev") == 0
    with start(project, "delay:600") as process:
        assert until(lambda: "create data" in calls(project))
        (engine,) = (pid for pid in descendants(process.pid) if name_of(pid) == "pulumi")
        family = descendants(process.pid)
        assert len(family) >= 4  # the cloud, the engine, the language host, the program
        os.kill(engine, signal.SIGKILL)
        assert process.wait(timeout=60) == 137
    assert until(lambda: not any(name_of(pid) for pid in family))


@pytest.mark.enable_socket
def test_the_exit_code_of_the_command_is_passed_on(project: Path, engine_or_none: None) -> None:
    assert run(["sh", "-c", "exit 7"], project_dir=project, quiet=True, server=ECHO) == 7


@pytest.mark.enable_socket
def test_a_command_that_does_not_exist_is_told_so(project: Path, engine_or_none: None) -> None:
    with pytest.raises(ProjectError, match="there is no command `nonsense-command`"):
        run(["nonsense-command"], project_dir=project, quiet=True, server=ECHO)


def test_a_cloud_that_does_not_start_is_told_with_its_last_words(project: Path) -> None:
    with pytest.raises(ProjectError, match="did not start: the echo cloud refuses to start"):
        with serving(project, "refuse", ECHO):
            pass


def test_the_cloud_ends_with_the_block(project: Path) -> None:
    with serving(project, None, ECHO) as ports:
        assert sorted(ports) == ["aws", "azure-native", "gcp", "kubernetes"]
        pids = [pid for pid in descendants(os.getpid()) if "cloud.py" in command_of(pid)]
        assert len(pids) == 1
    assert not name_of(pids[0])


def test_the_environment_keeps_pulumi_on_this_machine(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_ACCESS_TOKEN", "pul-secret")
    env = environment(project, needed_engine(), {"aws": 1, "gcp": 2})
    assert env["PULUMI_BACKEND_URL"] == f"file://{project / '.stackwright' / 'state'}"
    assert env["PULUMI_DEBUG_PROVIDERS"] == "aws:1,gcp:2"
    assert env["PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"] == "true"
    assert env["PATH"].split(":")[0] == str(needed_engine().path.parent)
    assert "PULUMI_ACCESS_TOKEN" not in env
    assert store_path(project).parent == project / ".stackwright"


def test_without_an_engine_the_command_that_installs_one_is_named(
    tmp_path: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/bin")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    with pytest.raises(EngineError, match="run: stackwright engine install"):
        run(["pulumi", "version"], project_dir=project, quiet=True, server=ECHO)


@pytest.fixture
def engine_or_none() -> None:
    """Say what to do where these tests meet a machine without an engine."""
    assert find_engine() is not None, "run: stackwright engine install"


def start(project: Path, faults: str) -> "subprocess.Popen[bytes]":
    """Start an update in a process of its own, as a user's shell does."""
    program = (
        "import sys\nfrom pathlib import Path\nfrom stackwright.sandbox.project import run\n"
        "command = ['pulumi', 'up', '--yes', '--skip-preview', '--stack', 'dev']\n"
        "sys.exit(run(command, project_dir=Path(sys.argv[1]), faults=sys.argv[2], server=sys.argv[3:]))"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program, str(project), faults, *ECHO],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def descendants(pid: int) -> list[int]:
    """Return the processes below `pid`, by what the system says of each one's parent."""
    parents: dict[int, int] = {}
    listing = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    for line in listing.stdout.splitlines():
        child, parent = map(int, line.split())
        parents[child] = parent
    found = [pid]
    for one in found:
        found += [child for child, parent in parents.items() if parent == one]
    return found[1:]


def name_of(pid: int) -> str:
    """Return the name of a process, empty when it is gone or only waits to be reaped."""
    told = subprocess.run(["ps", "-o", "stat=,comm=", "-p", str(pid)], capture_output=True, text=True, check=False)
    state, _, name = told.stdout.strip().partition(" ")
    return "" if state.startswith("Z") else name.strip()


def command_of(pid: int) -> str:
    told = subprocess.run(["ps", "-o", "args=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def until(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.engine
@pytest.mark.parametrize("named", [["--stack", "dev"], ["--stack=dev"], ["-s", "dev"]])
def test_a_stack_that_is_named_is_made(project: Path, named: list[str]) -> None:
    assert run(["pulumi", "up", "--yes", *named], project_dir=project, server=ECHO, quiet=True) == 0
    assert (project / ".stackwright/state/.pulumi/stacks/demo/dev.json").is_file()
