"""The way from private subnets to the internet: a public tier with a gateway and NAT, and nothing in it."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import ec2

from stackwright.components.inputs import Args, In
from stackwright.components.intents import Nat

ANYWHERE = "0.0.0.0/0"


class AwsInternetArgs(Args):
    """Arguments of `AwsInternet`."""

    vpc_id: In[str]
    """Network that gets the way."""

    zones: Sequence[In[str]]
    """Zones of the public subnets."""

    keep_zones: bool = False
    """Subnets stay in their zone when another one is asked for."""

    cidrs: list[str]
    """Ranges of the public subnets, one per zone."""

    route_table_ids: Sequence[In[str]]
    """Route tables of the private subnets, one per zone."""

    nat: Nat
    """One NAT gateway for all zones, or one in each, which a zone's failure does not take from the others."""


class AwsInternet(pulumi.ComponentResource):
    """Public subnets that give no public address at launch, and the NAT gateways in them."""

    route_ids: Output[Sequence[str]]
    """Routes of the private subnets, one per zone: who waits for them can reach the internet."""

    def __init__(self, name: str, args: AwsInternetArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsInternet", name, {}, opts)
        args = AwsInternetArgs.model_validate(args)

        gateway = ec2.InternetGateway(name, vpc_id=args.vpc_id, tags={"Name": name}, opts=ResourceOptions(parent=self))
        subnets = self._public_tier(args, gateway)
        gateways = [
            self._nat(number, subnet, gateway)
            for number, subnet in enumerate(subnets[: 1 if args.nat is Nat.SINGLE else None], start=1)
        ]
        self.routes = [
            ec2.Route(
                f"{name}-private-{number}",
                route_table_id=table,
                destination_cidr_block=ANYWHERE,
                nat_gateway_id=gateways[min(number, len(gateways)) - 1].id,
                opts=ResourceOptions(parent=self),
            ).id
            for number, table in enumerate(args.route_table_ids, start=1)
        ]

        self.route_ids = Output.all(*self.routes)
        self.register_outputs({"route_ids": self.route_ids})

    def _public_tier(self, args: AwsInternetArgs, gateway: ec2.InternetGateway) -> list[ec2.Subnet]:
        name, child = f"{self.pulumi_resource_name}-public", ResourceOptions(parent=self)
        table = ec2.RouteTable(name, vpc_id=args.vpc_id, tags={"Name": name}, opts=child)
        ec2.Route(
            name,
            route_table_id=table.id,
            destination_cidr_block=ANYWHERE,
            gateway_id=gateway.id,
            opts=child,
        )
        kept = ["availabilityZone"] if args.keep_zones else None
        subnets: list[ec2.Subnet] = []
        for number, (zone, cidr) in enumerate(zip(args.zones, args.cidrs, strict=True), start=1):
            subnet = ec2.Subnet(
                f"{name}-{number}",
                vpc_id=args.vpc_id,
                availability_zone=zone,
                cidr_block=cidr,
                map_public_ip_on_launch=False,
                # where Kubernetes puts load balancers that face the internet
                tags={"Name": f"{name}-{number}", "kubernetes.io/role/elb": "1"},
                opts=ResourceOptions(parent=self, ignore_changes=kept),
            )
            ec2.RouteTableAssociation(f"{name}-{number}", subnet_id=subnet.id, route_table_id=table.id, opts=child)
            subnets.append(subnet)
        return subnets

    def _nat(self, number: int, subnet: ec2.Subnet, gateway: ec2.InternetGateway) -> ec2.NatGateway:
        name = f"{self.pulumi_resource_name}-nat-{number}"
        address = ec2.Eip(name, domain="vpc", tags={"Name": name}, opts=ResourceOptions(parent=self))
        return ec2.NatGateway(
            name,
            subnet_id=subnet.id,
            allocation_id=address.allocation_id,
            connectivity_type="public",
            tags={"Name": name},
            opts=ResourceOptions(parent=self, depends_on=[gateway]),
        )
