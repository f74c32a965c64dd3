from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import azure


@pytest.mark.parametrize(
    ("profile", "results"),
    [
        ({"networkPolicy": "calico"}, []),
        ({"networkDataplane": "cilium"}, []),
        ({"networkPolicy": "none", "networkDataplane": "cilium"}, ["fail"]),
        ({"networkDataplane": "azure"}, ["fail"]),
        ({"networkDataplane": UNKNOWN}, ["unknown"]),
        ({}, ["fail"]),
    ],
)
def test_the_dataplane_may_be_what_enforces_network_policies(profile: dict[str, Any], results: list[str]) -> None:
    graph = graph_of((part(azure("containerservice/ManagedCluster"), "cluster", {"networkProfile": profile}),))
    assert [found.result.value for found in by_id("azure-aks-network-policy")(graph)] == results
