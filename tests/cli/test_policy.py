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


PROGRAM = 'import pulumi_aws as aws\n\naws.s3.Bucket("site")\n'


def test_a_program_without_a_blueprint_is_configured_by_its_policy_file(
    cli: Callable[..., Any], project: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project(PROGRAM))
    Path("policy.yaml").write_text("stackwright: 1\nrules: {aws-s3-tls-only: advisory}\nbudget: {monthly_usd: 50}\n")
    found = json.loads(cli("policy", "config", "dev").out)
    assert found["security"]["aws-s3-tls-only"]["enforcementLevel"] == "advisory"
    assert found["cost"]["ai-max-monthly-cost"]["monthly_usd"] == 50


def test_a_baseline_accepts_what_is_there_and_only_shrinks(
    cli: Callable[..., Any], project: Callable[..., Any]
) -> None:
    app = project(PROGRAM)
    (app / "policy.yaml").write_text("stackwright: 1\nbaseline: policy-baseline.json\n")
    (app / "policy-baseline.json").write_text('{"baseline": 1, "findings": []}')
    failing = cli("check", app)
    assert failing.code == 1
    (app / "policy-baseline.json").unlink()
    (app / "policy.yaml").write_text("stackwright: 1\n")
    said = cli("policy", "baseline", app)
    assert (said.code, said.err) == (0, "")
    assert "next: add `baseline: policy-baseline.json` to policy.yaml" in said.out
    (app / "policy.yaml").write_text("stackwright: 1\nbaseline: policy-baseline.json\n")
    assert cli("check", app).code == 0

    (app / "__main__.py").write_text(PROGRAM.replace('"site"', '"other"'))
    assert cli("check", app).code == 1
    shrunk = cli("policy", "baseline", app)
    assert "are new and not accepted" in shrunk.out
    left = json.loads((app / "policy-baseline.json").read_text())["findings"]
    assert left
    assert not any("::site" in row["urn"] for row in left)


def test_another_file_is_never_overwritten_by_a_baseline(cli: Callable[..., Any], project: Callable[..., Any]) -> None:
    app = project(PROGRAM)
    Path("mine.json").write_text("{}")
    said = cli("policy", "baseline", app, "-o", "mine.json")
    assert said.code == 2
    assert "is no baseline" in said.err
    assert Path("mine.json").read_text() == "{}"
