"""Area of concern: the command, or the repair, that comes after a review."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
EXAMPLE = (ROOT / "blueprints/examples/landing-aws.yaml").read_text(encoding="utf-8")


def _next(text: str) -> str:
    return text.splitlines()[-1].removeprefix("next: ")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cli: Callable[..., Any]) -> Path:
    monkeypatch.chdir(tmp_path)
    assert cli("new", "mine", "--shape", "landing").code == 0
    return tmp_path / "mine"


def test_a_clean_stack_of_a_project_is_deployed_to_the_sandbox(
    cli: Callable[..., Any], mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = "stackwright sandbox -- pulumi up --stack dev"
    assert _next(cli("plan", "mine/blueprint.yaml").out) == f"cd {mine} && {here}"
    assert _next(cli("plan", "mine", "--stack", "dev").out) == f"cd mine && {here}"
    monkeypatch.chdir(mine)
    assert _next(cli("plan", "blueprint.yaml").out) == here
    assert _next(cli("plan", ".", "-s", "prod").out) == here.replace("dev", "prod")


def test_a_blueprint_that_no_stack_names_gets_a_stack(
    cli: Callable[..., Any], mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(mine)
    Path("other.yaml").write_text(Path("blueprint.yaml").read_text())
    expected = "pulumi stack init other && pulumi config set --stack other blueprint other.yaml"
    assert _next(cli("plan", "other.yaml").out) == expected


def test_a_blueprint_without_a_project_gets_one(cli: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "stack.yaml"
    file.write_text(EXAMPLE)
    assert _next(cli("plan", file).out) == "stackwright new my-stack writes a project to deploy it from"


def test_over_the_budget_comes_before_a_missing_price(cli: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "stack.yaml"
    file.write_text(EXAMPLE.replace("monthly_usd: 600", "monthly_usd: 50"))
    said = cli("plan", file)
    assert said.code == 1
    assert _next(said.out) == f"fix the mandatory finding, then stackwright plan {file}"
    assert "is over 50.00 by " in said.out


def test_a_missing_price_is_allowed_by_name(cli: Callable[..., Any], tmp_path: Path) -> None:
    text = (ROOT / "blueprints/examples/training-aws.yaml").read_text(encoding="utf-8")
    assert text.count("\npolicy:\n") == 1
    file = tmp_path / "stack.yaml"
    file.write_text(text.partition("\npolicy:\n")[0] + "\n")
    said = cli("plan", file)
    assert said.code == 3
    assert _next(said.out) == (
        "1 resource has no price: look it up, add `policy: {allow_unpriced: [training-scratch]}` "
        f"to {file}, then stackwright plan {file}"
    )
