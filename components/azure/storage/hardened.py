"""The one storage account that all components make: no public address, no keys of its own, encrypted with yours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypedDict

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import storage
from pydantic import Field

from stackwright.components.azure.account import PlacedArgs, account_of
from stackwright.components.azure.diagnostics import record
from stackwright.components.inputs import In
from stackwright.components.waits import after

ACCOUNT_NAME_MAX = 24
"""https://learn.microsoft.com/azure/storage/common/storage-account-overview#storage-account-name"""
RETENTION_DAYS_MAX = 365
"""The longest that a deleted blob can be brought back: https://learn.microsoft.com/azure/storage/blobs/soft-delete-blob-overview"""
CONTAINER_DAYS = 14
"""Days that a deleted container can be brought back."""


class EncryptedArgs(PlacedArgs):
    """Arguments of every component that keeps data in a storage account."""

    vault_uri: In[str]
    """Address of the vault that the key is in."""

    key_name: In[str]
    """Name of the key; its newest version is taken up within a day."""

    key_user_id: In[str]
    """Resource id of the identity that may use the key."""

    workspace_id: In[str] | None = None
    """Log Analytics workspace that requests are recorded in; requests are not recorded when unset."""

    protect: bool = Field(default=False)
    """Pulumi refuses to delete the account; otherwise it is deleted with all its data, as Azure knows no emptiness."""


class Encryption(TypedDict):
    """What those arguments are but the place, to hand on to another component."""

    vault_uri: In[str]
    key_name: In[str]
    key_user_id: In[str]
    workspace_id: In[str] | None
    protect: bool


def encryption_of(args: EncryptedArgs) -> Encryption:
    """How the component of `args` keeps data, for a component inside it."""
    return {
        "vault_uri": args.vault_uri,
        "key_name": args.key_name,
        "key_user_id": args.key_user_id,
        "workspace_id": args.workspace_id,
        "protect": args.protect,
    }


@dataclass(frozen=True, slots=True)
class Service:
    """What an account is for, and what only an account for that takes."""

    name: str
    """Part of the account that requests go to, and are recorded of."""
    kind: storage.Kind
    sku: storage.SkuName
    encryption: storage.EncryptionArgsDict = field(default_factory=lambda: {})
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])


BLOBS = Service(
    "blobServices",
    storage.Kind.STORAGE_V2,
    storage.SkuName.STANDARD_ZRS,
    {
        "require_infrastructure_encryption": True,
        "services": {
            "blob": {"enabled": True, "key_type": "Account"},
            "file": {"enabled": True, "key_type": "Account"},
        },
    },
    {
        "access_tier": storage.AccessTier.HOT,
        "default_to_o_auth_authentication": True,
        "allowed_copy_scope": "AAD",
        "is_local_user_enabled": False,
        "is_sftp_enabled": False,
    },
)
FILES = Service("fileServices", storage.Kind.FILE_STORAGE, storage.SkuName.PREMIUM_ZRS)
"""NFS knows no keys and no names of people: what is in the network, by the private endpoint, is let in."""


def hardened(
    parent: pulumi.ComponentResource, args: EncryptedArgs, service: Service = BLOBS
) -> tuple[storage.StorageAccount, Output[str]]:
    """Account over all zones of the region, and its name, known at preview.

    Trusted services, such as the one that writes flow logs, come in with identities of their own although the public
    address is off: https://learn.microsoft.com/azure/storage/common/storage-network-security (trusted services)
    """
    name = parent.pulumi_resource_name
    chosen = account_of(parent).joined(name, args.location, limit=ACCOUNT_NAME_MAX)
    account = storage.StorageAccount(
        name,
        account_name=chosen,
        resource_group_name=args.resource_group,
        location=args.location,
        kind=service.kind,
        sku={"name": service.sku},
        identity={"type": "UserAssigned", "user_assigned_identities": [args.key_user_id]},
        encryption={**_encryption(args), **service.encryption},
        enable_https_traffic_only=True,
        minimum_tls_version="TLS1_2",
        allow_blob_public_access=False,
        allow_shared_key_access=False,
        allow_cross_tenant_replication=False,
        public_network_access="Disabled",
        network_rule_set={"default_action": storage.DefaultAction.DENY, "bypass": "AzureServices"},
        **service.settings,
        tags=args.tags,
        opts=ResourceOptions(parent=parent, protect=args.protect or None),
    )
    if args.workspace_id is not None:
        requests = Output.concat(account.id, f"/{service.name}/default")
        record(name, parent, resource_id=requests, workspace_id=args.workspace_id)
    return account, after(chosen, account.urn)


def _encryption(args: EncryptedArgs) -> storage.EncryptionArgsDict:
    return {
        "key_source": "Microsoft.Keyvault",
        "key_vault_properties": {"key_name": args.key_name, "key_vault_uri": args.vault_uri},
        "encryption_identity": {"encryption_user_assigned_identity": args.key_user_id},
    }


def recoverable(parent: pulumi.ComponentResource, args: PlacedArgs, account: In[str], *, days: int) -> None:
    """Keep versions of every blob, and deleted blobs for `days`."""
    storage.BlobServiceProperties(
        parent.pulumi_resource_name,
        account_name=account,
        resource_group_name=args.resource_group,
        blob_services_name="default",
        is_versioning_enabled=True,
        delete_retention_policy={"enabled": True, "days": days},
        container_delete_retention_policy={"enabled": True, "days": CONTAINER_DAYS},
        opts=ResourceOptions(parent=parent),
    )


def lifecycle(
    parent: pulumi.ComponentResource,
    args: PlacedArgs,
    account: In[str],
    rules: dict[str, storage.ManagementPolicyActionArgsDict],
) -> None:
    """Rules, by name, that move or end blobs as they age."""
    storage.ManagementPolicy(
        parent.pulumi_resource_name,
        account_name=account,
        resource_group_name=args.resource_group,
        management_policy_name="default",
        policy={
            "rules": [
                {
                    "name": name,
                    "enabled": True,
                    "type": "Lifecycle",
                    "definition": {"filters": {"blob_types": ["blockBlob"]}, "actions": actions},
                }
                for name, actions in rules.items()
            ]
        },
        opts=ResourceOptions(parent=parent),
    )
