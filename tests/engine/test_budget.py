"""Area of concern: what is too dear is refused by the real engine before it is made, with and without a preview."""

import json
from pathlib import Path
from typing import Any

import pytest

from stackwright.policies.config import PolicyConfig, to_pack_config

pytestmark = pytest.mark.engine

DEAR = """\
from pulumi_aws import ec2

ec2.CapacityReservation(
    "machines",
    instance_type="p5.48xlarge",
    instance_platform="Linux/UNIX",
    availability_zone="us-east-1a",
    instance_count=2,
)
"""
LIMITS = {"monthly_usd": 50_000, "max_hourly_usd": 100}
HALF = {
    "stackwright": 1,
    "source": "contract 2026-114",
    "as_of": "2026-11-01",
    "discounts": [{"cloud": "aws", "service": "EC2", "percent": 50}],
}
LOOK = {"ids": ["ai-max-monthly-cost", "ai-resource-within-budget"]}


def spent(stage: Any) -> Any:
    """Try to deploy two machines of 55.04 dollars an hour with 100 to spend, and then with enough."""
    project = stage.program("dear", DEAR)
    pack = stage.repository() / "policies/packs/cost"
    with stage.sandbox(project) as session:
        session.pulumi("stack", "init", "dev")
        words = _judged(project, pack, LIMITS)
        story = {"preview": session.pulumi("preview", "--json", "--stack", "dev", *words, fails=True)}
        story["up"], story["cloud"] = session.up("dev", *words, fails=True), session.cloud()
        story["cheaper"] = session.pulumi("preview", "--json", "--stack", "dev", *_judged(project, pack, LIMITS, HALF))
        story["enough"] = session.up("dev", *_judged(project, pack, {"monthly_usd": 100_000, "max_hourly_usd": 120}))
    return story


def _judged(project: Path, pack: Path, budget: dict[str, Any], contract: dict[str, Any] | None = None) -> list[str]:
    file = project / "cost.json"
    wanted = PolicyConfig.model_validate({"budget": budget, "select": LOOK, "contract": contract})
    file.write_text(json.dumps(to_pack_config(wanted, "cost")), "utf-8")
    return ["--policy-pack", str(pack), "--policy-pack-config", str(file)]


@pytest.fixture
def story(tell: Any) -> Any:
    return tell("budget", spent)


def _rules(told: Any) -> set[tuple[str, str]]:
    return {(rule, level) for rule, _, _, level, _ in told["findings"]}


def test_a_preview_names_the_resource_and_both_limits(story: Any) -> None:
    assert _rules(story["preview"]) >= {("ai-resource-within-budget", "mandatory")}
    (message,) = {found[4] for found in story["preview"]["findings"] if found[0] == "ai-resource-within-budget"}
    assert "costs more in a month than the whole stack may" in message


def test_without_a_preview_nothing_is_made(story: Any) -> None:
    assert ("ai-resource-within-budget", "mandatory") in _rules(story["up"])
    assert story["cloud"] == []


def test_the_prices_of_a_contract_are_those_of_the_engine_too(story: Any) -> None:
    assert story["cheaper"]["findings"] == []


def test_with_enough_money_it_is_made(story: Any) -> None:
    assert story["enough"]["findings"] == []
    assert story["enough"]["changes"]["create"] == 1  # the stack itself is there since the first attempt
