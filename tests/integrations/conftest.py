"""What a CI service does with our files, on this machine: steps run, foreign actions and network tools are recorded."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
ACTION = ROOT / "integrations/github/action.yml"
TEMPLATE = ROOT / "integrations/gitlab/stackwright.gitlab-ci.yml"
TOOLS = ("sh", "bash", "cat", "sed", "head", "tail", "mkdir", "mktemp", "rm", "git", "env", "dirname")
RECORDER = """#!{python}
import json, os, sys
with open({log!r}, "a") as log:
    files = [open(word.partition("@")[2]).read() for word in sys.argv[1:] if word.startswith(("body@", "body=@", "@"))]
    log.write(json.dumps([{name!r}, *sys.argv[1:], *files]) + "\\n")
answers = {answers!r}
for mark, answer in answers.items():
    if any(mark in word for word in sys.argv[1:]) and not any(verb in sys.argv for verb in ("POST", "PUT", "PATCH")):
        print(answer)
sys.exit({code})
"""


@dataclass
class Ran:
    """What a run left behind."""

    code: int
    said: str
    steps: list[str] = field(default_factory=list[str])
    """Names of steps that ran, of the service or of others."""
    used: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])
    """Foreign actions and what they were given."""
    outputs: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])


class Machine:
    """A runner: a checkout, the tools of a runner, and stand-ins for what reaches the network."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "checkout"
        self.checkout.mkdir()
        self.tools = folder / "bin"
        self.tools.mkdir()
        self.log = folder / "calls.jsonl"
        self.summary = folder / "summary.md"
        self.temporary = folder
        for name in TOOLS:
            self.link(name, shutil.which(name) or "")
        for name in ("python", "python3"):
            self.link(name, sys.executable)
        for name in ("gh", "curl"):
            self.stand_in(name)

    def link(self, name: str, target: str) -> None:
        """Put a program on the path of the runner."""
        (self.tools / name).symlink_to(target)

    def with_stackwright(self) -> "Machine":
        """The same, with stackwright installed."""
        self.link("stackwright", str(Path(sys.executable).with_name("stackwright")))
        return self

    def stand_in(self, name: str, answers: Mapping[str, str] | None = None, code: int = 0) -> None:
        """A program that records how it is called, and answers by a word of the call."""
        file = self.tools / name
        file.unlink(missing_ok=True)
        text = RECORDER.format(python=sys.executable, log=str(self.log), name=name, answers=answers or {}, code=code)
        file.write_text(text)
        file.chmod(0o755)

    def git(self, *words: str) -> str:
        """Version control of the checkout."""
        who = ["-c", "user.name=tester", "-c", "user.email=tester@example.com"]
        done = subprocess.run(["git", *who, *words], cwd=self.checkout, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def commit(self, files: Mapping[str, str]) -> str:
        """Commit files; answers the commit."""
        if not (self.checkout / ".git").exists():
            self.git("init", "-q")
        for name, text in files.items():
            (self.checkout / name).write_text(text, encoding="utf-8")
        self.git("add", "-A")
        self.git("commit", "-qm", "change")
        return self.git("rev-parse", "HEAD")

    def calls(self) -> list[list[str]]:
        """Calls of the stand-ins."""
        return [json.loads(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def shell(self, program: str, text: str, env: Mapping[str, str]) -> tuple[int, str]:
        """Run the text of a step."""
        words = (
            [program, "-e", "-c", text]
            if program == "sh"
            else [program, "--noprofile", "--norc", "-eo", "pipefail", "-c", text]
        )
        clean = {"PATH": str(self.tools), "HOME": str(self.temporary), "TMPDIR": str(self.temporary), "NO_COLOR": "1"}
        done = subprocess.run(
            words, cwd=self.checkout, env=clean | dict(env), capture_output=True, text=True, timeout=120
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A runner without stackwright."""
    return Machine(tmp_path)


def document(file: Path) -> Any:
    """A YAML file."""
    return YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))


@pytest.fixture
def integrations() -> Callable[[str], Any]:
    """Reads one of our YAML files."""
    return lambda name: document(ROOT / "integrations" / name)


_NAME = re.compile(r"(?<![\w'.-])(?:inputs|steps|github)(?:\.[\w-]+)+")


class Expressions:
    """The part of GitHub's expressions that our action uses."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = dict(values)

    def of(self, name: str) -> str:
        """Value of a dotted name, empty for one that is not set."""
        return self.values.get(name, "")

    def holds(self, condition: str | None) -> bool:
        """Whether the condition of a step holds."""
        if condition is None:
            return True
        plain = _NAME.sub(lambda found: repr(self.of(found[0])), condition).replace("&&", " and ").replace("||", " or ")
        return bool(eval(plain, {"__builtins__": {}}))

    def filled(self, text: str) -> str:
        """The text with every expression replaced."""
        return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda found: self.of(found[1]), text)


Github = Callable[..., Ran]


@pytest.fixture
def github(machine: Machine) -> Github:
    """Runs our action as GitHub does; `inputs` as a workflow gives them, `event` as the pull request."""

    def run(event: Mapping[str, str] | None = None, **inputs: str) -> Ran:
        action = document(ACTION)
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert set(given) <= set(action["inputs"])
        values = {f"github.{name}": value for name, value in (event or {}).items()} | {"github.token": "t0ken"}
        expressions = Expressions(values)
        for name, told in action["inputs"].items():
            expressions.values[f"inputs.{name}"] = given.get(name, expressions.filled(str(told["default"])))
        return _followed(machine, action["runs"]["steps"], expressions)

    return run


def _followed(machine: Machine, steps: list[dict[str, Any]], expressions: Expressions) -> Ran:
    ran = Ran(0, "")
    for step in steps:
        if not expressions.holds(step.get("if")):
            continue
        ran.steps.append(step["name"])
        if "uses" in step:
            ran.used[step["uses"]] = {key: expressions.filled(str(value)) for key, value in step["with"].items()}
            continue
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an expression in a command is how workflows are taken over"
        file = machine.temporary / "output"
        file.write_text("")
        env = {key: expressions.filled(value) for key, value in step.get("env", {}).items()}
        ran.code, said = machine.shell("bash", step["run"], env | _provided(machine, file))
        ran.said += said
        for name, value in _pairs(file):
            expressions.values[f"steps.{step.get('id')}.outputs.{name}"] = value
            ran.outputs.setdefault(step.get("id"), {})[name] = value
        if ran.code:
            break
    return ran


def _provided(machine: Machine, output: Path) -> dict[str, str]:
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(ACTION.parent),
        "GITHUB_REPOSITORY": "acme/lab",
        "GITHUB_OUTPUT": str(output),
        "GITHUB_STEP_SUMMARY": str(machine.summary),
        "GITHUB_ENV": str(machine.temporary / "env"),
    }


def _pairs(file: Path) -> Iterator[tuple[str, str]]:
    for line in file.read_text().splitlines():
        name, _, value = line.partition("=")
        yield name, value


Gitlab = Callable[..., Ran]


@pytest.fixture
def gitlab(machine: Machine) -> Gitlab:
    """Runs our job as GitLab does, with `variables` of the pipeline over those of the job."""

    def run(**variables: str) -> Ran:
        job = document(TEMPLATE)[".stackwright"]
        script = machine.checkout / job["variables"]["STACKWRIGHT_REVIEW"]
        script.parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / "integrations/review.sh", script)
        text = "\n".join([*job["before_script"], *job["script"]])
        code, said = machine.shell("sh", text, {**job["variables"], **variables, "CI": "true"})
        return Ran(code, said)

    return run


@pytest.fixture
def blueprint() -> Callable[..., dict[str, str]]:
    """Files of a checkout: a blueprint that is clean, or over its budget where that is small."""
    text = (ROOT / "blueprints/examples/landing-aws.yaml").read_text(encoding="utf-8")

    def written(*, monthly_usd: int = 100_000, zones: int = 3) -> dict[str, str]:
        changed = text.replace("monthly_usd: 600", f"monthly_usd: {monthly_usd}").replace(
            "zones: 3 #", f"zones: {zones} #"
        )
        assert changed.count(f"monthly_usd: {monthly_usd}") == changed.count(f"zones: {zones} #") == 1
        return {"blueprint.yaml": changed, ".gitignore": ".stackwright/\n"}

    return written
