"""Azure Files by NFS: a share over all zones, mounted from every node."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import storage
from pydantic import Field

from stackwright.components.azure.storage.hardened import FILES, EncryptedArgs, hardened
from stackwright.components.limits import NFS
from stackwright.components.waits import after

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

        account, account_name = hardened(self, args, FILES)
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
        self.mount_source = after(Output.concat(host, account_name, "/", SHARE), share.urn)
        self.id, self.account_id = share.id, account.id
        outputs = ("mount_source", "id", "account_id")
        self.register_outputs({each: getattr(self, each) for each in outputs})

    @property
    def mount_type(self) -> str:
        """What `mount -t` takes: the helper of Azure Files, which brings TLS."""
        return "aznfs"
