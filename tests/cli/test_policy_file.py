"""Area of concern: the project's policy file, found, read and told of with the line of every mistake."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stackwright.blueprints import sections
from stackwright.blueprints.problems import SpecError
from stackwright.cli.policy_file import is_ours, policy_for, read_policy
from stackwright.policies.exemptions import Exemption

PROGRAM = 'import pulumi_aws as aws\n\naws.s3.Bucket("site")\naws.s3.Bucket("data")\n'
EXEMPT = """\
  - {rule: aws-s3-block-public-access, urn: "*::site", reason: it is the website, owner: web, expires: 2999-12-31}
"""
BROKEN = """\
stackwright: 1
select: {frameworks: [HIPPA]}
levels:
  - {tag: [x], level: mandatory}
rules:
  aws-eks-nodegroup-bounded: {level: mandatory, params: {max_nodes: many, max_nods: 3}}
  aws-s3-acess-logging: disabled
  aws-ecr-kms: disbled
profiles:
  dev: {rules: {aws-ecr-kms: {params: {z: 1}}, aws-s3-tls-only: remediate}}
exemptions:
  - {rule: aws-s3-tls-only, urn: "*::x", reason: short, owner: me, expires: 2027-01-31}
  - {rule: aws-s3-tls-only, urn: "*::x", reason: long enough, owner: me}
  - {rule: aws-s3-tls-only, urn: "*::x", reason: long enough, owner: me, expires: soon}
baseline: absent.json
bogus: 1
"""


@pytest.fixture
def app(project: Callable[[str], Path]) -> Path:
    return project(PROGRAM)


def _rules(said: Any, path: str = "findings") -> set[str]:
    document = json.loads(said.out)
    rows = document if isinstance(document, list) else document[path]
    return {row["rule"] for row in rows if "aws-s3" in row["rule"]}


def test_the_policy_file_of_the_project_is_applied(cli: Callable[..., Any], app: Path) -> None:
    before = _rules(cli("check", app, "--json", "-"))
    (app / "policy.yaml").write_text("stackwright: 1\nrules: {aws-s3-tls-only: disabled}\n")
    assert _rules(cli("check", app, "--json", "-")) == before - {"aws-s3-tls-only"}


def test_another_file_can_be_named(cli: Callable[..., Any], app: Path) -> None:
    (app / "policy.yaml").write_text("stackwright: 1\nrules: {aws-s3-tls-only: disabled}\n")
    Path("strict.yaml").write_text("stackwright: 1\n")
    assert "aws-s3-tls-only" in _rules(cli("check", app, "--policy", "strict.yaml", "--json", "-"))


def test_a_stack_without_a_blueprint_is_judged_as_its_name_says(cli: Callable[..., Any], app: Path) -> None:
    (app / "Pulumi.test.yaml").write_text("config: {}\n")
    (app / "policy.yaml").write_text("stackwright: 1\nstacks: {test: dev}\n")
    assert "dev, 2 resources" in cli("check", app).out
    assert "staging, 2 resources" in cli("check", app, "-e", "staging").out


def test_an_exempted_finding_is_gone_and_one_about_nothing_is_told(cli: Callable[..., Any], app: Path) -> None:
    (app / "policy.yaml").write_text(f"stackwright: 1\nexemptions:\n{EXEMPT}")
    said = cli("check", app)
    assert "aws-s3-block-public-access" in said.out
    assert said.out.count("no public access block points at this bucket") == 1
    (app / "policy.yaml").write_text(f"stackwright: 1\nexemptions:\n{EXEMPT.replace('::site', '::shop')}")
    assert "the exemption of aws-s3-block-public-access matches no finding" in cli("check", app).out


def test_every_mistake_is_told_at_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("policy.yaml").write_text(BROKEN)
    with pytest.raises(SpecError) as error:
        read_policy(Path("policy.yaml"))
    assert [(one.line, one.path, one.message) for one in error.value.problems] == [
        (2, "select.frameworks[0]", "is not a framework that rules map to"),
        (4, "levels[0].tag", "is not a field of `levels[0]`"),
        (6, "rules.aws-eks-nodegroup-bounded.params.max_nodes", "is not what the knob takes"),
        (6, "rules.aws-eks-nodegroup-bounded.params.max_nods", "is not a knob of the rule"),
        (7, "rules.aws-s3-acess-logging", "is not a rule"),
        (8, "rules.aws-ecr-kms", "is not a level"),
        (10, "profiles.dev.rules.aws-ecr-kms.params.z", "is not a knob of the rule"),
        (10, "profiles.dev.rules.aws-s3-tls-only.level", "the rule cannot put right what it finds"),
        (12, "exemptions[0].reason", "is too short"),
        (13, "exemptions[1]", "has no last day, and aws-s3-tls-only is of high severity"),
        (14, "exemptions[2].expires", "is not a date"),
        (15, "baseline", "absent.json: cannot be read as a baseline: no such file or directory"),
        (16, "bogus", "is not a field of the policy file"),
    ]


def test_a_broken_policy_file_stops_the_command_with_its_lines(cli: Callable[..., Any], app: Path) -> None:
    (app / "policy.yaml").write_text("stackwright: 1\nrules: {aws-s3-tls-onyl: disabled}\n")
    said = cli("check", app)
    assert (said.code, said.out) == (2, "")
    assert "app/policy.yaml:2:9: rules.aws-s3-tls-onyl: is not a rule" in said.err
    assert "did you mean `aws-s3-tls-only`?" in said.err


@pytest.mark.parametrize("text", ["", "- a\n", "just words\n"])
def test_a_file_that_holds_no_fields_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "policy.yaml").write_text(text)
    with pytest.raises(SpecError, match="is not a policy file"):
        read_policy(tmp_path / "policy.yaml")


def test_the_policy_file_of_another_tool_is_left_alone_and_told_of(cli: Callable[..., Any], app: Path) -> None:
    (app / "policy.yaml").write_text("apiVersion: kyverno.io/v1\nkind: Policy\n")
    assert not is_ours(app / "policy.yaml")
    assert "has no `stackwright: 1` and was not read" in cli("check", app).err


def test_the_search_ends_at_the_folder_with_a_pulumi_yaml(app: Path) -> None:
    Path("policy.yaml").write_text("stackwright: 1\n")
    assert policy_for(app) is None
    (app / "deep").mkdir()
    (app / "policy.yaml").write_text("stackwright: 1\n")
    assert policy_for(app / "deep/blueprint.yaml") == Path("app/policy.yaml")


BLUEPRINT = """\
blueprint: landing
name: lab
cloud: aws
region: us-east-1
budget: {monthly_usd: 900, notify: [a@example.com]}
exemptions:
  - {rule: aws-s3-tls-onyl, urn: "*", reason: long enough, owner: me}
  - {rule: aws-s3-tls-only, urn: "*", reason: long enough, owner: me}
"""


def test_exemptions_of_a_blueprint_are_held_to_the_same(cli: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    file.write_text(BLUEPRINT)
    said = cli("plan", file)
    assert said.code == 2
    assert "b.yaml:7:12: exemptions[0].rule: is not a rule" in said.err
    assert "b.yaml:8:5: exemptions[1]: has no last day" in said.err


def test_an_exemption_of_a_blueprint_about_nothing_is_a_finding(cli: Callable[..., Any], tmp_path: Path) -> None:
    file = tmp_path / "b.yaml"
    file.write_text(BLUEPRINT.partition("  - {rule: aws-s3-tls-onyl")[0] + EXEMPT)
    said = cli("check", file)
    assert said.code == 1
    assert "the exemption of aws-s3-block-public-access matches no finding" in said.out


def test_a_blueprint_says_of_an_exemption_what_the_policy_file_says() -> None:
    written, judged = sections.Exemption.model_fields, Exemption.model_fields
    assert list(written) == list(judged)
    assert [one.is_required() for one in written.values()] == [one.is_required() for one in judged.values()]


def test_a_rule_about_money_that_only_warns_or_is_exempted_fails_no_command(
    cli: Callable[..., Any], in_repository: Path, tmp_path: Path
) -> None:
    program = "tests/programs/over-budget"
    assert cli("check", program).code == 1
    (tmp_path / "p.yaml").write_text("stackwright: 1\nrules: {ai-max-monthly-cost: advisory}\n")
    assert cli("check", program, "--policy", tmp_path / "p.yaml").code == 0
    exempt = {"rule": "ai-max-monthly-cost", "urn": "*", "reason": "a test of the month", "owner": "me"}
    told = {"stackwright": 1, "exemptions": [{**exempt, "expires": "2999-12-31"}]}
    (tmp_path / "p.yaml").write_text(json.dumps(told))
    assert cli("check", program, "--policy", tmp_path / "p.yaml").code == 0


def test_a_price_that_is_missing_fails_only_where_the_rule_about_it_stops(
    cli: Callable[..., Any], in_repository: Path, tmp_path: Path
) -> None:
    program = "tests/programs/unknown-price"
    quiet = "levels: [{ids: ['aws-*', ai-provider-explicit, ai-budget-alarm-required], level: disabled}]"
    (tmp_path / "p.yaml").write_text(f"stackwright: 1\n{quiet}\n")
    assert cli("check", program, "--policy", tmp_path / "p.yaml").code == 3
    (tmp_path / "p.yaml").write_text(f"stackwright: 1\n{quiet}\nrules: {{ai-unpriced-resources: advisory}}\n")
    assert cli("check", program, "--policy", tmp_path / "p.yaml").code == 0
