"""Area of concern: a user's own project, made with an installed wheel and without this repository."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.engine

ROOT = Path(__file__).parents[2]
BUILT_FROM = ("pyproject.toml", "README.md", "LICENSE", "components", "blueprints", "policies", "stackwright")
OPEN_BUCKET = "\nfrom pulumi_aws import s3\n\ns3.BucketAclV2('site', bucket='site', acl='public-read')\n"
WHERE = (
    "import stackwright.policies.rule as rule, stackwright.cli.main as main; print(rule.__file__); print(main.__file__)"
)


def ran(words: list[str]) -> None:
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, f"{' '.join(words)}\n{done.stdout}\n{done.stderr}"


def installed(stage: Any) -> Path:
    """A virtual environment that has our wheel, and the other packages of this one."""
    tree: Path = stage.folder / "tree"
    tree.mkdir()
    for name in BUILT_FROM:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))
        else:
            shutil.copy(ROOT / name, tree)
    build = [sys.executable, "-m", "build", "-q", "--wheel", "--no-isolation", "--outdir", str(stage.folder), str(tree)]
    ran(build)
    (wheel,) = stage.folder.glob("*.whl")
    shutil.rmtree(tree)

    home = stage.folder / "venv"
    ran([sys.executable, "-m", "venv", "--without-pip", str(home)])
    install = [
        sys.executable,
        "-m",
        "pip",
        "--python",
        str(home / "bin/python"),
        "install",
        "-q",
        "--no-index",
        "--no-deps",
    ]
    ran([*install, "--no-compile", str(wheel)])
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "others.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return home


def own_project(stage: Any) -> Any:
    """Make a project, run its tests, deploy it under its own pack, then break one rule in it."""
    home, project = installed(stage), stage.folder / "mine"
    stackwright, python = str(home / "bin/stackwright"), str(home / "bin/python")
    stage.command(stage.folder, "new", str(project), "--shape", "landing", exe=stackwright)
    (project / ".venv").symlink_to(home)
    story = {
        "modules": subprocess.run([python, "-c", WHERE], cwd=project, check=True, capture_output=True, text=True).stdout
    }
    tests = subprocess.run([python, "-m", "pytest", "-q"], cwd=project, capture_output=True, text=True)
    story["tests"] = [tests.returncode, tests.stdout]
    story["plan"] = stage.command(project, "plan", ".", "--stack", "dev", exe=stackwright)
    rules = stage.folder / "security.json"
    stage.command(project, "policy", "config", "dev", "--pack", "security", "--output", str(rules), exe=stackwright)
    pack = ["--policy-pack", "policy/security", "--policy-pack-config", str(rules)]
    up = ["pulumi", "up", "--yes", "--skip-preview", "--json", "--stack", "dev", *pack]

    def sandbox(*words: str) -> Any:
        clean = {name: value for name, value in os.environ.items() if name not in ("VIRTUAL_ENV", "PYTHONPATH")}
        done = subprocess.run(
            [stackwright, "sandbox", "--", *words], cwd=project, capture_output=True, text=True, env=clean, timeout=120
        )
        return stage.told(done.returncode, done.stdout, done.stderr)

    story["init"] = sandbox("pulumi", "stack", "init", "dev")
    story["up"] = sandbox(*up)
    sandbox("pulumi", "config", "set", "aws:region", "us-east-1", "--stack", "dev")
    with (project / "stacks/__main__.py").open("a") as program:
        program.write(OPEN_BUCKET)
    story["broken"] = sandbox(*up)
    story["cloud"] = stage.cloud_of(project)
    story["survivors"] = stage.survivors(project)
    return story | {"home": str(home), "root": str(ROOT)}


@pytest.fixture(scope="module")
def story(tell: Any) -> Any:
    return tell("wheel", own_project)


def test_everything_comes_from_the_wheel(story: Any) -> None:
    assert [line.startswith(f"{story['home']}/lib/") for line in story["modules"].split()] == [True, True]


def test_the_tests_of_a_new_project_pass(story: Any) -> None:
    code, said = story["tests"]
    assert code == 0, said
    assert "passed" in said


def test_its_pack_looks_at_its_stack_and_finds_nothing_that_stops_it(story: Any) -> None:
    assert story["init"]["code"] == story["up"]["code"] == 0, story["up"]["text"]
    assert story["up"]["packs"] == ["stackwright-security"]
    assert set(story["up"]["changes"]) == {"create"}
    assert [found for found in story["up"]["findings"] if found[3] == "mandatory"] == []


def test_its_pack_stops_what_breaks_a_rule(story: Any) -> None:
    assert story["broken"]["code"] != 0
    found = {
        (rule, urn.rpartition("::")[2])
        for rule, urn, _, level, _ in story["broken"]["findings"]
        if level == "mandatory"
    }
    assert ("aws-s3-no-public-acl", "site") in found
    assert not [urn for urn, _ in story["cloud"] if urn.endswith("::site")]


def test_nothing_is_left_running(story: Any) -> None:
    assert story["survivors"] == []
