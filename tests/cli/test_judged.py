"""Area of concern: exit codes, worst first: 2, then 1, then 3."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from stackwright.cli import console
from stackwright.cli.judged import code_of
from stackwright.cli.review import Review, Subject, review
from stackwright.plan.graph import UNKNOWN, Graph, Resource

STACK = Resource("urn:pulumi:dev::app::pulumi:pulumi:Stack::app-dev", "pulumi:pulumi:Stack", "app-dev", custom=False)
UNHEARD = "u7inh-32tb.480xlarge"


def _resource(token: str, name: str, inputs: Mapping[str, Any]) -> Resource:
    return Resource(f"urn:pulumi:dev::app::{token}::{name}", token, name, inputs, parent=STACK.urn)


def _budget(limit: object) -> Resource:
    told = {
        "comparisonOperator": "GREATER_THAN",
        "notificationType": "ACTUAL",
        "threshold": 80,
        "thresholdType": "PERCENTAGE",
        "subscriberEmailAddresses": ["ml-platform@example.com"],
    }
    inputs = {"budgetType": "COST", "limitAmount": limit, "limitUnit": "USD", "timeUnit": "MONTHLY"}
    return _resource("aws:budgets/budget:Budget", "budget", {**inputs, "notifications": [told]})


def _server(machine: object, *, metadata: str = "required") -> Resource:
    inputs = {
        "ami": "ami-0123456789abcdef0",
        "instanceType": machine,
        "rootBlockDevice": {"encrypted": True, "volumeSize": 100, "volumeType": "gp3"},
        "metadataOptions": {"httpTokens": metadata},
    }
    return _resource("aws:ec2/instance:Instance", "server", inputs)


def _reviewed(*resources: Resource, environment: str = "prod") -> Review:
    graph = Graph([STACK, *resources], project="app", stack="dev")
    return review(Subject("app", graph, "aws", "us-east-1", environment))


@pytest.mark.parametrize(
    ("resources", "code"),
    [
        ([_server("m7i.large"), _budget("100000")], 0),
        ([_server("m7i.large"), _budget("1")], 1),
        ([_server("m7i.large")], 1),  # no budget at all
        ([_server("m7i.large"), _budget(UNKNOWN)], 1),  # whether it holds is not known
        ([_server(UNHEARD), _budget("100000")], 3),
        ([_server(UNKNOWN), _budget("100000")], 1),  # in prod a machine must be known
        ([_server(UNHEARD), _budget("1")], 1),  # what has a price is over the budget already
        ([_server(UNHEARD, metadata="optional"), _budget("100000")], 1),
    ],
)
def test_the_worst_decides(resources: list[Resource], code: int) -> None:
    assert code_of(_reviewed(*resources)) == code


def test_a_price_that_waits_for_the_deployment_is_no_more_than_a_missing_price() -> None:
    assert code_of(_reviewed(_server(UNKNOWN), _budget("100000"), environment="dev")) == 3


def test_of_several_codes_the_worst_is_told() -> None:
    assert [console.worst(codes) for codes in ({0, 3, 1, 2}, {3, 1, 0}, {0, 3}, {0}, set[int]())] == [2, 1, 3, 0, 0]


PROGRAMS = Path(__file__).parents[1] / "programs"
UNCLEAN = ["public-bucket", "no-kms", "imds-v1", "iam-wildcard", "open-ingress", "over-budget"]


@pytest.mark.parametrize("name", UNCLEAN)
def test_a_planted_fault_ends_with_1(cli: Callable[..., Any], name: str) -> None:
    said = cli("check", PROGRAMS / name)
    assert said.code == 1
    assert "  mandatory  " in said.out


def test_nothing_worse_than_a_missing_price_ends_with_3(cli: Callable[..., Any]) -> None:
    said = cli("check", PROGRAMS / "unknown-price")
    assert said.code == 3
    assert "ai-unpriced-resources" in said.out


def test_cost_answers_for_the_price_alone(cli: Callable[..., Any]) -> None:
    codes = {name: cli("cost", PROGRAMS / name).code for name in ("public-bucket", "over-budget", "unknown-price")}
    assert codes == {"public-bucket": 0, "over-budget": 1, "unknown-price": 3}
