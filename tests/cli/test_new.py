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
