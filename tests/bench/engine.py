"""The engine as the benchmarks run it: one empty stack of a program, against a provider that is already serving."""

import json
import os
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from timing import PYTHON, ROOT

HUNDRED = ROOT / "tests/bench/hundred"
ECHO = [PYTHON, str(ROOT / "tests/bench/echo.py")]
Run = Callable[..., str]


def sandbox(folder: Path) -> list[str]:
    """The command that serves the sandbox."""
    return [PYTHON, "-m", "stackwright.sandbox.server", "--state", str(folder / "state.sqlite")]


def pulumi() -> Path:
    """The engine of this machine."""
    from stackwright.sandbox.engine.install import find_engine

    engine = find_engine()
    if engine is None:
        raise SystemExit("no engine: run `stackwright engine install`")
    return engine.path


@contextmanager
def stack(server: list[str], folder: Path) -> Generator[Run]:
    """A new stack of the 100-resource program; what is yielded runs `pulumi` on it and answers what it printed."""
    engine = pulumi()
    process = subprocess.Popen(server, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    ports = json.loads(process.stdout.readline())
    environment = {
        **os.environ,
        "PATH": f"{engine.parent}:{os.environ['PATH']}",
        "PULUMI_DEBUG_PROVIDERS": ",".join(f"{package}:{port}" for package, port in ports.items()),
        "PULUMI_BACKEND_URL": f"file://{folder}",
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_CONFIG_PASSPHRASE": "bench",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "STACKWRIGHT_PYTHON": PYTHON,
        "VIRTUAL_ENV": str(Path(PYTHON).parents[1]),
    }

    def run(*arguments: str, fails: bool = False) -> str:
        command = [str(engine), *arguments]
        done = subprocess.run(command, check=False, env=environment, cwd=HUNDRED, capture_output=True, text=True)
        if (done.returncode != 0) is not fails:
            raise SystemExit(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")
        return done.stdout

    try:
        run("stack", "init", "bench")
        yield run
        run("stack", "rm", "--yes", "bench")
    finally:
        process.terminate()
        process.wait()
        (HUNDRED / "Pulumi.bench.yaml").unlink(missing_ok=True)
