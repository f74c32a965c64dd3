"""Azure Managed Lustre: a parallel file system next to the accelerated nodes."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import storagecache
from pydantic import Field, model_validator

from stackwright.components.azure.account import PlacedArgs
from stackwright.components.filesystems import lustre_sold
from stackwright.components.inputs import In

_GIB_PER_TIB = 1024


class AzureLustreArgs(PlacedArgs):
    """Arguments of `AzureLustre`."""

    subnet_id: In[str]
    """Private subnet for file systems; AKS nodes are elsewhere, and reach it inside the network."""

    key_uri: In[str]
    """Address of the key's version that encrypts the disks."""

    vault_id: In[str]
    """Key Vault of that key."""

    key_user_id: In[str]
    """Identity that may use the key."""

    zone: str = Field(default="1", pattern=r"^[1-3]$")
    """Availability zone, that of the nodes: traffic between zones is slow."""

    size_gib: int = 8192
    """Size, in steps that depend on the throughput: 49152, 16384, 8192 or 4096 for 40, 125, 250 or 500 MB/s per TiB."""

    throughput: int = 250
    """MB/s per TiB: 40, 125, 250 or 500."""

    source_container_id: In[str] | None = None
    """Blob container whose objects appear as files; none when unset.

    Azure Managed Lustre reads it with keys of the storage account, which the accounts of `AzureBucket` do not have.
    """

    log_container_id: In[str] | None = None
    """Blob container of the same account that imports and exports are recorded in."""

    protect: bool = False
    """Pulumi refuses to delete the file system."""

    @model_validator(mode="after")
    def _is_sold(self) -> "AzureLustreArgs":
        lustre_sold("azure", self.size_gib, self.throughput)
        return self

    @model_validator(mode="after")
    def _records_what_it_imports(self) -> "AzureLustreArgs":
        if (self.source_container_id is None) != (self.log_container_id is None):
            raise ValueError("source_container_id and log_container_id go together - give both or neither")
        return self


class AzureLustre(pulumi.ComponentResource):
    """A durable Lustre file system in one zone, encrypted with your key.

    With a source, names are imported when it is made and contents at their first use; changed files go back by
    archive jobs (https://learn.microsoft.com/azure/azure-managed-lustre/blob-integration). Its size and its
    throughput cannot be changed: others are another file system.
    """

    mount_source: Output[str]
    """What `mount` takes as its source, `<address>@tcp:/lustrefs`."""

    id: Output[str]
    """Resource id of the file system."""

    def __init__(self, name: str, args: AzureLustreArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureLustre", name, {}, opts)
        args = AzureLustreArgs.model_validate(args)

        self.size_gib = args.size_gib
        files = storagecache.AmlFilesystem(
            name,
            resource_group_name=args.resource_group,
            location=args.location,
            sku={"name": f"AMLFS-Durable-Premium-{args.throughput}"},
            storage_capacity_ti_b=args.size_gib / _GIB_PER_TIB,
            zones=[args.zone],
            filesystem_subnet=args.subnet_id,
            identity={
                "type": storagecache.AmlFilesystemIdentityType.USER_ASSIGNED,
                "user_assigned_identities": [args.key_user_id],
            },
            encryption_settings={
                "key_encryption_key": {"key_url": args.key_uri, "source_vault": {"id": args.vault_id}}
            },
            hsm=_imported(args),
            maintenance_window={
                "day_of_week": storagecache.MaintenanceDayOfWeekType.SUNDAY,
                "time_of_day_utc": "01:00",
            },
            tags=args.tags,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )

        self.mount_source = Output.concat(files.client_info.apply(lambda info: info.mgs_address), "@tcp:/lustrefs")
        self.id = files.id
        self.register_outputs({"mount_source": self.mount_source, "id": self.id})

    @property
    def mount_type(self) -> str:
        """What `mount -t` takes."""
        return "lustre"


def _imported(args: AzureLustreArgs) -> storagecache.AmlFilesystemHsmArgsDict | None:
    if args.source_container_id is None or args.log_container_id is None:
        return None
    return {
        "settings": {
            "container": args.source_container_id,
            "logging_container": args.log_container_id,
            "import_prefix": "/",
        }
    }
