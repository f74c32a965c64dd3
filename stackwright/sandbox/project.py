"""Runs a command, such as `pulumi up`, in the shadow project against the sandbox cloud."""

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Sequence
from pathlib import Path

from stackwright.sandbox.engine.beside import refresh_host
from stackwright.sandbox.engine.install import Engine, EngineError, find_engine
from stackwright.sandbox.shadow import FOLDER, ProjectError, find_project, shadow

__all__ = ["ProjectError", "environment", "find_project", "run", "serving", "shadow", "store_path"]

SERVER = (sys.executable, "-m", "stackwright.sandbox.server")
"""Serves the four packages, says its ports in one line of JSON, and ends when its input closes."""

START_SECONDS = 120
"""How long the server may take to say its ports on a busy machine."""


def run(
    command: Sequence[str],
    *,
    project_dir: Path,
    faults: str | None = None,
    quiet: bool = False,
    server: Sequence[str] = SERVER,
) -> int:
    """Run `command` in the shadow project with the sandbox cloud up, and return its exit code."""
    project = find_project(project_dir)
    engine = needed_engine()
    place = shadow(project, (lambda text: None) if quiet else _say)
    with serving(project, faults, server) as ports:
        if not quiet:
            _say(f"sandbox cloud of {project.name}: its state is in {FOLDER}/, nothing leaves this machine")
        env = environment(project, engine, ports)
        _make_stack(command, place, env)
        return _run_in(place, command, env)


def needed_engine() -> Engine:
    """Return the engine of this machine with the host beside it up to date."""
    engine = find_engine()
    if engine is None:
        raise EngineError("no Pulumi engine is on this machine - run: stackwright engine install")
    refresh_host(engine)
    return engine


def store_path(project: Path) -> Path:
    """Return the file that holds what exists in the sandbox cloud of a project."""
    return project / FOLDER / "sandbox.sqlite"


def environment(project: Path, engine: Engine, ports: dict[str, int]) -> dict[str, str]:
    """Return the environment of a command in the sandbox: own backend, own home, attached providers.

    `STACKWRIGHT_PROJECT` is the user's project: a program that reads files beside Pulumi.yaml starts from it,
    because `pulumi.get_root_directory()` is the shadow's folder.
    """
    home = project / FOLDER
    for name in ("state", "pulumi"):
        (home / name).mkdir(parents=True, exist_ok=True)
    env = {
        name: value
        for name, value in os.environ.items()
        if name not in ("PULUMI_ACCESS_TOKEN", "PULUMI_CONFIG_PASSPHRASE_FILE")
    }
    return env | {
        "PATH": f"{engine.path.parent}{os.pathsep}{env.get('PATH', '')}",
        "PULUMI_BACKEND_URL": f"file://{home / 'state'}",
        "PULUMI_CONFIG_PASSPHRASE": "sandbox",
        "PULUMI_DEBUG_PROVIDERS": ",".join(f"{package}:{port}" for package, port in ports.items()),
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_HOME": str(home / "pulumi"),
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "STACKWRIGHT_PROJECT": str(project),
        "STACKWRIGHT_PYTHON": sys.executable,
        "STACKWRIGHT_VERTEX_API": f"127.0.0.1:{ports.get('gcp', 0)}",
    }


@contextlib.contextmanager
def serving(project: Path, faults: str | None = None, server: Sequence[str] = SERVER) -> Generator[dict[str, int]]:
    """Keep the sandbox cloud of a project up, and give the port of each package."""
    store = store_path(project)
    store.parent.mkdir(parents=True, exist_ok=True)
    args = [*server, "--state", str(store), *(["--faults", faults] if faults else [])]
    log = store.with_name("server.log")
    with log.open("wb") as errors:
        # a group of its own: Ctrl-C is for the command, which still needs the cloud to end in order
        process = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, process_group=0)
    try:
        yield _ports(process, log)
    finally:
        _stop(process)


def _ports(process: "subprocess.Popen[bytes]", log: Path) -> dict[str, int]:
    said: list[bytes] = []
    reader = threading.Thread(target=lambda: said.append(process.stdout.readline() if process.stdout else b""))
    reader.daemon = True
    reader.start()
    reader.join(START_SECONDS)
    try:
        return {str(package): int(port) for package, port in json.loads(said[0]).items()}
    except (IndexError, ValueError, AttributeError, TypeError) as problem:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
        lines = log.read_text("utf-8", errors="replace").strip().splitlines()
        last = lines[-1] if lines else "it said nothing"
        raise ProjectError(f"the sandbox cloud did not start: {last} (all of it is in {log})") from problem


def _stop(process: "subprocess.Popen[bytes]") -> None:
    if process.stdin is not None:
        with contextlib.suppress(OSError):
            process.stdin.close()
    with contextlib.suppress(OSError):
        process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _make_stack(command: Sequence[str], place: Path, env: dict[str, str]) -> None:
    """Make the stack that a `pulumi ... --stack NAME` names: in the sandbox's own backend it costs nothing."""
    words = [word for argument in command for word in argument.split("=", 1)]
    named = [after for word, after in itertools.pairwise(words) if word in ("--stack", "-s")]
    if Path(command[0]).name == "pulumi" and named and command[1:2] != ["stack"]:
        select = [command[0], "stack", "select", "--create", named[0]]
        with contextlib.suppress(OSError):  # the command itself tells what is wrong
            subprocess.run(select, cwd=place, env=env, capture_output=True, check=False)


def _run_in(place: Path, command: Sequence[str], env: dict[str, str]) -> int:
    """Run a command and pass each signal on exactly once: a second Ctrl-C makes Pulumi give up at once."""
    shares_terminal = sys.stdin.isatty() if sys.stdin else False
    group = -1 if shares_terminal else 0
    try:
        child = subprocess.Popen(command, cwd=place, env=env, process_group=group)
    except FileNotFoundError as problem:
        raise ProjectError(f"there is no command `{command[0]}`") from problem
    except PermissionError as problem:
        raise ProjectError(f"`{command[0]}` is not a program") from problem

    def forward(number: int, _: object) -> None:
        # at a terminal the command has had the interrupt already, with the rest of the group
        if number != signal.SIGINT or not shares_terminal:
            with contextlib.suppress(OSError):
                child.send_signal(number)

    in_charge = threading.current_thread() is threading.main_thread()
    watched = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) if in_charge else ()
    before = {number: signal.signal(number, forward) for number in watched}
    try:
        code = child.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
