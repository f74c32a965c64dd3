from datetime import date
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.rules.aws.eks_versions import STANDARD_UNTIL, supported
from stackwright.policies.tokens import token


def _results(rule: str, **inputs: Any) -> list[str]:
    graph = graph_of((part(token("eks/Cluster"), "cluster", inputs),))
    return [found.result.value for found in by_id(rule)(graph)]


@pytest.mark.parametrize(
    ("network", "results"),
    [
        ({"endpointPublicAccess": False}, []),
        ({"endpointPublicAccess": True, "publicAccessCidrs": ["203.0.113.0/24"]}, []),
        ({"endpointPublicAccess": True, "publicAccessCidrs": ["203.0.113.0/24", "0.0.0.0/0"]}, ["fail"]),
        ({"endpointPublicAccess": True, "publicAccessCidrs": ["::/0"]}, ["fail"]),
        ({"endpointPublicAccess": True}, ["fail"]),
        ({}, ["fail"]),
        ({"endpointPublicAccess": UNKNOWN}, ["unknown"]),
        ({"endpointPublicAccess": True, "publicAccessCidrs": UNKNOWN}, ["unknown"]),
        ({"endpointPublicAccess": True, "publicAccessCidrs": ["203.0.113.0/24", UNKNOWN]}, ["unknown"]),
        ({"endpointPublicAccess": UNKNOWN, "publicAccessCidrs": ["203.0.113.0/24"]}, []),
    ],
)
def test_the_api_is_public_by_default_and_must_not_be(network: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-eks-endpoint-private", vpcConfig=network) == results


def test_a_version_is_supported_up_to_its_last_day() -> None:
    last = STANDARD_UNTIL["1.34"]
    assert supported("1.34", last)
    assert not supported("1.34", date.fromordinal(last.toordinal() + 1))


@pytest.mark.parametrize(
    ("version", "answer"), [("1.28", False), ("1.99", True), ("2.0", True), ("latest", False), ("", False)]
)
def test_versions_outside_the_table_are_older_or_newer(version: str, answer: bool) -> None:
    assert supported(version, date(2026, 11, 22)) is answer


def test_the_default_version_is_the_provider_s_newest() -> None:
    assert _results("aws-eks-supported-version") == []


def test_listed_ranges_may_be_refused_too() -> None:
    listed = {"endpointPublicAccess": True, "publicAccessCidrs": ["203.0.113.0/24"]}
    for network, results in ((listed, ["fail"]), ({}, ["fail"]), ({"endpointPublicAccess": False}, [])):
        graph = graph_of((part(token("eks/Cluster"), "cluster", {"vpcConfig": network}),))
        found = by_id("aws-eks-endpoint-private")(graph, private_only=True)
        assert [one.result.value for one in found] == results
