"""EFS: a file system that grows by itself and is mounted from every zone."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import efs
from pydantic import Field

from stackwright.components.aws.account import Statement, document
from stackwright.components.aws.firewall import Traffic, firewall
from stackwright.components.inputs import Args, In
from stackwright.components.waits import after

_NFS = (2049, 2049)


class AwsNfsArgs(Args):
    """Arguments of `AwsNfs`."""

    network_id: In[str]
    """VPC of the file system."""

    network_cidr: In[str]
    """Range of the VPC, from which the file system is reached."""

    subnet_ids: list[In[str]] = Field(min_length=1)
    """Private subnets, one per zone, each with an address of the file system."""

    key_arn: In[str]
    """KMS key that encrypts files and backups."""

    backups: bool = True
    """AWS Backup keeps daily backups."""

    protect: bool = False
    """Pulumi refuses to delete the file system."""


class AwsNfs(pulumi.ComponentResource):
    """An encrypted file system that takes connections by TLS alone; unread files move to cheaper storage."""

    mount_source: Output[str]
    """What `mount` takes as its source, `<file system id>:/`."""

    id: Output[str]
    """Id of the file system."""

    def __init__(self, name: str, args: AwsNfsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsNfs", name, {}, opts)
        args = AwsNfsArgs.model_validate(args)
        child = ResourceOptions(parent=self)

        files = efs.FileSystem(
            name,
            encrypted=True,
            kms_key_id=args.key_arn,
            throughput_mode="elastic",
            lifecycle_policies=[
                {"transition_to_ia": "AFTER_30_DAYS"},
                {"transition_to_primary_storage_class": "AFTER_1_ACCESS"},
            ],
            tags={"Name": name},
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )
        efs.FileSystemPolicy(name, file_system_id=files.id, policy=document(_DENY_PLAIN, _ALLOW_NETWORK), opts=child)
        status = "ENABLED" if args.backups else "DISABLED"
        efs.BackupPolicy(name, file_system_id=files.id, backup_policy={"status": status}, opts=child)
        mounts = self._mount_targets(args, files)

        self.mount_source = Output.concat(mounts, ":/")
        self.id = files.id
        self.register_outputs({"mount_source": self.mount_source, "id": self.id})

    @property
    def mount_type(self) -> str:
        """What `mount -t` takes: the helper of EFS, which brings TLS (`-o tls`)."""
        return "efs"

    def _mount_targets(self, args: AwsNfsArgs, files: efs.FileSystem) -> Output[str]:
        """Id of the file system, once it can be reached from every subnet."""
        name = self.pulumi_resource_name
        group = firewall(
            name,
            self,
            network_id=args.network_id,
            description="NFS from the network",
            ingress={"nfs-clients": Traffic(args.network_cidr, _NFS)},
            egress={},
        )
        targets = [
            efs.MountTarget(
                f"{name}-{number}",
                file_system_id=files.id,
                subnet_id=subnet,
                security_groups=[group.id],
                opts=ResourceOptions(parent=self),
            ).file_system_id
            for number, subnet in enumerate(args.subnet_ids)
        ]
        return after(files.id, *targets)


# https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html: a policy replaces the default one, so
# what clients in the network may do is said too. Statements of its own file system need no Resource (the AWS CDK
# writes them so), and the file system's ARN would keep the document unknown at preview
_DENY_PLAIN: Statement = {
    "Sid": "TlsOnly",
    "Effect": "Deny",
    "Principal": {"AWS": "*"},
    "Action": "*",
    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
}
_ALLOW_NETWORK: Statement = {
    "Sid": "ThroughMountTargets",
    "Effect": "Allow",
    "Principal": {"AWS": "*"},
    "Action": [f"elasticfilesystem:Client{action}" for action in ("Mount", "Write", "RootAccess")],
    "Condition": {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}},
}
