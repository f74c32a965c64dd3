"""Area of concern: the configuration of policy packs, made from a blueprint."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BLUEPRINT = "blueprints/examples/training-aws.yaml"
LANDING = "blueprints/examples/landing-aws.yaml"


def test_both_packs_are_configured_side_by_side(cli: Callable[..., Any], in_repository: Path) -> None:
    found = json.loads(cli("policy", "config", BLUEPRINT).out)
    assert set(found) == {"security", "cost"}
    assert found["cost"]["ai-max-monthly-cost"]["monthly_usd"] == 100000
    assert found["cost"]["ai-unpriced-resources"]["allowed_unpriced"] == ["training-scratch"]


def test_one_pack_goes_into_a_file(cli: Callable[..., Any], in_repository: Path, tmp_path: Path) -> None:
    said = cli("policy", "config", LANDING, "--pack", "cost", "--output", tmp_path / "cost.json")
    assert (said.code, said.out, said.err) == (0, "", "")
    both = json.loads(cli("policy", "config", LANDING).out)
    assert json.loads((tmp_path / "cost.json").read_text()) == both["cost"]


def test_a_stack_is_named_as_pulumi_names_it(cli: Callable[..., Any], in_repository: Path) -> None:
    prod = json.loads(cli("policy", "config", LANDING).out)["security"]
    dev = json.loads(cli("policy", "config", "landing-aws").out)["security"]
    assert {rule["unknown"] for rule in prod.values()} > {rule["unknown"] for rule in dev.values()}


def test_a_stack_that_is_not_there_is_told(cli: Callable[..., Any], in_repository: Path) -> None:
    said = cli("policy", "config", "nope")
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith("error: --stack nope: ")


def test_a_file_that_cannot_be_written_is_told(cli: Callable[..., Any], in_repository: Path, tmp_path: Path) -> None:
    said = cli("policy", "config", LANDING, "-o", tmp_path / "absent/cost.json")
    assert said.code == 2
    assert "cannot be written: no such file or directory" in said.err


def test_a_program_without_a_blueprint_is_told(
    cli: Callable[..., Any], project: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project(""))
    assert cli("policy", "config", "dev").err.startswith("error: stack dev has no blueprint")
