"""FSx for Lustre: a parallel file system next to the accelerated nodes, filled from a bucket if there is one."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import cloudwatch, fsx
from pydantic import Field, model_validator

from stackwright.components.aws.firewall import LUSTRE, Firewall, Traffic, firewall
from stackwright.components.filesystems import lustre_sold
from stackwright.components.inputs import Args, In
from stackwright.components.limits import LUSTRE as LUSTRE_RULES


class AwsLustreArgs(Args):
    """Arguments of `AwsLustre`."""

    network_id: In[str]
    """VPC of the file system."""

    network_cidr: In[str]
    """Range of the VPC, from which the file system is reached."""

    subnet_id: In[str]
    """Private subnet, in the zone of the nodes: traffic between zones is slow and charged."""

    key_arn: In[str]
    """KMS key that encrypts files, backups and logs."""

    size_gib: int = 1200
    """Size: 1200, or a multiple of 2400."""

    throughput: int = 250
    """MB/s per TiB: 125, 250, 500 or 1000."""

    source_bucket: In[str] | None = None
    """Name of a bucket that fills the file system and receives its new and changed files; none when unset."""

    efa: bool = False
    """Clients may reach the file system over EFA, which needs large sizes; only over TCP otherwise."""

    fabric_security_group_id: In[str] | None = None
    """Security group of the nodes' fabric, which the file system joins for EFA and for that alone."""

    backup_days: int = Field(default=7, ge=0, le=90)
    """Days that daily backups are kept; with a source bucket there are none, the bucket is the durable copy."""

    log_retention_days: int = 365
    """Days that the log of imports and exports is kept."""

    protect: bool = False
    """Pulumi refuses to delete the file system, and deleting it later leaves a last backup."""

    @model_validator(mode="after")
    def _is_sold(self) -> "AwsLustreArgs":
        lustre_sold("aws", self.size_gib, self.throughput)
        return self

    @model_validator(mode="after")
    def _is_large_enough_for_efa(self) -> "AwsLustreArgs":
        step = LUSTRE_RULES["aws"].fabric_gib[self.throughput]
        if self.efa and self.size_gib % step:
            raise ValueError(f"efa at {self.throughput} MB/s per TiB needs a multiple of {step} GiB")
        if self.efa and self.fabric_security_group_id is None:
            raise ValueError("efa needs fabric_security_group_id, the group of the nodes that reach it")
        return self


class AwsLustre(pulumi.ComponentResource):
    """A durable, compressed and encrypted Lustre file system in one zone.

    It is tied to the bucket by a data repository association: objects appear as files, new and changed files are
    exported, and deleting a file deletes no object.
    """

    mount_source: Output[str]
    """What `mount` takes as its source, `<host>@tcp:/<name>`."""

    id: Output[str]
    """Id of the file system."""

    def __init__(self, name: str, args: AwsLustreArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsLustre", name, {}, opts)
        args = AwsLustreArgs.model_validate(args)

        self.size_gib = args.size_gib
        files = self._file_system(args)
        if args.source_bucket is not None:
            fsx.DataRepositoryAssociation(
                name,
                file_system_id=files.id,
                file_system_path="/",
                data_repository_path=Output.concat("s3://", args.source_bucket),
                batch_import_meta_data_on_create=True,
                delete_data_in_filesystem=False,
                s3={
                    "auto_import_policy": {"events": ["NEW", "CHANGED", "DELETED"]},
                    "auto_export_policy": {"events": ["NEW", "CHANGED"]},
                },
                opts=ResourceOptions(parent=self),
            )

        self.mount_source = Output.concat(files.dns_name, "@tcp:/", files.mount_name)
        self.id = files.id
        self.register_outputs({"mount_source": self.mount_source, "id": self.id})

    @property
    def mount_type(self) -> str:
        """What `mount -t` takes."""
        return "lustre"

    def _file_system(self, args: AwsLustreArgs) -> fsx.LustreFileSystem:
        """The file system; backups exist only where no bucket is linked.

        https://docs.aws.amazon.com/fsx/latest/APIReference/API_CreateBackup.html
        """
        own, backed_up = self._firewall(args), args.source_bucket is None and args.backup_days > 0
        fabric = args.fabric_security_group_id if args.efa else None
        return fsx.LustreFileSystem(
            self.pulumi_resource_name,
            deployment_type="PERSISTENT_2",
            storage_type="SSD",
            file_system_type_version="2.15",
            storage_capacity=args.size_gib,
            per_unit_storage_throughput=args.throughput,
            data_compression_type="LZ4",
            metadata_configuration={"mode": "AUTOMATIC"},
            subnet_ids=args.subnet_id,
            security_group_ids=[own.id] if fabric is None else [own.id, fabric],
            efa_enabled=args.efa or None,
            kms_key_id=args.key_arn,
            automatic_backup_retention_days=args.backup_days if backed_up else 0,
            copy_tags_to_backups=True if backed_up else None,
            skip_final_backup=not (backed_up and args.protect),
            log_configuration={"level": "WARN_ERROR", "destination": self._log(args, own)},
            tags={"Name": self.pulumi_resource_name},
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )

    def _firewall(self, args: AwsLustreArgs) -> Firewall:
        """Lustre speaks both ways: servers call their clients back."""
        lustre = {f"lustre-{ports[0]}": Traffic(args.network_cidr, ports) for ports in LUSTRE}
        return firewall(
            self.pulumi_resource_name,
            self,
            network_id=args.network_id,
            description="Lustre from and to the network",
            ingress=lustre,
            egress=lustre,
        )

    def _log(self, args: AwsLustreArgs, own: Firewall) -> Output[str]:
        """Log group below `/aws/fsx/`, where FSx wants it, named after the security group: different in every stack."""
        log = cloudwatch.LogGroup(
            self.pulumi_resource_name,
            name=Output.concat("/aws/fsx/", own.name),
            retention_in_days=args.log_retention_days,
            kms_key_id=args.key_arn,
            opts=ResourceOptions(parent=self),
        )
        return log.arn
