from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token


def _nat(name: str) -> Part:
    return part(token("ec2/NatGateway"), name, {"subnetId": "subnet-1", "allocationId": "eip-1"})


def _results(*parts: Part, **knobs: Any) -> list[str]:
    return [found.result.value for found in by_id("ai-max-cost-increase")(graph_of(parts), **knobs)]


@pytest.mark.parametrize(
    ("knobs", "results"),
    [
        ({}, []),
        ({"previous_usd": 74}, []),
        ({"previous_usd": 37}, ["fail"]),
        ({"previous_usd": 37, "max_increase_percent": 200}, []),
        ({"previous_usd": 37, "max_increase_percent": None}, []),
        ({"previous_usd": 37, "max_increase_percent": None, "max_increase_usd": 30}, ["fail"]),
        ({"previous_usd": 37, "max_increase_percent": 200, "max_increase_usd": 30}, ["fail"]),
        ({"previous_usd": 0}, []),
        ({"previous_usd": 0, "max_increase_usd": 50}, ["fail"]),
        ({"previous_usd": 1000}, []),
    ],
)
def test_the_first_limit_that_is_passed_stops_the_change(knobs: dict[str, Any], results: list[str]) -> None:
    assert _results(_nat("one"), _nat("two"), **knobs) == results


def test_the_figures_and_the_dearest_resource_are_named() -> None:
    server = part(token("ec2/Instance"), "server", {"instanceType": "p5.48xlarge", "ami": "ami-1"})
    (found,) = by_id("ai-max-cost-increase")(graph_of((_nat("nat"), server)), previous_usd=40)
    assert found.urn.endswith("::server")
    assert found.path == "instanceType"
    assert "after 40 before" in found.message


def test_a_cost_that_is_not_known_yet_may_be_an_increase() -> None:
    server = part(token("ec2/Instance"), "server", {"instanceType": UNKNOWN, "ami": "ami-1"})
    assert _results(server, previous_usd=40) == ["unknown"]
    assert _results(server, previous_usd=40, max_increase_percent=None) == []
