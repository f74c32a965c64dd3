"""The Azure ML workspace that endpoints live in: private, encrypted, with a network of its own."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import applicationinsights, machinelearningservices, storage

from stackwright.components.azure.account import PlacedArgs
from stackwright.components.azure.diagnostics import record
from stackwright.components.azure.endpoint.permissions import APPROVER, grants
from stackwright.components.azure.permissions import allow
from stackwright.components.azure.storage.hardened import EncryptedArgs, hardened, lifecycle, recoverable
from stackwright.components.inputs import In
from stackwright.components.intents import Nat

NAME_MAX, DIGITS = 33, 8
"""https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftmachinelearningservices"""

RECOVERY_DAYS, REPLACED_DAYS = 14, 30
"""Days that deleted files of the workspace can be brought back, and that replaced ones are kept."""


class AzureMlWorkspaceArgs(PlacedArgs):
    """Arguments of `AzureMlWorkspace`."""

    vault_uri: In[str]
    """Address of the vault that the key is in."""

    key_name: In[str]
    """Name of the key, whose newest version encrypts the workspace's storage."""

    key_user_id: In[str]
    """Resource id of the identity that may use the key."""

    key_uri: In[str]
    """Address of the key's version that encrypts the workspace."""

    vault_id: In[str]
    """Key Vault of that key, which also keeps the workspace's secrets."""

    registry_id: In[str]
    """Container registry that images come from."""

    workspace_id: In[str]
    """Log Analytics workspace that logs, traces and requests go to."""

    identity_id: In[str]
    """Identity that workspace and endpoints take on."""

    identity_principal: In[str]
    """Object id of that identity."""

    nat: Nat = Nat.SINGLE
    """Whether models reach the internet: not with `none`, where only what is approved is reached."""

    accounts: dict[str, In[str]] = {}
    """Resource ids of storage accounts that models and samples are in, each by a word of its own."""

    protect: bool = False
    """Pulumi refuses to delete the workspace and its storage."""


class AzureMlWorkspace(pulumi.ComponentResource):
    """A workspace without a public address, whose data are encrypted on the service's side with your key.

    A deleted workspace keeps its name for 14 days, so its name is the provider's, with new digits for each. The
    network that reaches it needs a private endpoint for `amlworkspace`.
    """

    id: Output[str]
    """Resource id of the workspace."""

    name: Output[str]
    """Name of the workspace."""

    def __init__(self, name: str, args: AzureMlWorkspaceArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureMlWorkspace", name, {}, opts)
        args = AzureMlWorkspaceArgs.model_validate(args)

        store = self._store(args)
        insights = self._insights(args)
        needed = {"storage": store.id, "vault": args.vault_id, "registry": args.registry_id, "insights": insights.id}
        granted = [
            *grants(name, self, args.identity_principal, needed),
            *(self._reached(word, account, args) for word, account in args.accounts.items()),
        ]
        workspace = self._workspace(args, store.id, insights.id, granted)
        record(f"{name}-use", self, resource_id=workspace.id, workspace_id=args.workspace_id)

        self.id, self.name = workspace.id, workspace.name
        self.register_outputs({"id": self.id, "name": self.name})

    def _store(self, args: AzureMlWorkspaceArgs) -> storage.StorageAccount:
        """Account that every workspace has, for what its users and its services put down."""
        own = EncryptedArgs(**{field: getattr(args, field) for field in EncryptedArgs.model_fields})
        account, account_name = hardened(self, own)
        recoverable(self, own, account_name, days=RECOVERY_DAYS)
        ended: storage.ManagementPolicyActionArgsDict = {
            "version": {"delete": {"days_after_creation_greater_than": REPLACED_DAYS}}
        }
        lifecycle(self, own, account_name, {"end-replaced": ended})
        return account

    def _reached(self, word: str, account_id: In[str], args: AzureMlWorkspaceArgs) -> pulumi.Resource:
        """The workspace's network may have a private endpoint of an account."""
        name = f"{self.pulumi_resource_name}-{word}-connect"
        return allow(name, self, role=APPROVER, scope=account_id, principal_id=args.identity_principal)

    def _insights(self, args: AzureMlWorkspaceArgs) -> applicationinsights.Component:
        """Traces and the containers' output, kept in the Log Analytics workspace."""
        return applicationinsights.Component(
            self.pulumi_resource_name,
            resource_group_name=args.resource_group,
            location=args.location,
            kind="web",
            application_type="web",
            ingestion_mode="LogAnalytics",
            workspace_resource_id=args.workspace_id,
            disable_ip_masking=False,
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        )

    def _workspace(
        self,
        args: AzureMlWorkspaceArgs,
        store_id: Output[str],
        insights_id: Output[str],
        granted: Sequence[pulumi.Resource],
    ) -> machinelearningservices.Workspace:
        return machinelearningservices.Workspace(
            self.pulumi_resource_name[: NAME_MAX - DIGITS].rstrip("-"),
            resource_group_name=args.resource_group,
            location=args.location,
            kind="Default",
            sku={"name": "Basic", "tier": machinelearningservices.SkuTier.BASIC},
            friendly_name=self.pulumi_resource_name,
            identity={"type": "UserAssigned", "user_assigned_identities": [args.identity_id, args.key_user_id]},
            primary_user_assigned_identity=args.identity_id,
            storage_account=store_id,
            key_vault=args.vault_id,
            container_registry=args.registry_id,
            application_insights=insights_id,
            system_datastores_auth_mode="Identity",
            public_network_access="Disabled",
            allow_public_access_when_behind_vnet=False,
            hbi_workspace=True,
            v1_legacy_mode=False,
            managed_network=machinelearningservices.ManagedNetworkSettingsArgs(
                isolation_mode=_ISOLATION[args.nat], outbound_rules=_rules(args)
            ),
            provision_network_now=True,
            encryption=_encryption(args),
            enable_service_side_cmk_encryption=True,
            tags=args.tags,
            opts=ResourceOptions(parent=self, protect=args.protect or None, depends_on=granted),
        )


# https://learn.microsoft.com/azure/machine-learning/how-to-managed-network
_ISOLATION = {
    Nat.NONE: "AllowOnlyApprovedOutbound",
    Nat.SINGLE: "AllowInternetOutbound",
    Nat.PER_ZONE: "AllowInternetOutbound",
}


def _rules(args: AzureMlWorkspaceArgs) -> dict[str, machinelearningservices.PrivateEndpointOutboundRuleArgs]:
    """Private endpoints of the workspace's network, besides those of what it stands on, which it has by itself."""
    return {
        word: machinelearningservices.PrivateEndpointOutboundRuleArgs(
            type="PrivateEndpoint",
            category="UserDefined",
            destination=machinelearningservices.PrivateEndpointDestinationArgs(
                service_resource_id=account, subresource_target="blob", spark_enabled=False
            ),
        )
        for word, account in args.accounts.items()
    }


def _encryption(args: AzureMlWorkspaceArgs) -> machinelearningservices.EncryptionPropertyArgsDict:
    """Your key, taken by the identity that may use it.

    On the service's side, so that Azure makes no databases and search services in the subscription for it.
    https://learn.microsoft.com/azure/machine-learning/concept-customer-managed-keys
    """
    return {
        "status": "Enabled",
        "identity": {"user_assigned_identity": args.key_user_id},
        "key_vault_properties": {"key_identifier": args.key_uri, "key_vault_arm_id": args.vault_id},
    }
