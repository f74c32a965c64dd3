"""Azure Files by NFS: a share over all zones, mounted from every node."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import storage
from pydantic import Field

from stackwright.components.azure.account import account_of
from stackwright.components.azure.diagnostics import record
from stackwright.components.azure.storage.hardened import ACCOUNT_NAME_MAX, EncryptedArgs
from stackwright.components.limits import NFS

SHARE = "files"
"""Name of the share, the only one of its account."""

_RULES = NFS["azure"]


class AzureFilesArgs(EncryptedArgs):
    """Arguments of `AzureFiles`."""

    size_gib: int = Field(default=_RULES.smallest_gib, ge=_RULES.smallest_gib, le=_RULES.largest_gib)
    """Size that is paid for, which also gives the throughput; it can be changed later."""

    deleted_days: int = Field(default=14, ge=1, le=365)
    """Days that a deleted share can be brought back."""


class AzureFiles(pulumi.ComponentResource):
    """An encrypted share that takes connections by TLS alone, through a private endpoint.

    Chosen over Azure NetApp Files: that begins at 1 TiB and takes a delegated subnet; a share begins at 100 GiB, is
    reached like the stack's other storage and is copied to all zones. Secure transfer makes TLS a must for NFS too:
    https://learn.microsoft.com/azure/storage/files/encryption-in-transit-for-nfs-shares
    """

    mount_source: Output[str]
    """What `mount` takes as its source, `<account>.file.core.windows.net:/<account>/files`."""

    id: Output[str]
    """Resource id of the share."""

    account_id: Output[str]
    """Resource id of the storage account, which needs a private endpoint for `file`."""

    def __init__(self, name: str, args: AzureFilesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureFiles", name, {}, opts)
        args = AzureFilesArgs.model_validate(args)

        chosen = account_of(self).joined(name, args.location, limit=ACCOUNT_NAME_MAX)
        account = self._account(args, chosen)
        account_name = Output.all(chosen, account.urn).apply(lambda found: found[0])
        if args.workspace_id is not None:
            service = Output.concat(account.id, "/fileServices/default")
            record(name, self, resource_id=service, workspace_id=args.workspace_id)
        storage.FileServiceProperties(
            name,
            account_name=account_name,
            resource_group_name=args.resource_group,
            file_services_name="default",
            share_delete_retention_policy={"enabled": True, "days": args.deleted_days},
            opts=ResourceOptions(parent=self),
        )
        share = storage.FileShare(
            name,
            share_name=SHARE,
            account_name=account_name,
            resource_group_name=args.resource_group,
            enabled_protocols="NFS",
            root_squash="NoRootSquash",
            share_quota=args.size_gib,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )

        host = Output.concat(account_name, ".file.core.windows.net:/")
        self.mount_source = Output.all(Output.concat(host, account_name, "/", SHARE), share.urn).apply(
            lambda got: got[0]
        )
        self.id, self.account_id = share.id, account.id
        outputs = ("mount_source", "id", "account_id")
        self.register_outputs({each: getattr(self, each) for each in outputs})

    @property
    def mount_type(self) -> str:
        """What `mount -t` takes: the helper of Azure Files, which brings TLS."""
        return "aznfs"

    def _account(self, args: AzureFilesArgs, chosen: Output[str]) -> storage.StorageAccount:
        """NFS knows no keys and no names of people: what is in the network, by the endpoint, is let in."""
        return storage.StorageAccount(
            self.pulumi_resource_name,
            account_name=chosen,
            resource_group_name=args.resource_group,
            location=args.location,
            kind=storage.Kind.FILE_STORAGE,
            sku={"name": storage.SkuName.PREMIUM_ZRS},
            identity={"type": "UserAssigned", "user_assigned_identities": [args.key_user_id]},
            encryption={
                "key_source": "Microsoft.Keyvault",
                "key_vault_properties": {"key_name": args.key_name, "key_vault_uri": args.vault_uri},
                "encryption_identity": {"encryption_user_assigned_identity": args.key_user_id},
            },
            enable_https_traffic_only=True,
            minimum_tls_version="TLS1_2",
            allow_blob_public_access=False,
            allow_shared_key_access=False,
            allow_cross_tenant_replication=False,
            public_network_access="Disabled",
            network_rule_set={"default_action": storage.DefaultAction.DENY, "bypass": "AzureServices"},
            tags=args.tags,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )
