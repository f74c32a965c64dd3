"""Nodes without accelerators, on which the cluster's own services run."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2, eks
from pydantic import Field

from stackwright.components.aws.account import account_of
from stackwright.components.aws.cluster.node_settings import metadata_options, root_volume, tagged
from stackwright.components.aws.cluster.service_roles import node_trust, service_role
from stackwright.components.inputs import Args, In
from stackwright.components.pools import SYSTEM_LABELS

_POLICIES = ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly")
"""https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html; the CNI has a role of its own."""


class AwsSystemNodesArgs(Args):
    """Arguments of `AwsSystemNodes`."""

    cluster_name: In[str]
    """Cluster that the nodes join."""

    version: In[str]
    """Kubernetes version of the nodes, that of the cluster."""

    subnet_ids: In[Sequence[str]]
    """Private subnets of the nodes, one per zone."""

    security_group_id: In[str]
    """Security group through which nodes and control plane reach each other."""

    key_arn: In[str]
    """KMS key that encrypts the disks."""

    machine_type: str = "m7i.large"
    """x86_64 machine type without accelerators."""

    nodes: int = Field(default=2, ge=1, le=100)
    """Number of nodes, spread over the subnets."""

    disk_gib: int = Field(default=50, ge=20, le=16384)
    """Size of the root volume."""

    tags: Mapping[str, str] = Field(default_factory=dict)
    """Tags of instances, volumes and network interfaces."""


class AwsSystemNodes(pulumi.ComponentResource):
    """A managed node group that repairs its nodes and replaces them one at a time."""

    cluster_name: Output[str]
    """Name of the cluster, once it has nodes to run something on."""

    role_arn: Output[str]
    """IAM role of the nodes, which pools of accelerated nodes share."""

    def __init__(self, name: str, args: AwsSystemNodesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsSystemNodes", name, {}, opts)
        args = AwsSystemNodesArgs.model_validate(args)
        account = account_of(self)
        role, granted = service_role(name, node_trust(account), account, self, _POLICIES)

        template = ec2.LaunchTemplate(
            name,
            metadata_options=metadata_options(),
            block_device_mappings=[root_volume(args.key_arn, args.disk_gib)],
            vpc_security_group_ids=[args.security_group_id],
            tag_specifications=tagged(name, args.tags),
            opts=ResourceOptions(parent=self),
        )
        group = eks.NodeGroup(
            name,
            cluster_name=args.cluster_name,
            version=args.version,
            node_role_arn=role.arn,
            subnet_ids=args.subnet_ids,
            ami_type="AL2023_x86_64_STANDARD",
            capacity_type="ON_DEMAND",
            instance_types=[args.machine_type],
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            scaling_config={"min_size": args.nodes, "max_size": args.nodes, "desired_size": args.nodes},
            update_config={"max_unavailable": 1},
            node_repair_config={"enabled": True},
            labels=dict(SYSTEM_LABELS),
            opts=ResourceOptions(parent=self, depends_on=granted),
        )

        self.cluster_name = group.cluster_name
        self.role_arn = role.arn
        self.register_outputs({"cluster_name": self.cluster_name, "role_arn": self.role_arn})
