import pulumi
import pytest

from stackwright.components.azure.endpoint.permissions import ROLES, grants
from stackwright.testing.plugin import Cloud

OWNER, CONTRIBUTOR = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "b24988ac-6180-42a0-ab88-20f7382dd24c"
ROLE = "azure-native:authorization:RoleAssignment"


def test_each_role_is_given_on_the_resource_that_it_is_for(cloud: Cloud) -> None:
    scopes = {what: f"/{what}" for what in ROLES}
    plan = cloud.preview(lambda: grants("ml", pulumi.ComponentResource("a:index:B", "p"), "who", scopes) and None)
    given = {(r.inputs["scope"], r.inputs["roleDefinitionId"].rpartition("/")[2]) for r in plan.of_type(ROLE)}
    assert given == {(f"/{what}", role) for what, roles in ROLES.items() for role in roles.values()}
    assert {r.inputs["principalId"] for r in plan.of_type(ROLE)} == {"who"}


@pytest.mark.parametrize("what", ROLES)
def test_no_role_is_for_everything(what: str) -> None:
    assert not {OWNER, CONTRIBUTOR} & set(ROLES[what].values())
