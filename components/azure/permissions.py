"""What an identity may do: one built-in role of Azure on one resource.

Ids as in https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
"""

from pulumi import Input, Resource, ResourceOptions
from pulumi_azure_native import authorization

from stackwright.components.azure.account import account_of

ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d"
BLOB_READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
BLOB_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
CRYPTO_SERVICE_ENCRYPTION_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424"
KEY_VAULT_CONTRIBUTOR = "f25e0fa2-a7c8-4377-a976-54943a77a395"
NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"


def allow(
    name: str, parent: Resource, *, role: str, scope: Input[str], principal_id: Input[str]
) -> authorization.RoleAssignment:
    """Give the identity `principal_id` the built-in `role` on `scope`; its kind is named, as it may be seconds old.

    https://learn.microsoft.com/azure/role-based-access-control/troubleshooting (new service principal)
    """
    return authorization.RoleAssignment(
        name,
        role_definition_id=account_of(parent).role(role),
        scope=scope,
        principal_id=principal_id,
        principal_type="ServicePrincipal",
        opts=ResourceOptions(parent=parent),
    )
