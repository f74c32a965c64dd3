"""`prices.yaml`: prices of one's own in plan, cost, check and the cost pack, and every mistake at its line."""

import json
from pathlib import Path

import pytest

from stackwright.blueprints.problems import SpecError
from stackwright.cli.price_file import read_contract
from stackwright.cli.review import review, subject_of
from stackwright.plan.wire import decoded, struct
from stackwright.policies.registry import by_id

PROGRAM = """\
import pulumi_aws as aws

aws.ec2.NatGateway("nat", subnet_id="subnet-1", allocation_id="eip-1")
"""
HEAD = "stackwright: 1\nsource: contract 7\nas_of: 2026-11-01\n"
RATE = """\
rates:
  - {cloud: aws, region: us-east-1, service: NAT Gateway, dimension: gateway, unit: hour, usd: 0.02}
"""
HALF = "discounts:\n  - {cloud: aws, service: NAT Gateway, percent: 50}\n"


def _cost(cli, path) -> float:
    said = cli("cost", path, "--json", "-")
    assert said.code in (0, 3), said.err
    hours = [each for each in json.loads(said.out)["items"] if each["unit"] == "hour"]
    return sum(each["quantity"]["expected"] * each["unit_price"] for each in hours)


def test_a_rate_and_a_discount_are_in_the_cost_with_their_source(cli, project) -> None:
    app = project(PROGRAM)
    assert _cost(cli, app) == pytest.approx(730 * 0.045)
    (app / "prices.yaml").write_text(HEAD + HALF)
    assert _cost(cli, app) == pytest.approx(730 * 0.0225)
    (app / "prices.yaml").write_text(HEAD + HALF + RATE)
    assert _cost(cli, app) == pytest.approx(730 * 0.02)
    items = json.loads(cli("cost", app, "--json", "-").out)["items"]
    assert {each["source"] for each in items if each["unit"] == "hour"} == {"contract 7"}


def test_plan_and_cost_say_whose_prices_they_are(cli, project) -> None:
    app = project(PROGRAM)
    (app / "prices.yaml").write_text(HEAD + HALF)
    for command in ("plan", "cost"):
        assert "Price: USD a month at the prices of contract 7" in cli(command, app).out


def test_a_budget_that_the_contract_keeps_is_kept_in_check_and_in_the_pack(cli, project) -> None:
    app = project(PROGRAM)
    (app / "policy.yaml").write_text(
        "stackwright: 1\nbudget: {monthly_usd: 30}\nselect: {ids: [ai-max-monthly-cost]}\n"
    )
    assert "ai-max-monthly-cost" in cli("check", app).out
    (app / "prices.yaml").write_text(HEAD + HALF)
    assert "ai-max-monthly-cost" not in cli("check", app).out
    given = json.loads(cli("policy", "config", app, "--pack", "cost").out)["ai-max-monthly-cost"]
    values, _ = decoded(struct({name: given[name] for name in given if name not in ("enforcementLevel", "unknown")}))
    rule = by_id("ai-max-monthly-cost")
    graph = subject_of(app).graph
    assert list(rule.check(graph, rule.setting(params=values).params)) == []
    assert len(list(rule.check(graph, rule.setting(params=values | {"contract": None}).params))) == 1


def test_the_pack_of_a_project_without_a_contract_is_told_nothing_of_one(cli, project) -> None:
    given = json.loads(cli("policy", "config", project(PROGRAM), "--pack", "cost").out)
    assert all("contract" not in each for each in given.values())


def test_every_mistake_is_told_at_once_with_its_line(cli, project) -> None:
    app = project(PROGRAM)
    (app / "prices.yaml").write_text(
        "stackwright: 1\n"
        "source: contract 7\n"
        "as_of: soon\n"
        "discounts:\n"
        "  - {cloud: aws, service: EC22, percent: 5}\n"
        "  - {cloud: aws, percent: 100}\n"
        "rates:\n"
        "  - {cloud: aws, region: us-eas-1, service: EC2, dimension: m6i.large, unit: hour, usd: 1}\n"
        "  - {cloud: ibm, region: x, service: y, dimension: z, unit: w, usd: 0}\n"
        "  - {cloud: aws, region: us-east-1, service: EC2, dimension: m6i.large, unit: hours, usd: 1}\n"
        "  - {cloud: aws, region: us-east-1, service: EC2, dimension: m6i.large, unit: hours, usd: 2}\n"
        "  - {cloud: aws, region: us-east-1, service: EC2, dimension: m6i.large, unit: hour, usd: 2, cents: 3}\n"
    )
    said = cli("cost", app)
    assert said.code == 2
    heads = [line for line in said.err.splitlines() if line.startswith("app/prices.yaml:")]
    assert [line.split(":")[1] for line in heads] == ["3", "5", "6", "8", "9", "9", "10", "11", "11", "12"]
    for text in (
        "as_of: is not a date",
        "discounts[0].service: is no service of aws that has prices",
        "did you mean `EC2`?",
        "discounts[1].percent: is too large",
        "less than 100",
        "rates[0].region: is no region of aws",
        "did you mean `us-east-1`?",
        "rates[1].cloud: is not one of the values that exist",
        "rates[1].usd: is too small",
        "rates[2].unit: is not the unit of this price",
        "did you mean `hour`?",
        "rates[3]: is given twice",
        "rates[4].cents: is not a field of `rates[4]`",
    ):
        assert text in said.err, text


@pytest.mark.parametrize(
    "text", ["", "[]\n", "- a\n", "stackwright: 1\n", "stackwright: 9\nsource: a\nas_of: 2026-01-01\n"]
)
def test_a_file_that_is_no_contract_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "prices.yaml").write_text(text)
    with pytest.raises(SpecError):
        read_contract(tmp_path / "prices.yaml")


def test_a_file_of_that_name_that_is_not_ours_is_left_alone(cli, project) -> None:
    app = project(PROGRAM)
    (app / "prices.yaml").write_text("bananas: 2.5\n")
    said = cli("cost", app)
    assert "has no `stackwright: 1` and was not read" in said.err
    assert "at list prices" in said.out


def test_the_contract_beside_a_blueprint_counts(cli, tmp_path: Path, in_repository: Path) -> None:
    blueprint = tmp_path / "stack.yaml"
    blueprint.write_text((in_repository / "blueprints/examples/landing-aws.yaml").read_text())
    before = review(subject_of(blueprint)).estimate.expected
    (tmp_path / "prices.yaml").write_text(f"{HEAD}discounts:\n  - {{cloud: aws, percent: 50}}\n")
    after = json.loads(cli("cost", blueprint, "--json", "-").out)["expected"]
    assert after == pytest.approx(before / 2, abs=0.01)
