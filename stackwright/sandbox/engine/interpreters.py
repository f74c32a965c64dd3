"""Which Python a Pulumi project asks for in `runtime.options`, and what is installed in it."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

LISTING = """
import importlib.metadata as m, json, re, sys
found = {d.metadata["Name"]: d for d in m.distributions()}
norm = lambda name: re.sub(r"[-_.]+", "-", name).lower()
always = [r for d in found.values() for r in d.requires or [] if "extra ==" not in r]
needed = {norm(re.match(r"[A-Za-z0-9._-]+", r)[0]) for r in always}
keep = [n for n in found if sys.argv[1] == "all" or norm(n) not in needed]
print(json.dumps({n: found[n].version for n in sorted(keep, key=str.lower)}))
"""


class Refused(Exception):
    """A project that cannot be run, with the sentence to show."""


def has_python(folder: Path) -> bool:
    """Whether `folder` is a virtual environment."""
    return (folder / "bin" / "python").exists()


class Interpreter:
    """The Python that a project's `runtime.options` ask for.

    In the sandbox, which sets `STACKWRIGHT_PROJECT`, a virtual environment that is not there yet gives way to the
    Python that runs the sandbox, so that a new project can be tried at once.
    """

    def __init__(self, root: str, options: Mapping[str, object]) -> None:
        self.root = Path(root or ".").absolute()
        self.folder = self._virtualenv(str(options.get("toolchain") or "pip"), options.get("virtualenv"))

    def _virtualenv(self, toolchain: str, named: object) -> Path | None:
        if named:
            folder = (self.root / str(named)).absolute()
            in_sandbox = "STACKWRIGHT_PROJECT" in os.environ
            return None if in_sandbox and not has_python(folder) else folder
        if toolchain == "uv":
            chosen = os.environ.get("UV_PROJECT_ENVIRONMENT", ".venv")
            homes = [p for p in (self.root, *self.root.absolute().parents) if (p / "uv.lock").exists()]
            return (homes[0] if homes else self.root).absolute() / chosen
        if toolchain == "poetry":
            return self._poetry() or self.root / ".venv"
        active = os.environ.get("VIRTUAL_ENV")
        return Path(active) if active and has_python(Path(active)) else None

    def _poetry(self) -> Path | None:
        poetry = shutil.which("poetry")
        if poetry is None:
            return None
        asked = [poetry, "env", "info", "--path"]
        found = subprocess.run(asked, cwd=self.root, capture_output=True, text=True, check=False)
        return Path(found.stdout.strip()) if found.returncode == 0 else None

    def path(self) -> str:
        """The executable; refuses a virtual environment that is not there."""
        if self.folder is None:
            return os.environ.get("PULUMI_PYTHON_CMD") or sys.executable
        if not has_python(self.folder):
            raise Refused(
                f"the virtual environment {self.folder} of runtime.options.virtualenv has no Python - create it: "
                f"python3 -m venv {self.folder}, then install the program's requirements into it"
            )
        return str(self.folder / "bin" / "python")

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """Return `base` as it is with this virtual environment activated."""
        env = {k: v for k, v in base.items() if k not in ("STACKWRIGHT_HOST_PYTHONS", "PYTHONHOME")}
        if self.folder is not None:
            env["VIRTUAL_ENV"] = str(self.folder)
            env["PATH"] = f"{self.folder / 'bin'}{os.pathsep}{env.get('PATH', '')}"
        return env

    def version(self) -> str:
        """Return the interpreter's version, empty when it does not say."""
        told = subprocess.run([self.path(), "-V"], capture_output=True, text=True, check=False)
        return told.stdout.removeprefix("Python ").strip()

    def packages(self, transitive: bool) -> dict[str, str]:
        """Return name and version of what is installed, or only of what nothing else needs."""
        args = [self.path(), "-c", LISTING, "all" if transitive else "top"]
        told = subprocess.run(args, capture_output=True, text=True, check=False)
        return json.loads(told.stdout) if told.returncode == 0 else {}

    def preparation(self) -> list[list[str]]:
        """Return the commands that create the virtual environment and install `requirements.txt`, as needed."""
        steps: list[list[str]] = []
        python = str(self.folder / "bin" / "python") if self.folder else self.path()
        if self.folder and not Path(python).exists():
            steps.append([sys.executable, "-m", "venv", str(self.folder)])
        wanted = self.root / "requirements.txt"
        if wanted.exists():
            steps.append([python, "-m", "pip", "install", "-r", str(wanted)])
        return steps
