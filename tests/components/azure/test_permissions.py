import re

import pulumi
import pytest

from stackwright.components.azure import permissions
from stackwright.testing.plugin import Cloud

ROLES = {name: value for name, value in vars(permissions).items() if name.isupper()}
BROAD = {
    "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
    "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
    "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
}


@pytest.mark.parametrize("name", ROLES)
def test_roles_are_built_in_ones_and_none_of_the_broad_ones(name: str) -> None:
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", ROLES[name])
    assert ROLES[name] not in BROAD


def test_each_role_has_an_id_of_its_own() -> None:
    assert len(set(ROLES.values())) == len(ROLES)


def test_a_role_is_given_on_one_scope(cloud: Cloud, contract_errors) -> None:
    def program() -> None:
        parent = pulumi.ComponentResource("test:index:Test", "test", {}, None)
        permissions.allow("read", parent, role=permissions.BLOB_READER, scope="/thing", principal_id="object")

    plan = cloud.preview(program)
    given = plan.only("azure-native:authorization:RoleAssignment", "read")
    assert (given.get("scope"), given.get("principalId")) == ("/thing", "object")
    assert contract_errors(plan) == []
