"""Area of concern: apps that have an identity by name only."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import azure


@pytest.mark.parametrize(
    ("identity", "results"),
    [
        ({"type": "SystemAssigned"}, []),
        ({"type": "SystemAssigned, UserAssigned"}, []),
        ({"type": "None"}, ["fail"]),
        ({"type": UNKNOWN}, ["unknown"]),
        (None, ["fail"]),
    ],
)
def test_an_identity_of_type_none_is_none(identity: Any, results: list[str]) -> None:
    graph = graph_of((part(azure("web/WebApp"), "shop", {"identity": identity}),))
    assert [found.result.value for found in by_id("azure-app-identity")(graph)] == results
