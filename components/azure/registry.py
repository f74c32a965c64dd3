"""Private container registries encrypted with a key you own, which take Entra's tokens and no passwords."""

from collections.abc import Mapping

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import containerregistry
from pydantic import Field

from stackwright.components.azure.account import PlacedArgs, account_of
from stackwright.components.azure.diagnostics import record
from stackwright.components.azure.identity import identity_of
from stackwright.components.azure.permissions import ACR_PULL
from stackwright.components.inputs import In
from stackwright.components.roles import Identity
from stackwright.components.waits import after

REGISTRY_NAME_MAX = 50
"""https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftcontainerregistry"""


class AzureRegistryArgs(PlacedArgs):
    """Arguments of `AzureRegistry`."""

    key_id: In[str]
    """Address, without a version, of the key that encrypts every image."""

    key_user_id: In[str]
    """Resource id of the identity that may use the key."""

    key_user_client_id: In[str]
    """Client id of that identity."""

    workspace_id: In[str] | None = None
    """Log Analytics workspace that logins, pushes and pulls are recorded in; not recorded when unset."""

    untagged_days: int = Field(default=14, ge=0, le=365)
    """Days after which a manifest that no tag names is removed."""

    protect: bool = False
    """Pulumi refuses to delete the registry; otherwise it is deleted with its images."""


class AzureRegistry(pulumi.ComponentResource):
    """A registry of the premium tier, the one with private endpoints, keys of yours and copies in every zone."""

    url: Output[str]
    """Address that images are pushed to and pulled from, known at preview."""

    id: Output[str]
    """Resource id of the registry."""

    def __init__(self, name: str, args: AzureRegistryArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureRegistry", name, {}, opts)
        args = AzureRegistryArgs.model_validate(args)
        chosen = account_of(self).joined(name, args.location, limit=REGISTRY_NAME_MAX)

        registry = containerregistry.Registry(
            name,
            registry_name=chosen,
            resource_group_name=args.resource_group,
            location=args.location,
            sku={"name": "Premium"},
            admin_user_enabled=False,
            anonymous_pull_enabled=False,
            data_endpoint_enabled=True,
            public_network_access="Disabled",
            network_rule_bypass_options="AzureServices",
            network_rule_set={"default_action": "Deny"},
            zone_redundancy="Enabled",
            identity=_identity(args.key_user_id),
            encryption={
                "status": "enabled",
                "key_vault_properties": {"identity": args.key_user_client_id, "key_identifier": args.key_id},
            },
            policies=_policies(args.untagged_days),
            tags=args.tags,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )
        if args.workspace_id is not None:
            record(name, self, resource_id=registry.id, workspace_id=args.workspace_id)

        self.url = Output.concat(after(chosen, registry.urn), ".azurecr.io")
        self.id = registry.id
        self.register_outputs({"url": self.url, "id": self.id})

    def allow_pull(self, who: Identity) -> None:
        """Let `who` pull images of this registry."""
        identity_of(who).grant(f"{self.pulumi_resource_name}-pull", role=ACR_PULL, scope=self.id)


def _identity(user_id: In[str]) -> containerregistry.IdentityPropertiesArgsDict:
    return {
        "type": containerregistry.ResourceIdentityType.USER_ASSIGNED,
        "user_assigned_identities": Output.from_input(user_id).apply(_only),
    }


def _only(user_id: str) -> Mapping[str, Input[containerregistry.UserIdentityPropertiesArgsDict]]:
    return {user_id: {}}


def _policies(untagged_days: int) -> containerregistry.PoliciesArgsDict:
    """Images leave by pull only: with the export policy off no copy goes to another registry.

    https://learn.microsoft.com/azure/container-registry/data-loss-prevention. Soft delete is left out, as it does not
    go with a retention policy: https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy
    """
    return {
        "export_policy": {"status": "disabled"},
        "quarantine_policy": {"status": "disabled"},
        "retention_policy": {"status": "enabled", "days": untagged_days},
    }
