"""Area of concern: a project of the user's own, and what to do with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.mark.parametrize("shape", ["landing", "training", "inference"])
def test_a_new_project_is_clean_or_lacks_only_a_price(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shape: str
) -> None:
    monkeypatch.chdir(tmp_path)
    said = cli("new", "mine", "--shape", shape)
    assert (said.code, said.err) == (0, "")
    assert "\n  blueprint.yaml\n" in said.out
    steps = [line.strip() for line in said.out.partition("next:\n")[2].splitlines()]
    assert steps == ["cd mine", "stackwright plan blueprint.yaml", "stackwright sandbox -- pulumi up --stack dev"]
    monkeypatch.chdir("mine")
    assert cli("plan", "blueprint.yaml").code == 0
    assert [cli("plan", ".", "--stack", stack).code for stack in ("dev", "prod")] == [0, 0]


def test_every_file_that_is_listed_is_there(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    said = cli("new", "mine", "--shape", "landing")
    listed = {line.strip() for line in said.out.partition("next:")[0].splitlines()[1:]}
    assert listed == {str(file.relative_to("mine")) for file in Path("mine").rglob("*") if file.is_file()}
    assert said.out.startswith(f"wrote {len(listed)} files to mine/\n")


def test_a_rule_is_added_to_a_project_and_the_next_steps_work(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cli("new", "mine", "--shape", "landing")
    monkeypatch.chdir("mine")
    said = cli("new", "rule", "acme-bucket-owner")
    assert (said.code, said.err) == (0, "")
    listed = [line.strip() for line in said.out.partition("next:")[0].splitlines()[1:]]
    assert all(Path(name).is_file() for name in listed)
    steps = [line.strip() for line in said.out.partition("next:\n")[2].splitlines()]
    test = "tests/test_acme_bucket_owner.py"
    assert steps == [f"pytest {test}", "pulumi preview --stack dev --policy-pack policy/own"]
    assert "changed policy/own/rules/__init__.py\n" in cli("new", "rule", "acme-bucket-age").out


def test_a_project_that_says_nothing_of_its_rules_gets_the_option_to_type(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("Pulumi.yaml").write_text("name: app\nruntime: python\n")
    assert "\n  pytest -o pythonpath=policy/own tests/test_acme_x.py\n" in cli("new", "rule", "acme-x").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rule"], "new rule: which id? - such as acme-bucket-owner; a project of that name is `./rule`"),
        (["rule", "aws-s3-tls-only"], "aws-s3-tls-only: is a rule of stackwright - choose another id"),
        (["mine", "acme-x"], "new mine acme-x: takes one folder, or `rule` and an id"),
        (["rule", "acme-x"], "there is no Pulumi.yaml here - run it in a project, `stackwright new FOLDER` writes one"),
    ],
)
def test_a_rule_that_cannot_be_added_is_refused_with_a_sentence(
    cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    answer = cli("new", *words)
    assert (answer.code, answer.err) == (2, f"error: {said}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_project_may_be_called_rule(cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli("new", "./rule", "--shape", "landing").code == 0
    assert Path("rule/Pulumi.yaml").is_file()
