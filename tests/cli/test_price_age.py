"""What `plan`, `cost` and `check` say of old prices, and what `--strict` makes of them."""

import pytest

PROGRAM = """\
import pulumi_aws as aws

aws.ec2.NatGateway("nat", subnet_id="subnet-1", allocation_id="eip-1")
"""
RATES = """\
stackwright: 1
source: contract 7
as_of: 2026-01-01
rates:
  - {cloud: aws, region: us-east-1, service: NAT Gateway, dimension: gateway, unit: hour, usd: 0.02}
  - {cloud: aws, region: us-east-1, service: NAT Gateway, dimension: data processed, unit: GB, usd: 0.02}
"""
DAYS = {
    "2026-01-02": 1_767_312_000,
    "2026-04-02": 1_775_088_000,
    "2027-01-01": 1_798_761_600,
    "2027-01-02": 1_798_848_000,
}
"""Noon or so of a day, as seconds since 1970."""


@pytest.fixture
def app(project):
    folder = project(PROGRAM)
    (folder / "prices.yaml").write_text(RATES)
    return folder


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2026-01-02", None),
        ("2026-04-02", "age       prices up to 91 days old: stackwright prices refresh"),
        ("2027-01-02", "age       prices up to 366 days old: stackwright prices refresh"),
    ],
)
@pytest.mark.parametrize("command", ["plan", "cost"])
def test_old_prices_are_worth_one_line(cli, app, monkeypatch, command, day, line) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAYS[day]))
    said = cli(command, app)
    found = [each for each in said.out.splitlines() if "days old" in each]
    assert found == ([line] if line else [])


@pytest.mark.parametrize("command", ["plan", "cost", "check"])
def test_strict_refuses_prices_older_than_a_year_and_says_which(cli, app, monkeypatch, command) -> None:
    (app / "policy.yaml").write_text("stackwright: 1\nselect: {ids: [ai-max-monthly-cost]}\n")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAYS["2027-01-02"]))
    assert cli(command, app).code == 0
    said = cli(command, app, "--strict")
    assert said.code == 3
    assert "--strict: prices older than 365 days, up to 366: NatGateway nat" in said.err
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAYS["2027-01-01"]))
    assert cli(command, app, "--strict").code == 0
