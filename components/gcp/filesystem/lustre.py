"""Managed Lustre: a parallel file system next to the accelerated nodes."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import lustre
from pydantic import model_validator

from stackwright.components.filesystems import lustre_sold
from stackwright.components.gcp.project import project_of, unique
from stackwright.components.inputs import Args, In

_INSTANCE_ID_LENGTH = 63
_NAME = "scratch"


class GcpLustreArgs(Args):
    """Arguments of `GcpLustre`."""

    network_path: In[str]
    """`projects/<project>/global/networks/<name>` of the VPC, once it is peered with Google's services."""

    zone: In[str]
    """Zone of the nodes: traffic between zones is slow and charged."""

    key_id: In[str]
    """KMS key of the region that encrypts the files."""

    size_gib: int = 18_000
    """Size: a multiple of 72000, 36000, 18000 or 9000 at 125, 250, 500 or 1000 MB/s per TiB."""

    throughput: int = 500
    """MB/s per TiB: 125, 250, 500 or 1000."""

    protect: bool = False
    """Pulumi refuses to delete the file system."""

    @model_validator(mode="after")
    def _is_sold(self) -> "GcpLustreArgs":
        lustre_sold("gcp", self.size_gib, self.throughput)
        return self


class GcpLustre(pulumi.ComponentResource):
    """An encrypted Lustre file system in one zone, in Google's own network, reached through the peering.

    Files come from a bucket and go back to it by import and export runs, which are calls, not resources.
    """

    mount_source: Output[str]
    """What `mount` takes as its source, `<address>@tcp:/<name>`."""

    id: Output[str]
    """Path of the file system."""

    def __init__(self, name: str, args: GcpLustreArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpLustre", name, {}, opts)
        args = GcpLustreArgs.model_validate(args)

        self.size_gib = args.size_gib
        files = lustre.Instance(
            name,
            project=project_of(self).id,
            instance_id=unique(name, _INSTANCE_ID_LENGTH),
            location=args.zone,
            filesystem=_NAME,
            network=args.network_path,
            capacity_gib=str(args.size_gib),
            per_unit_storage_throughput=str(args.throughput),
            kms_key=args.key_id,
            description=f"Lustre of {name}",
            opts=ResourceOptions(parent=self, protect=args.protect or None, delete_before_replace=True),
        )

        self.mount_source = files.mount_point
        self.id = files.id
        self.register_outputs({"mount_source": self.mount_source, "id": self.id})

    @property
    def mount_type(self) -> str:
        """What `mount -t` takes."""
        return "lustre"
