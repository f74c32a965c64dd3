"""`stackwright cost --diff`: what is taken as the stack of before, and what is said of the difference."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
BLUEPRINT = (ROOT / "blueprints/examples/landing-aws.yaml").read_text()
TWO_ZONES = BLUEPRINT.replace("zones: 3", "zones: 2")
DISK = "from pulumi_aws import ebs\nebs.Volume('data', availability_zone='us-east-1a', type='gp3', size={size})\n"
Cli = Callable[..., Any]


def _git(folder: Path, *words: str) -> None:
    named = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *named, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a blueprint and a program, of three zones and 10 GB at `main`, of two and 20 GB today."""
    top = tmp_path / "repository"
    (top / "infra/app").mkdir(parents=True)
    monkeypatch.chdir(top)
    _git(top, "init")
    (top / "infra/b.yaml").write_text(BLUEPRINT)
    (top / "infra/app/Pulumi.yaml").write_text("name: app\nruntime: python\n")
    (top / "infra/app/__main__.py").write_text("import disks\n")
    (top / "infra/app/disks.py").write_text(DISK.format(size=10))
    _git(top, "add", ".")
    _git(top, "commit", "-m", "three")
    (top / "infra/b.yaml").write_text(TWO_ZONES)
    (top / "infra/app/disks.py").write_text(DISK.format(size=20))
    return top


def _table(text: str, name: str) -> list[str]:
    return next(line.split() for line in text.splitlines() if line.startswith(name))


def test_a_blueprint_is_held_against_a_revision(cli: Cli, repository: Path) -> None:
    said = cli("cost", "infra/b.yaml", "--diff", "main")
    assert said.out.splitlines()[1].startswith("Price since main (")
    assert "  - NatGateway: 730 hour at 0.045" in said.out
    _, before, after, difference, _ = _table(said.out, "landing-network")
    assert float(before.lstrip("≥").replace(",", "")) > float(after.lstrip("≥").replace(",", ""))
    assert difference.startswith("-")
    assert "\nlow       " in said.out


def test_nothing_of_git_is_touched_and_nothing_is_left(cli: Cli, repository: Path, tmp_path: Path) -> None:
    def state() -> list[object]:
        told = subprocess.run(
            ["git", "--no-optional-locks", "status", "--porcelain=v2"], check=True, capture_output=True, text=True
        ).stdout
        files = sorted(
            file for file in (repository / ".git").rglob("*") if "index" in file.name or "worktree" in file.name
        )
        return [told, [(file, file.stat().st_mtime_ns) for file in files], sorted(tmp_path.iterdir()), Path.cwd()]

    before = state()
    assert cli("cost", "infra/b.yaml", "--diff", "HEAD").code in (0, 3)
    assert cli("cost", "infra/b.yaml", "--diff", "HEAD:infra/absent.yaml").code == 2
    assert state() == before


def test_a_program_is_run_as_it_was(cli: Cli, repository: Path) -> None:
    said = cli("cost", "infra/app", "--diff", "main")
    assert "  volume gp3 storage: 10 → 20 GB-month" in said.out
    assert _table(said.out, "total")[1:] == ["0.80", "1.60", "+0.80", "+100.0%"]


@pytest.mark.parametrize("here", [".", "infra"])
@pytest.mark.parametrize("old", ["main:infra/b.yaml", "main:", "HEAD", "main:./{}"])
def test_a_path_at_a_revision_is_taken_as_git_takes_it(
    cli: Cli, repository: Path, monkeypatch: pytest.MonkeyPatch, here: str, old: str
) -> None:
    monkeypatch.chdir(repository / here)
    name = "b.yaml" if here == "infra" else "infra/b.yaml"
    said = cli("cost", name, "--diff", old.format(name))
    assert said.err == ""
    assert "- NatGateway: 730 hour" in said.out


def test_a_file_that_git_does_not_know_is_held_against_one_that_it_does(cli: Cli, repository: Path) -> None:
    Path("infra/new.yaml").write_text(TWO_ZONES)
    said = cli("cost", "infra/new.yaml", "--diff", "main:infra/b.yaml")
    assert "- NatGateway: 730 hour" in said.out


@pytest.mark.parametrize(
    ("old", "said"),
    [
        ("nope", "neither a file nor a revision of the git repository is called nope"),
        ("HEAD~7", "neither a file nor a revision of the git repository is called HEAD~7"),
        ("--all", "neither a file nor a revision of the git repository is called --all"),
        ("x" * 3000, "neither a file nor a revision of the git repository is called xxx"),
        ("main:b.yaml", "there was no b.yaml at main - did you mean main:infra/b.yaml?"),
        ("main:infra/absent.yaml", "there was no infra/absent.yaml at main"),
    ],
)
def test_what_is_no_stack_of_before_is_told(
    cli: Cli, repository: Path, monkeypatch: pytest.MonkeyPatch, old: str, said: str
) -> None:
    monkeypatch.chdir(repository / "infra")
    found = cli("cost", "b.yaml", f"--diff={old}")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"error: --diff {old}: {said}")


