"""Private, versioned blob storage encrypted with a key you own."""

import re

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import storage
from pydantic import Field

from stackwright.components.azure.identity import identity_of
from stackwright.components.azure.permissions import BLOB_CONTRIBUTOR, BLOB_READER
from stackwright.components.azure.storage.hardened import (
    RETENTION_DAYS_MAX,
    EncryptedArgs,
    hardened,
    lifecycle,
    recoverable,
)
from stackwright.components.roles import Identity

COOL_AFTER_DAYS = 30
"""Days after which a version that is kept for good moves to the cool tier, the fewest that tier bills.

https://learn.microsoft.com/azure/storage/blobs/access-tiers-overview
"""
RECOVERY_DAYS = 14
"""Days that a deleted blob can be brought back where versions are kept for good."""


class AzureBucketArgs(EncryptedArgs):
    """Arguments of `AzureBucket`."""

    retention_days: int | None = Field(default=None, ge=1, le=RETENTION_DAYS_MAX)
    """Days a replaced or deleted object is kept at least; kept for good when unset."""


class AzureBucket(pulumi.ComponentResource):
    """A container in a storage account of its own, which nobody reaches without a private endpoint and a grant."""

    name: Output[str]
    """Name of the storage account, known at preview."""

    container: Output[str]
    """Name of the container, known at preview."""

    uri: Output[str]
    """Address of the container, `https://<account>.blob.core.windows.net/<container>`."""

    account_id: Output[str]
    """Resource id of the storage account."""

    container_id: Output[str]
    """Resource id of the container."""

    def __init__(self, name: str, args: AzureBucketArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureBucket", name, {}, opts)
        args = AzureBucketArgs.model_validate(args)

        account, account_name = hardened(self, args)
        recoverable(self, args, account_name, days=args.retention_days or RECOVERY_DAYS)
        lifecycle(self, args, account_name, _aging(args.retention_days))
        container_name = _container_name(name)
        container = storage.BlobContainer(
            name,
            account_name=account_name,
            resource_group_name=args.resource_group,
            container_name=container_name,
            public_access=storage.PublicAccess.NONE,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )

        self.name = account_name
        self.container = Output.from_input(container_name)
        self.uri = Output.concat("https://", self.name, ".blob.core.windows.net/", container_name)
        self.account_id = account.id
        self.container_id = container.id
        self.register_outputs(
            {
                "name": self.name,
                "container": self.container,
                "uri": self.uri,
                "account_id": self.account_id,
                "container_id": self.container_id,
            }
        )

    def allow_read(self, who: Identity) -> None:
        """Let `who` list and read objects of this container."""
        self._allow(who, "read", BLOB_READER)

    def allow_write(self, who: Identity) -> None:
        """Let `who` list, read, write and delete objects of this container."""
        self._allow(who, "write", BLOB_CONTRIBUTOR)

    def _allow(self, who: Identity, what: str, role: str) -> None:
        identity_of(who).grant(f"{self.pulumi_resource_name}-{what}", role=role, scope=self.container_id)


def _container_name(name: str) -> str:
    """Containers have 3 to 63 lower-case letters, digits and single dashes.

    https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
    """
    return re.sub(r"[^a-z0-9]+", "-", name.lower())[:63].strip("-").ljust(3, "0")


def _aging(days: int | None) -> dict[str, storage.ManagementPolicyActionArgsDict]:
    """The age of a version counts from when it was written, so what a rule ends is then kept as deleted as long again.

    https://learn.microsoft.com/azure/storage/blobs/lifecycle-management-policy-structure
    """
    if days is None:
        return {"cool-replaced": {"version": {"tier_to_cool": {"days_after_creation_greater_than": COOL_AFTER_DAYS}}}}
    return {"end-replaced": {"version": {"delete": {"days_after_creation_greater_than": days}}}}
