"""Area of concern: the plan, as people and as programs read it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from stackwright.policies.reports.document import schema

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "blueprints/examples").glob("*.yaml"))
SCHEMA = schema("plan")
each_example = pytest.mark.parametrize("example", EXAMPLES, ids=[file.stem for file in EXAMPLES])


@each_example
def test_the_json_of_an_example_keeps_to_its_schema(cli: Callable[..., Any], example: Path) -> None:
    said = cli("plan", example, "--json", "-")
    assert (said.code, said.err) == (0, "")
    plan = json.loads(said.out)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(plan)] == []
    assert plan["blueprint"] == str(example)
    assert plan["findings"] == []
    assert plan["resources"][0]["type"] == "pulumi:pulumi:Stack"


def test_two_plans_are_equal_byte_for_byte(cli: Callable[..., Any]) -> None:
    example = ROOT / "blueprints/examples/training-aws.yaml"
    assert cli("plan", example, "--json", "-") == cli("plan", example, "--json", "-")


def test_the_json_of_a_stack_with_findings_and_unknown_prices_keeps_to_its_schema(
    cli: Callable[..., Any], in_repository: Path
) -> None:
    plan = json.loads(cli("plan", ROOT / "tests/programs/unknown-price", "--json", "-").out)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(plan)] == []
    assert {finding["rule"] for finding in plan["findings"]} >= {"ai-unpriced-resources"}
    assert plan["estimate"]["unpriced"][0]["urn"].endswith("::server")
    server = next(resource for resource in plan["resources"] if resource["name"] == "server")
    line = (ROOT / "tests/programs/unknown-price/__main__.py").read_text().splitlines().index("ec2.Instance(") + 1
    assert server["source"] == {"file": "tests/programs/unknown-price/__main__.py", "line": line, "column": None}


def test_the_json_goes_into_a_file_beside_the_text(cli: Callable[..., Any], tmp_path: Path) -> None:
    example = ROOT / "blueprints/examples/landing-aws.yaml"
    said = cli("plan", example, "--json", tmp_path / "plan.json")
    assert said.code == 0
    assert said.out.endswith("--stack landing-aws\n")
    assert (tmp_path / "plan.json").read_text() == cli("plan", example, "--json", "-").out


@pytest.mark.parametrize(
    ("command", "target", "reason"),
    [
        ("plan", "absent/plan.json", "no such file or directory"),
        ("cost", ".", "is a directory"),
        ("check", "absent/x", "no such"),
    ],
)
def test_a_file_that_cannot_be_written_is_told(
    cli: Callable[..., Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    target: str,
    reason: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    said = cli(command, ROOT / "blueprints/examples/landing-aws.yaml", "--json", target)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"error: {target}: cannot be written: {reason}")


def test_a_secret_is_not_in_the_json(cli: Callable[..., Any], project: Callable[..., Any]) -> None:
    folder = project(
        "import pulumi\nfrom pulumi_aws import ssm\n"
        "ssm.Parameter('token', type='SecureString', value=pulumi.Output.secret('hunter2'))\n"
    )
    said = cli("plan", folder, "--json", "-")
    assert "hunter2" not in said.out + said.err
    assert json.loads(said.out)["resources"][1]["inputs"]["value"] == "[secret]"


@each_example
def test_an_example_reads_well_in_100_columns(cli: Callable[..., Any], in_repository: Path, example: Path) -> None:
    said = cli("plan", example.relative_to(in_repository))
    lines = said.out.splitlines()
    sentences = ("unpriced ", "error", "    ")
    assert [line for line in lines if len(line) > 100 and not line.startswith(sentences)] == []
    assert [line for line in lines if line != line.rstrip()] == []
    assert len(lines) <= 60
    assert lines[-1] == f"next: stackwright sandbox -- pulumi up --stack {example.stem}"


def test_a_plan_shows_components_price_budget_and_findings(cli: Callable[..., Any], in_repository: Path) -> None:
    text = cli("plan", "blueprints/examples/training-aws.yaml").out
    lines = text.splitlines()
    assert lines[0].startswith("blueprints/examples/training-aws.yaml  aws us-east-1, prod, ")
    assert any(line.startswith("training-network") and "AwsNetwork" in line for line in lines)
    assert any(line.startswith(("├ internet", "└ internet")) for line in lines)
    dearest = lines[lines.index("Price: USD a month at list prices") + 2]
    assert dearest.startswith("training-nodes")
    assert dearest.endswith("NodeGroup p5.48xlarge hours")
    assert "unpriced  LustreFileSystem training-scratch: no dated price" in text
    assert "(expected) of 100,000.00" in text
    assert "nothing found" in text


def test_findings_are_grouped_and_placed(cli: Callable[..., Any], in_repository: Path) -> None:
    said = cli("plan", "tests/programs/over-budget")
    assert said.code == 1
    assert "  mandatory  ai-max-monthly-cost  critical\n    tests/programs/over-budget/__main__.py:" in said.out
    assert ": Instance trainer instanceType: the stack costs" in said.out
    assert "(expected) is over 1,000.00 by " in said.out
    assert said.out.endswith("next: fix the mandatory finding, then stackwright plan tests/programs/over-budget\n")


def test_many_findings_of_one_rule_are_shortened_in_a_plan_and_whole_in_a_check(
    cli: Callable[..., Any], project: Callable[..., Any]
) -> None:
    folder = project("from pulumi_aws import s3\nfor i in range(9):\n    s3.Bucket(f'data-{i}')\n")
    plan, check = cli("plan", folder), cli("check", folder)
    assert "Bucket data-8: neither" not in plan.out
    assert "    and 4 more: stackwright check shows all\n" in plan.out
    assert check.out.count("Bucket data-8") > plan.out.count("Bucket data-8")
    assert "more: stackwright check" not in check.out
