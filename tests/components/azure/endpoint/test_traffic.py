from typing import Any

import pulumi
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stackwright.components.azure.endpoint.traffic import divide, shares
from stackwright.testing.plugin import Cloud

WEIGHTS = st.dictionaries(st.text("abc", min_size=1), st.floats(0, 1000), min_size=1, max_size=20)


@given(WEIGHTS.filter(lambda weights: sum(weights.values()) > 0))
def test_shares_are_whole_percents_that_add_up(weights: dict[str, float]) -> None:
    found = shares(weights)
    assert sum(found.values()) == 100
    total = sum(weights.values())
    assert all(abs(found[name] - weight * 100 / total) < 1 for name, weight in weights.items())


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({"only": 0.1}, {"only": 100}),
        ({"a": 1, "b": 1, "c": 1}, {"a": 34, "b": 33, "c": 33}),
        ({"a": 9, "b": 1}, {"a": 90, "b": 10}),
        ({"a": 1, "b": 0}, {"a": 100, "b": 0}),
    ],
)
def test_shares_follow_the_weights(weights: dict[str, float], expected: dict[str, int]) -> None:
    assert shares(weights) == expected


def test_the_template_takes_what_it_does_not_know_as_parameters(cloud: Cloud) -> None:
    def program() -> None:
        parent: Any = pulumi.ComponentResource("a:index:B", "parent")
        divide(
            "chat",
            group="lab",
            workspace="ml",
            endpoint="chat-1",
            identity_id="/identity",
            location="eastus",
            tags={"note": "[strange]"},
            traffic={"blue": 100},
            after=[],
            parent=parent,
        )

    sent = cloud.preview(program).only("azure-native:resources:Deployment").inputs["properties"]
    template = sent["template"]
    assert sent["mode"] == "Incremental"
    assert set(sent["parameters"]) == set(template["parameters"]) == {"workspace", "endpoint", "identity", "tags"}
    assert sent["parameters"]["tags"] == {"value": {"note": "[strange]"}}
    (again,) = template["resources"]
    assert again["tags"] == "[parameters('tags')]"
    assert again["identity"]["userAssignedIdentities"] == {"[parameters('identity')]": {}}
