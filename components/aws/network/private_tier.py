"""The subnets that machines live in: no public addresses, and a route table in each zone."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2

from stackwright.components.inputs import Args, In


class AwsPrivateTierArgs(Args):
    """Arguments of `AwsPrivateTier`."""

    vpc_id: In[str]
    """Network that the subnets are in."""

    zones: Sequence[In[str]]
    """Zones of the subnets."""

    keep_zones: bool = False
    """Subnets stay in their zone when another one is asked for."""

    cidrs: list[str]
    """Ranges of the subnets, one per zone."""


class AwsPrivateTier(pulumi.ComponentResource):
    """Private subnets, each with a route table of its own, so that zones do not share their way out."""

    subnet_ids: Output[Sequence[str]]
    """Subnets, one per zone, once they have their route table."""

    route_table_ids: Output[Sequence[str]]
    """Route tables, one per zone."""

    def __init__(self, name: str, args: AwsPrivateTierArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsPrivateTier", name, {}, opts)
        args = AwsPrivateTierArgs.model_validate(args)
        zones = list(zip(args.zones, args.cidrs, strict=True))

        subnets = [self._subnet(args, number, *zone) for number, zone in enumerate(zones, start=1)]
        tables = [self._table(args, number, subnet) for number, subnet in enumerate(subnets, start=1)]

        self.subnets = [subnet.id for subnet in subnets]
        self.tables = tables
        self.subnet_ids = Output.all(*self.subnets)
        self.route_table_ids = Output.all(*tables)
        self.register_outputs({"subnet_ids": self.subnet_ids, "route_table_ids": self.route_table_ids})

    def _subnet(self, args: AwsPrivateTierArgs, number: int, zone: In[str], cidr: str) -> ec2.Subnet:
        name = f"{self.pulumi_resource_name}-{number}"
        return ec2.Subnet(
            name,
            vpc_id=args.vpc_id,
            availability_zone=zone,
            cidr_block=cidr,
            map_public_ip_on_launch=False,
            # where Kubernetes puts load balancers of the network's own
            tags={"Name": name, "kubernetes.io/role/internal-elb": "1"},
            opts=ResourceOptions(parent=self, ignore_changes=["availabilityZone"] if args.keep_zones else None),
        )

    def _table(self, args: AwsPrivateTierArgs, number: int, subnet: ec2.Subnet) -> Output[str]:
        """Id of the subnet's route table, known once both are joined."""
        name, child = f"{self.pulumi_resource_name}-{number}", ResourceOptions(parent=self)
        table = ec2.RouteTable(name, vpc_id=args.vpc_id, tags={"Name": name}, opts=child)
        joined = ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id, opts=child)
        return joined.route_table_id
