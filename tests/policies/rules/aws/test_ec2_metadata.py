"""Area of concern: instances without a metadata service."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.finding import Level
from stackwright.policies.registry import by_id
from stackwright.policies.remediation import remediated
from stackwright.policies.tokens import token


def _results(rule: str, options: Any) -> list[str]:
    parts = (part(token("ec2/Instance"), "one", {"metadataOptions": options}),)
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


@pytest.mark.parametrize(
    ("options", "version", "hops"),
    [
        ({"httpEndpoint": "disabled"}, [], []),
        ({"httpEndpoint": "disabled", "httpTokens": "optional", "httpPutResponseHopLimit": 64}, [], []),
        ({"httpEndpoint": "enabled", "httpTokens": "optional", "httpPutResponseHopLimit": 64}, ["fail"], ["fail"]),
        ({"httpEndpoint": UNKNOWN, "httpTokens": "optional", "httpPutResponseHopLimit": 64}, ["unknown"], ["unknown"]),
        ({"httpEndpoint": UNKNOWN, "httpTokens": "required"}, [], []),
        ({}, ["fail"], []),
        (UNKNOWN, ["unknown"], ["unknown"]),
    ],
)
def test_a_service_that_is_off_answers_nobody(options: Any, version: list[str], hops: list[str]) -> None:
    assert _results("aws-ec2-imdsv2", options) == version
    assert _results("aws-ec2-imds-hop-limit", options) == hops


@pytest.mark.parametrize("endpoint", ["disabled", UNKNOWN])
def test_nothing_is_put_right_where_the_service_is_or_may_be_off(endpoint: Any) -> None:
    rule = by_id("aws-ec2-imdsv2")
    graph = graph_of((part(token("ec2/Instance"), "one", {"metadataOptions": {"httpEndpoint": endpoint}}),))
    _, changes = remediated((rule,), graph, {rule.id: rule.setting(level=Level.REMEDIATE)})
    assert changes == ()