def test_a_file_that_was_not_there_is_told(cli: Cli, repository: Path) -> None:
    Path("infra/new.yaml").write_text(TWO_ZONES)
    found = cli("cost", "infra/new.yaml", "--diff", "main")
    assert (found.code, found.err) == (2, "error: --diff main: there was no infra/new.yaml at main\n")


def test_outside_of_a_repository_a_revision_is_told_to_be_none(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    Path("b.yaml").write_text(BLUEPRINT)
    found = cli("cost", "b.yaml", "--diff", "main")
    text = "error: --diff main: no such file, and there is no git repository around b.yaml to have it\n"
    assert (found.code, found.err) == (2, text)


def test_a_mistake_in_the_stack_of_before_is_told_as_one_of_then(cli: Cli, repository: Path) -> None:
    Path("infra/b.yaml").write_text(BLUEPRINT.replace("zones: 3", "zones: many"))
    _git(repository, "commit", "-am", "wrong")
    Path("infra/b.yaml").write_text(BLUEPRINT)
    found = cli("cost", "infra/b.yaml", "--diff", "HEAD")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith("infra/b.yaml:")
    assert found.err.splitlines()[-1].startswith("that is the stack of before: --diff HEAD (")


def test_a_file_is_taken_before_a_revision_of_that_name(cli: Cli, repository: Path) -> None:
    cli("plan", "infra/b.yaml", "--json", "main")
    found = cli("cost", "infra/b.yaml", "--diff", "main")
    assert "Price since the plan main:" in found.out
    assert "the price does not change" in found.out
    assert found.err == "note: --diff main: is the file of that name, not the revision: say main: for that\n"


def test_a_plan_of_then_knows_the_rates_of_then(cli: Cli, repository: Path) -> None:
    cli("plan", "infra/app", "--json", "plan.json")
    document = json.loads(Path("plan.json").read_text())
    for item in document["estimate"]["items"]:
        item["unit_price"] = item["unit_price"] and 0.1
    Path("plan.json").write_text(json.dumps(document))
    said = cli("cost", "infra/app", "--diff", "plan.json").out
    assert "volume gp3 storage: rate 0.1 → 0.08" in said
    assert _table(said, "total")[1:] == ["2.00", "1.60", "-0.40", "-20.0%"]


def test_a_price_that_is_missing_now_is_no_saving(cli: Cli, repository: Path) -> None:
    cli("plan", "infra/app", "--json", "plan.json")
    Path("infra/app/disks.py").write_text(DISK.format(size=20).replace("gp3", "unheard"))
    document = json.loads(Path("plan.json").read_text())
    text = json.dumps(document).replace("gp3 storage", "unheard storage")
    Path("plan.json").write_text(text)
    said = cli("cost", "infra/app", "--diff", "plan.json", "--json", "cost.json")
    assert _table(said.out, "total")[-1] == "unknown"
    assert "what can be compared changes by 0.00, and that is not the whole change" in said.out
    assert json.loads(Path("cost.json").read_text())["change"]["difference"] is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            '{"schema": 2, "blueprint": "x"}',
            "--diff old.json: has no estimate - write it with `stackwright plan --json",
        ),
        (
            '{"schema": 2, "blueprint": "x", "estimate": {"items": [{}]}}',
            "--diff old.json: its estimate cannot be read",
        ),
        ('{"a": 1}', "old.json: is neither a stack export nor a preview"),
        ("{", "old.json: breaks off, or is no JSON, at line 1"),
    ],
)
def test_a_document_that_is_no_plan_is_told(cli: Cli, repository: Path, text: str, said: str) -> None:
    Path("old.json").write_text(text)
    found = cli("cost", "infra/app", "--diff", "old.json")
    assert (found.code, found.out) == (2, "")
    assert found.err.startswith(f"error: {said}")


def test_the_json_has_both_sides_and_what_moves(cli: Cli, repository: Path) -> None:
    found = json.loads(cli("cost", "infra/app", "--diff", "main", "--json", "-").out)
    assert found["since"]["taken_as"] == "revision"
    assert found["change"]["difference"] == {"low": 0.8, "expected": 0.8, "high": 0.8}
    (item,) = found["change"]["items"]
    assert (item["before"]["cost"]["expected"], item["after"]["cost"]["expected"]) == (0.8, 1.6)
    assert (item["by_quantity"], item["by_rate"], item["certainty"]) == (0.8, 0.0, "exact")


def test_it_is_asked_for_alone(cli: Cli, repository: Path) -> None:
    found = cli("cost", "infra/app", "--diff", "main", "--alternatives")
    assert (found.code, found.err) == (2, "error: --diff and --alternatives: ask for one at a time\n")


def test_two_blueprints_are_held_against_each_other_by_role(cli: Cli, repository: Path) -> None:
    Path("other.yaml").write_text(f"{BLUEPRINT}\nname: other\n")
    said = cli("cost", "infra/b.yaml", "--diff", "other.yaml").out
    assert "(added)" not in said
    assert "- NatGateway: 730 hour" in said
