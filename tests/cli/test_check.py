"""Area of concern: findings of a blueprint, a program or a stack export."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

UNKNOWN_STRING = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
"""How the engine writes a string that it does not know yet."""
ROOT = Path(__file__).parents[2]
URN = "urn:pulumi:dev::shop::"
STACK = {"urn": f"{URN}pulumi:pulumi:Stack::shop-dev", "type": "pulumi:pulumi:Stack", "custom": False}
PROVIDER = {
    "urn": f"{URN}pulumi:providers:aws::default",
    "type": "pulumi:providers:aws",
    "custom": True,
    "id": "1",
    "inputs": {"region": "eu-west-1"},
}
SERVER = {
    "urn": f"{URN}aws:ec2/instance:Instance::server",
    "type": "aws:ec2/instance:Instance",
    "custom": True,
    "parent": STACK["urn"],
    "provider": f"{PROVIDER['urn']}::1",
    "inputs": {"ami": "ami-1", "instanceType": "m7i.large", "metadataOptions": {"httpTokens": "optional"}},
    "sourcePosition": "project:///__main__.py#6",
}


@pytest.fixture
def export(tmp_path: Path) -> Path:
    file = tmp_path / "state.json"
    file.write_text(json.dumps({"version": 3, "deployment": {"resources": [STACK, PROVIDER, SERVER]}}))
    return file


def test_a_stack_export_is_judged(cli: Callable[..., Any], export: Path) -> None:
    said = cli("check", export)
    assert said.code == 1
    assert said.out.startswith(f"{export}  aws eu-west-1, prod, 1 resource\n")
    assert "__main__.py:6: Instance server metadataOptions" in said.out


def test_a_stack_export_has_a_plan_and_a_price(cli: Callable[..., Any], export: Path) -> None:
    assert "m7i.large" in cli("cost", export).out
    assert cli("plan", export).out.endswith(f"then stackwright plan {export}\n")


@pytest.mark.parametrize(
    "text", ["{", "{}", "[]", '{"deployment": {"resources": [{}]}}', '{"deployment": {"resources": ["x"]}}']
)
def test_a_file_that_is_no_export_is_told(cli: Callable[..., Any], tmp_path: Path, text: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(text)
    said = cli("check", file)
    assert (said.code, said.out) == (2, "")
    assert said.err.startswith(f"error: {file}: ")


def test_the_environment_sets_how_strict_the_rules_are(cli: Callable[..., Any], export: Path) -> None:
    export.write_text(export.read_text().replace("m7i.large", UNKNOWN_STRING))

    def unknown(*options: str) -> set[str]:
        found = json.loads(cli("check", export, *options, "--json", "-").out)["findings"]
        return {finding["level"] for finding in found if finding["result"] == "unknown"}

    assert unknown() == unknown("--environment", "prod") == {"mandatory"}
    assert unknown("-e", "dev") == {"advisory"}


def test_findings_as_json_have_rule_place_and_fix(cli: Callable[..., Any], export: Path) -> None:
    found = json.loads(cli("check", export, "--json", "-").out)["findings"]
    first = next(finding for finding in found if finding["rule"] == "aws-ec2-imdsv2")
    assert first["source"] == {"file": "__main__.py", "line": 6, "column": None}
    assert first["result"] == "fail"
    assert first["urn"] == SERVER["urn"]
    assert first["fix"]


def test_the_page_about_policies_shows_what_is_printed(
    cli: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    page = (ROOT / "docs/policies.md").read_text(encoding="utf-8")
    shown = page.partition("$ stackwright check tests/programs/over-budget\n")[2].partition("```")[0]
    printed = cli("check", "tests/programs/over-budget").out
    number = re.compile(r"\d+ of \d+ rules")
    assert number.sub("", shown) == number.sub("", printed)


def test_a_clean_blueprint_says_so(cli: Callable[..., Any]) -> None:
    said = cli("check", ROOT / "blueprints/examples/landing-aws.yaml")
    assert (said.code, said.err) == (0, "")
    assert "resources, nothing found\nbudget    " in said.out
