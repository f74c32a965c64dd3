"""Area of concern: the list of rules in a terminal, and one of them with all that there is to know."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.policies.registry import RULES


def test_every_rule_is_listed_with_its_severity_in_a_hundred_columns(cli: Callable[..., Any]) -> None:
    said = cli("rules")
    assert (said.code, said.err) == (0, "")
    lines = said.out.splitlines()
    assert max(map(len, lines)) <= 100
    rows = {
        words[0]: words[1] for line in lines if (words := line.split()) and line.startswith("  ") and "-" in words[0]
    }
    for rule in RULES:
        assert rows[rule.id] == rule.severity
    assert lines[-1] == f"{len(RULES)} rules; one of them: stackwright rules ID"


def test_rules_stand_together_by_cloud_and_service(cli: Callable[..., Any]) -> None:
    heads = [line for line in cli("rules").out.splitlines() if line and line[0] != " "]
    assert heads.index("AWS s3") < heads.index("Google Cloud gcs") < heads.index("Azure storage")
    assert len(heads) == len(set(heads))


@pytest.mark.parametrize(
    ("options", "holds"),
    [
        (("--framework", "cis"), lambda rule: any(name.startswith("CIS") for name in rule.frameworks)),
        (("--severity", "critical"), lambda rule: rule.severity == "critical"),
        (("--severity", "critical", "--severity", "low"), lambda rule: rule.severity in {"critical", "low"}),
        (("--cloud", "gcp"), lambda rule: rule.cloud == "gcp"),
        (("--cloud", "any"), lambda rule: not rule.cloud),
        (("--tag", "s3", "--severity", "high"), lambda rule: "s3" in rule.tags and rule.severity == "high"),
        (("aws-s3-*",), lambda rule: rule.id.startswith("aws-s3-")),
    ],
)
def test_a_choice_is_what_fits_every_option(
    cli: Callable[..., Any], options: tuple[str, ...], holds: Callable[[Any], bool]
) -> None:
    chosen = [one["id"] for one in json.loads(cli("rules", *options, "--json", "-").out)]
    assert chosen == [rule.id for rule in RULES if holds(rule)]
    assert chosen


def test_one_rule_is_told_with_its_knobs_its_controls_and_both_programs(cli: Callable[..., Any]) -> None:
    said = cli("rules", "aws-logs-cmk-retention")
    assert (said.code, said.err) == (0, "")
    for part in (
        "aws-logs-cmk-retention  medium\nLogs are encrypted with a key that the account owns, and expire.\n",
        "level     mandatory\n",
        "unknown   prod mandatory, else advisory",
        "looks at  aws:cloudwatch/logGroup:LogGroup\n",
        "knob      min_days = 1: Shortest time that logs are kept. (type number, minimum 1)\n",
        "maps to   GDPR 30; HIPAA 164.312(b); SOC 2 CC7.2;",
        "bad: retentionInDays: is not given, so logs are kept for good\n    from pulumi_aws import cloudwatch, kms\n",
        '    cloudwatch.LogGroup("logs", kms_key_id=key.arn, retention_in_days=365)\n',
    ):
        assert part in said.out


def test_a_pattern_that_means_one_rule_tells_all_about_it(cli: Callable[..., Any]) -> None:
    assert cli("rules", "aws-kms-rot*").out == cli("rules", "aws-kms-rotation").out


def test_several_rules_are_told_one_after_the_other(cli: Callable[..., Any]) -> None:
    said = cli("rules", "aws-kms-rotation", "aws-s3-tls-only").out
    assert said == cli("rules", "aws-kms-rotation").out + cli("rules", "aws-s3-tls-only").out


def test_a_rule_about_many_types_names_a_few_of_them(cli: Callable[..., Any]) -> None:
    told = cli("rules", "ai-required-tags").out
    (line,) = [line for line in told.splitlines() if line.startswith("looks at")]
    assert line.count(":") == 8 * 2
    assert line.endswith("more")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["aws-s3-tls-onl"], "aws-s3-tls-onl: is not a rule - did you mean `aws-s3-tls-only`?"),
        (["azzz-*"], "azzz-*: is not a rule - `stackwright rules` lists them"),
        (["--severity", "hgih"], "--severity hgih: takes critical, high, medium or low"),
        (["--cloud", "moon"], "--cloud moon: takes aws, gcp, azure, kubernetes or any"),
        (["--tag", "s4"], "--tag s4: is not a tag of rules - did you mean `s3`?"),
        (["--framework", "HIPPA"], "--framework HIPPA: is not a framework that rules map to - did you mean `HIPAA`?"),
        (["--tag", "s3", "--cloud", "gcp"], "no rule fits all of that - `stackwright rules` lists them"),
    ],
)
def test_a_mistake_is_a_sentence_with_what_to_do(cli: Callable[..., Any], words: list[str], said: str) -> None:
    answer = cli("rules", *words)
    assert (answer.code, answer.out, answer.err) == (2, "", f"error: {said}\n")


def test_json_goes_to_a_file_beside_the_list(cli: Callable[..., Any], tmp_path: Path) -> None:
    said = cli("rules", "--cloud", "any", "--json", tmp_path / "rules.json")
    told = json.loads((tmp_path / "rules.json").read_text(encoding="utf-8"))
    assert said.code == 0
    assert f"{len(told)} rules;" in said.out


WITHOUT_AN_SDK = """
import importlib.util, sys
find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "pulumi_aws" else find(name, *more)
from stackwright.cli.main import run
sys.exit(run(["rules", "aws-kms-rotation"]))
"""


def test_where_an_sdk_is_missing_the_reader_is_told_what_to_install() -> None:
    said = subprocess.run([sys.executable, "-c", WITHOUT_AN_SDK], capture_output=True, text=True, check=True).stdout
    assert "an example in Python is shown where the SDK is: pip install 'stackwright[aws]'" in said
    assert "fix       set `enable_key_rotation`" in said
    assert "import" not in said
