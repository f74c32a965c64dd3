"""A pool of accelerated nodes in one zone, with their fabric, their capacity and their local disks set up."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2, eks
from pydantic import Field, field_validator, model_validator

from stackwright.accelerators.images import ami_type
from stackwright.accelerators.machines import Machine
from stackwright.components import pools
from stackwright.components.aws.cluster.node_settings import metadata_options, root_volume, tagged
from stackwright.components.aws.firewall import LUSTRE, Firewall, Traffic, firewall
from stackwright.components.aws.gpu_nodes.capacity import CAPACITY_TYPE, market, reservation
from stackwright.components.aws.gpu_nodes.launch import network_interfaces, user_data
from stackwright.components.inputs import Args, In
from stackwright.components.intents import Capacity, Purchase

RESOURCE = {"nvidia": "nvidia.com/gpu", "neuron": "aws.amazon.com/neuron"}
"""Kubernetes resource of the device plugin, by maker; pools carry it as their taint."""


class AwsGpuNodesArgs(Args):
    """Arguments of `AwsGpuNodes`."""

    cluster_name: In[str]
    """Cluster that the nodes join."""

    version: In[str]
    """Kubernetes version of the nodes, that of the cluster."""

    node_role_arn: In[str]
    """IAM role of the nodes."""

    cluster_security_group_id: In[str]
    """Security group through which nodes and control plane reach each other."""

    network_id: In[str]
    """VPC of the nodes."""

    network_cidr: In[str]
    """Range of the VPC, in which Lustre file systems are."""

    subnet_id: In[str]
    """Private subnet, in the zone of the reserved capacity if there is any; fabrics do not cross zones."""

    key_arn: In[str]
    """KMS key that encrypts the disks."""

    machine: Machine
    """Machine type."""

    nodes: int = Field(ge=0, le=450)
    """Number of nodes, all the time; 450 is EKS's quota of one node group."""

    purchase: Purchase = Purchase()
    """How the machines are bought; on demand when left out."""

    disk_gib: int = Field(default=200, ge=50, le=16384)
    """Size of the root volume, which holds images where the machine has no local disks."""

    placement_group: bool = False
    """Machines are placed close to each other, at the price of finding fewer of them."""

    tags: Mapping[str, str] = Field(default_factory=dict)
    """Tags of instances, volumes and network interfaces."""

    @field_validator("machine")
    @classmethod
    def _is_accelerated(cls, machine: Machine) -> Machine:
        return pools.accelerated(machine, "aws", "AWS", RESOURCE)

    @field_validator("purchase")
    @classmethod
    def _names_its_reservation(cls, purchase: Purchase) -> Purchase:
        return pools.bought(purchase, "aws")

    @model_validator(mode="after")
    def _places_freely_in_reservations(self) -> "AwsGpuNodesArgs":
        # a group has its own placement: only part of the reserved machines start, or none
        # (terraform-aws-eks issues 3661, 3670, 3699, eksctl 7949)
        pools.placed(self.placement_group, self.purchase)
        return self


class AwsGpuNodes(pulumi.ComponentResource):
    """A managed node group of a fixed size, tainted for accelerated work, whose broken nodes are replaced."""

    name: Output[str]
    """Name of the node group, known at preview."""

    scaling_group: Output[str]
    """Name of the Auto Scaling group that EKS keeps the nodes in."""

    security_group_id: Output[str]
    """Security group of the nodes' fabric."""

    def __init__(self, name: str, args: AwsGpuNodesArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsGpuNodes", name, {}, opts)
        args = AwsGpuNodesArgs.model_validate(args)
        self._machine, self._purchase = args.machine, args.purchase

        pools.told_of_tcp(self, args.machine, args.nodes)
        fabric = self._fabric(args)
        group = self._node_group(args, self._template(args, fabric))

        self.name = group.node_group_name
        self.scaling_group = group.resources.apply(_scaling_group)
        self.security_group_id = fabric.id
        outputs = ("name", "scaling_group", "security_group_id")
        self.register_outputs({each: getattr(self, each) for each in outputs})

    @property
    def labels(self) -> Mapping[str, str]:
        """Kubernetes labels of the nodes."""
        return pools.labels(self._machine, self._purchase, RESOURCE[self._machine.family])

    @property
    def taints(self) -> Sequence[str]:
        """Kubernetes taints of the nodes, `key=value:Effect`."""
        return (f"{RESOURCE[self._machine.family]}=true:NoSchedule",)

    def _fabric(self, args: AwsGpuNodesArgs) -> Firewall:
        """EFA needs a group open to itself in both directions; a rule to 0.0.0.0/0 does not let its traffic out.

        https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/efa-start.html
        """
        lustre = {f"lustre-{ports[0]}": Traffic(args.network_cidr, ports) for ports in LUSTRE}
        return firewall(
            f"{self.pulumi_resource_name}-fabric",
            self,
            network_id=args.network_id,
            description="Accelerated nodes of one pool",
            ingress={"each-other": Traffic(), **lustre},
            egress={"each-other": Traffic(), **lustre},
        )

    def _template(self, args: AwsGpuNodesArgs, fabric: Firewall) -> ec2.LaunchTemplate:
        name, child = self.pulumi_resource_name, ResourceOptions(parent=self)
        groups = [fabric.id, Output.from_input(args.cluster_security_group_id)]
        interfaces = network_interfaces(args.machine, groups)
        place = ec2.PlacementGroup(name, strategy="cluster", opts=child).name if args.placement_group else None
        block = args.purchase.capacity is Capacity.CAPACITY_BLOCK
        return ec2.LaunchTemplate(
            name,
            instance_type=args.machine.name if block else None,
            instance_market_options=market(args.purchase),
            capacity_reservation_specification=reservation(args.purchase),
            metadata_options=metadata_options(),
            block_device_mappings=[root_volume(args.key_arn, args.disk_gib)],
            ebs_optimized="true",
            network_interfaces=interfaces,
            vpc_security_group_ids=None if interfaces else groups,
            placement=ec2.LaunchTemplatePlacementArgs(group_name=place) if place is not None else None,
            user_data=user_data(args.machine),
            tag_specifications=tagged(name, args.tags),
            opts=child,
        )

    def _node_group(self, args: AwsGpuNodesArgs, template: ec2.LaunchTemplate) -> eks.NodeGroup:
        """The node group; reserved machines are given up before their successors start, as there are no others."""
        capacity = args.purchase.capacity
        reserved = capacity in pools.RESERVED
        return eks.NodeGroup(
            self.pulumi_resource_name,
            cluster_name=args.cluster_name,
            version=args.version,
            node_role_arn=args.node_role_arn,
            subnet_ids=[args.subnet_id],
            ami_type=ami_type(args.machine),
            capacity_type=CAPACITY_TYPE[capacity],
            instance_types=None if capacity is Capacity.CAPACITY_BLOCK else [args.machine.name],
            launch_template={"id": template.id, "version": template.latest_version.apply(str)},
            scaling_config={"min_size": args.nodes, "max_size": args.nodes or 1, "desired_size": args.nodes},
            update_config={"max_unavailable": 1, "update_strategy": "MINIMAL" if reserved else "DEFAULT"},
            node_repair_config={"enabled": True},
            labels=self.labels,
            taints=[{"key": RESOURCE[args.machine.family], "value": "true", "effect": "NO_SCHEDULE"}],
            opts=ResourceOptions(parent=self, delete_before_replace=reserved or None),
        )


def _scaling_group(resources: Sequence[eks.outputs.NodeGroupResource]) -> str:
    groups = resources[0].autoscaling_groups or []
    return groups[0].name or ""
