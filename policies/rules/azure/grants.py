"""Rules about who may do what in a subscription."""

import re
from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.tokens import azure

ASSIGNMENT = azure("authorization/RoleAssignment")
DEFINITION = azure("authorization/RoleDefinition")
# Owner, Contributor, User Access Administrator, Role Based Access Control Administrator: ids are the same everywhere
BROAD = (
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
    "b24988ac-6180-42a0-ab88-20f7382dd24c",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
    "f58310d9-a9f6-439a-9e8d-f62e7b41a168",
)
_WIDE = re.compile(r"/?(subscriptions/[^/]+|providers/microsoft\.management/managementgroups/[^/]+)?/?", re.IGNORECASE)
_ROLE = "/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/"
_SCOPE = "/subscriptions/11111111-2222-3333-4444-555555555555"


@rule(
    id="azure-iam-no-owner",
    types={ASSIGNMENT, DEFINITION},
    severity="high",
    fix="assign a narrow role, on the resource that needs it",
    frameworks=maps_to(Family.ACCESS, azure_policy="10ee2ea2-fb4d-45b8-a7e9-a2e770044cd9"),
    good=(
        part(
            ASSIGNMENT,
            "grant",
            {"principalId": "p", "roleDefinitionId": f"{_ROLE}{BROAD[1]}", "scope": f"{_SCOPE}/resourceGroups/lab"},
        ),
        part(DEFINITION, "role", {"scope": _SCOPE, "permissions": [{"actions": ["Microsoft.Storage/*/read"]}]}),
    ),
    bad=but("grant", scope=_SCOPE),
)
def no_owner(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Nobody may do everything in a subscription."""
    if resource.type == DEFINITION:
        for path, value in resource.all("permissions[*].actions[*]"):
            if value is UNKNOWN:
                yield unknown(path)
            elif value == "*":
                yield fail(path, "allows every action")
        return
    role, scope = resource.get("roleDefinitionId"), resource.get("scope")
    if role is UNKNOWN and any(one.type == DEFINITION for one in graph.wired(resource, "roleDefinitionId")):
        return
    if isinstance(role, str) and not role.lower().endswith(BROAD):
        return
    if scope is UNKNOWN and graph.wired(resource, "scope"):
        return  # the id of a resource of the stack, which is narrower than a subscription
    if UNKNOWN in (role, scope):
        yield unknown("scope" if scope is UNKNOWN else "roleDefinitionId")
    elif scope is not MISSING and _WIDE.fullmatch(str(scope)):
        yield fail("roleDefinitionId", "is a role for everything in the subscription")


RULES = (no_owner,)
