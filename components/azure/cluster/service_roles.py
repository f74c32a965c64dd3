"""Identities that AKS and its nodes take on, each with the roles that AKS documents for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Output, Resource

from stackwright.components.azure.account import PlacedArgs
from stackwright.components.azure.identity import user_assigned
from stackwright.components.azure.permissions import (
    ACR_PULL,
    CRYPTO_USER,
    KEY_VAULT_CONTRIBUTOR,
    NETWORK_CONTRIBUTOR,
    allow,
)
from stackwright.components.inputs import In

IDENTITY_OPERATOR = "f1a07417-d97a-45cb-824c-7a7467783830"
"""Managed Identity Operator: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/identity"""

READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"


@dataclass(frozen=True, slots=True)
class ServiceIdentity:
    """A user-assigned identity, and the roles that whoever takes it on waits for."""

    id: Output[str]
    principal: Output[str]
    client_id: Output[str]
    granted: Sequence[Resource]


def node_identity(name: str, place: PlacedArgs, parent: Resource, registry_ids: Sequence[In[str]]) -> ServiceIdentity:
    """Identity of the kubelets, which pull images for all pods.

    https://learn.microsoft.com/azure/aks/cluster-container-registry-integration
    """
    made = user_assigned(name, parent, place)
    granted = [
        allow(f"{name}-pull-{number}", parent, role=ACR_PULL, scope=registry, principal_id=made.principal_id)
        for number, registry in enumerate(registry_ids)
    ]
    return ServiceIdentity(made.id, made.principal_id, made.client_id, granted)


def control_plane_identity(
    name: str,
    place: PlacedArgs,
    parent: Resource,
    *,
    subnet_ids: Sequence[In[str]],
    vault_id: In[str],
    key_name: In[str],
    disk_encryption_set_id: In[str],
    nodes: ServiceIdentity,
) -> ServiceIdentity:
    """Identity of the control plane: it joins subnets, hands the nodes theirs, and encrypts with the key.

    https://learn.microsoft.com/azure/aks/use-managed-identity, .../api-server-vnet-integration (subnets),
    .../use-kms-etcd-encryption (Key Vault Contributor approves the private link of a vault without public address).
    """
    made = user_assigned(name, parent, place)
    scopes: list[tuple[str, str, In[str]]] = [
        *((f"subnet-{number}", NETWORK_CONTRIBUTOR, subnet) for number, subnet in enumerate(subnet_ids)),
        ("nodes", IDENTITY_OPERATOR, nodes.id),
        ("key", CRYPTO_USER, Output.concat(vault_id, "/keys/", key_name)),
        ("vault", KEY_VAULT_CONTRIBUTOR, vault_id),
        ("disks", READER, disk_encryption_set_id),
    ]
    granted = [
        allow(f"{name}-{what}", parent, role=role, scope=scope, principal_id=made.principal_id)
        for what, role, scope in scopes
    ]
    return ServiceIdentity(made.id, made.principal_id, made.client_id, [*granted, *nodes.granted])
