from typing import Any

import pulumi

from stackwright.components.azure.account import PlacedArgs
from stackwright.components.azure.cluster.service_roles import (
    IDENTITY_OPERATOR,
    READER,
    control_plane_identity,
    node_identity,
)
from stackwright.components.azure.permissions import (
    ACR_PULL,
    CRYPTO_USER,
    KEY_VAULT_CONTRIBUTOR,
    NETWORK_CONTRIBUTOR,
)
from stackwright.testing.plugin import Cloud, Plan

ROLE = "azure-native:authorization:RoleAssignment"
PLACE: dict[str, Any] = {"resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}


def _plan(cloud: Cloud) -> Plan:
    def program() -> None:
        parent, place = pulumi.ComponentResource("a:index:B", "parent"), PlacedArgs(**PLACE)
        control_plane_identity(
            "plane",
            place,
            parent,
            subnet_ids=["/subnets/a", "/subnets/b"],
            vault_id="/vault",
            key_name="key",
            disk_encryption_set_id="/disks",
            nodes=node_identity("nodes", place, parent, ["/registry"]),
        )

    return cloud.deploy(program)


def _given(plan: Plan, owner: str) -> set[tuple[str, str]]:
    identity = plan.only("azure-native:managedidentity:UserAssignedIdentity", owner)
    return {
        (r.inputs["roleDefinitionId"].rpartition("/")[2], r.inputs["scope"])
        for r in plan.of_type(ROLE)
        if identity in plan.wired(r, "principalId")
    }


def test_nodes_pull_images_and_do_nothing_else(cloud: Cloud) -> None:
    assert _given(_plan(cloud), "nodes") == {(ACR_PULL, "/registry")}


def test_the_control_plane_has_each_role_on_one_resource(cloud: Cloud) -> None:
    plan = _plan(cloud)
    given = _given(plan, "plane")
    assert given >= {
        (NETWORK_CONTRIBUTOR, "/subnets/a"),
        (NETWORK_CONTRIBUTOR, "/subnets/b"),
        (CRYPTO_USER, "/vault/keys/key"),
        (KEY_VAULT_CONTRIBUTOR, "/vault"),
        (READER, "/disks"),
    }
    (operator,) = [scope for role, scope in given if role == IDENTITY_OPERATOR]
    assert "userAssignedIdentit" in operator
    assert len(given) == 6
