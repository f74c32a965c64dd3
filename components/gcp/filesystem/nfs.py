"""Filestore: a file system of a whole region, mounted from every zone."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import filestore
from pydantic import Field, field_validator

from stackwright.components.filesystems import nfs_sold
from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args, In
from stackwright.components.limits import NFS

_RULES = NFS["gcp"]
_SHARE = "share"


class GcpNfsArgs(Args):
    """Arguments of `GcpNfs`."""

    network_path: In[str]
    """`projects/<project>/global/networks/<name>` of the VPC, once it is peered with Google's services."""

    network_cidr: In[str]
    """Range of the VPC, from which the file system is reached."""

    key_id: In[str]
    """KMS key of the region that encrypts the files."""

    size_gib: int = Field(default=_RULES.smallest_gib, ge=_RULES.smallest_gib, le=_RULES.largest_gib)
    """Size: 1024 to 10239, or a multiple of 2560 from 10240."""

    protect: bool = False
    """Pulumi and Filestore refuse to delete the file system."""

    @field_validator("size_gib")
    @classmethod
    def _is_sold(cls, size: int) -> int:
        return nfs_sold("gcp", size)


class GcpNfs(pulumi.ComponentResource):
    """An encrypted file system, kept in three zones, that the network alone reaches, by NFS 4.1."""

    mount_source: Output[str]
    """What `mount` takes as its source, `<address>:/<share>`."""

    id: Output[str]
    """Path of the file system."""

    def __init__(self, name: str, args: GcpNfsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpNfs", name, {}, opts)
        args = GcpNfsArgs.model_validate(args)
        project = project_of(self)

        files = filestore.Instance(
            name,
            project=project.id,
            location=project.region,
            tier="REGIONAL",
            protocol="NFS_V4_1",
            networks=[
                {
                    "network": args.network_path,
                    "modes": ["MODE_IPV4"],
                    "connect_mode": "PRIVATE_SERVICE_ACCESS",
                }
            ],
            file_shares={
                "name": _SHARE,
                "capacity_gb": args.size_gib,
                "nfs_export_options": [
                    {"ip_ranges": [args.network_cidr], "access_mode": "READ_WRITE", "squash_mode": "NO_ROOT_SQUASH"}
                ],
            },
            kms_key_name=args.key_id,
            deletion_protection_enabled=args.protect,
            description=f"Files of {name}",
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )

        self.mount_source = Output.concat(files.networks.apply(_address), ":/", _SHARE)
        self.id = files.id
        self.register_outputs({"mount_source": self.mount_source, "id": self.id})

    @property
    def mount_type(self) -> str:
        """What `mount -t` takes."""
        return "nfs4"


def _address(networks: Sequence[filestore.outputs.InstanceNetwork]) -> str:
    return (networks[0].ip_addresses or [""])[0]
