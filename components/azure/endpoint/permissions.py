"""What the identity of a workspace needs on the resources that the workspace stands on.

https://learn.microsoft.com/azure/machine-learning/how-to-identity-based-service-authentication#user-assigned-managed-identity
and .../how-to-managed-network#scenario-azure-ai-enterprise-network-connection-approver. Where those pages say
Contributor, the built-in role of that one service is given.
"""

from collections.abc import Mapping, Sequence

from pulumi import Input, Resource

from stackwright.components.azure.permissions import BLOB_CONTRIBUTOR, KEY_VAULT_CONTRIBUTOR, allow

ACCOUNT_CONTRIBUTOR = "17d1049b-9a84-46fb-8f53-869881c3d3ab"
"""Storage Account Contributor."""

APPROVER = "b556d68e-0be0-4f35-a333-ad7ee1ce17ea"
"""Azure AI Enterprise Network Connection Approver: accepts what the managed network asks for."""

INSIGHTS_CONTRIBUTOR = "ae349356-3a1b-4a5e-921d-050484c6347e"
"""Application Insights Component Contributor."""

SECRETS_OFFICER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7"
"""Key Vault Secrets Officer."""

ROLES: Mapping[str, Mapping[str, str]] = {
    "storage": {"manage": ACCOUNT_CONTRIBUTOR, "data": BLOB_CONTRIBUTOR, "connect": APPROVER},
    "vault": {"manage": KEY_VAULT_CONTRIBUTOR, "secrets": SECRETS_OFFICER, "connect": APPROVER},
    "registry": {"connect": APPROVER},
    "insights": {"manage": INSIGHTS_CONTRIBUTOR},
}
"""Role by purpose, by resource; images are pulled by whom the registry allows to."""


def grants(
    name: str, parent: Resource, principal_id: Input[str], resources: Mapping[str, Input[str]]
) -> Sequence[Resource]:
    """Give the identity its roles on each of `resources`, which are named as in `ROLES`."""
    return [
        allow(f"{name}-{what}-{purpose}", parent, role=role, scope=scope, principal_id=principal_id)
        for what, scope in resources.items()
        for purpose, role in ROLES[what].items()
    ]
