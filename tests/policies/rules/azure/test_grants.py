from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.rules.azure.grants import ASSIGNMENT, BROAD
from stackwright.policies.tokens import azure

ROLES = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/"
OWNER, READER = f"{ROLES}{BROAD[0].upper()}", f"{ROLES}acdd72a7-3385-48ef-bd42-f606fba81ae7"
WHOLE, GROUP = "/subscriptions/s", "/subscriptions/s/resourceGroups/lab"


def _results(role: Any, at: Any, **wires: str) -> list[str]:
    inputs = {"principalId": "p", "roleDefinitionId": role, "scope": at}
    parts = part(azure("resources/ResourceGroup"), "group"), part(ASSIGNMENT, "grant", inputs, **wires)
    return [found.result.value for found in by_id("azure-iam-no-owner")(graph_of(parts))]


@pytest.mark.parametrize(
    ("role", "scope", "results"),
    [
        (OWNER, WHOLE, ["fail"]),
        (OWNER, "/providers/Microsoft.Management/managementGroups/all", ["fail"]),
        (OWNER, GROUP, []),
        (READER, WHOLE, []),
        (READER, UNKNOWN, []),
        (OWNER, UNKNOWN, ["unknown"]),
        (UNKNOWN, GROUP, ["unknown"]),
    ],
)
def test_roles_for_everything_are_refused_on_a_subscription(role: Any, scope: Any, results: list[str]) -> None:
    assert _results(role, scope) == results


def test_the_id_of_a_resource_of_the_stack_is_narrow() -> None:
    assert _results(OWNER, UNKNOWN, scope="group") == []
