"""A private network over several zones, with private ways to AWS services and a record of its traffic."""

from collections.abc import Sequence

import pulumi
import pulumi_aws
from pulumi import InvokeOutputOptions, Output, ResourceOptions
from pulumi_aws import ec2
from pydantic import Field, field_validator

from stackwright.components.aws.network.addresses import ZONES_MAX, tiers
from stackwright.components.aws.network.endpoints import AwsPrivateEndpoints, AwsPrivateEndpointsArgs
from stackwright.components.aws.network.flow_logs import AwsFlowLogs, AwsFlowLogsArgs
from stackwright.components.aws.network.internet import AwsInternet, AwsInternetArgs
from stackwright.components.aws.network.private_tier import AwsPrivateTier, AwsPrivateTierArgs
from stackwright.components.inputs import Args, In
from stackwright.components.intents import Nat
from stackwright.components.ranges import network_of
from stackwright.components.waits import after
from stackwright.components.zones import chosen, different, first

_WITHOUT_CONTROL_PLANES = ["use1-az3", "usw1-az2", "cac1-az3"]
"""Zones that EKS takes no subnets in: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html"""


class AwsNetworkArgs(Args):
    """Arguments of `AwsNetwork`."""

    key_arn: In[str]
    """KMS key that encrypts the flow logs."""

    cidr: str = "10.20.0.0/16"
    """Private range of the network, /16 to /20."""

    zone_count: int = Field(default=3, ge=1, le=ZONES_MAX)
    """Zones to spread over: the first ones of the region, by name."""

    zone_names: list[str] = []
    """Zones by name, in place of `zone_count`."""

    nat: Nat = Nat.PER_ZONE
    """How private subnets reach the internet."""

    services: list[str] = []
    """AWS services with a private endpoint, such as `ecr.api`; S3 always has one."""

    log_retention_days: int = 365
    """Days a record of the traffic is kept."""

    @field_validator("cidr")
    @classmethod
    def _is_a_private_network(cls, cidr: str) -> str:
        return str(network_of(cidr, "aws"))

    @field_validator("zone_names")
    @classmethod
    def _are_different(cls, zones: list[str]) -> list[str]:
        return different(zones, ZONES_MAX)


class AwsNetwork(pulumi.ComponentResource):
    """A VPC whose machines have no public address, and whose default security group lets nothing through."""

    id: Output[str]
    """Id of the VPC."""

    subnet_ids: Output[Sequence[str]]
    """Private subnets, one per zone; who waits for them also waits for their routes."""

    zones: Output[Sequence[str]]
    """Names of the zones, in the order of the subnets."""

    cidr: Output[str]
    """Range of the network."""

    def __init__(self, name: str, args: AwsNetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsNetwork", name, {}, opts)
        args = AwsNetworkArgs.model_validate(args)
        child, zones = ResourceOptions(parent=self), self._zones(args)

        network = ec2.Vpc(
            name,
            cidr_block=args.cidr,
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags={"Name": name},
            opts=child,
        )
        ec2.DefaultSecurityGroup(name, vpc_id=network.id, tags={"Name": f"{name}-closed"}, opts=child)
        flow_logs = AwsFlowLogsArgs(vpc_id=network.id, key_arn=args.key_arn, retention_days=args.log_retention_days)
        AwsFlowLogs(f"{name}-flow-logs", flow_logs, child)
        subnets = self._tiers(args, network, zones)

        self.id = network.id
        self.subnet_ids = Output.all(*subnets)
        self.zones = Output.all(*zones)
        self.cidr = Output.from_input(args.cidr)
        self.register_outputs({"id": self.id, "subnet_ids": self.subnet_ids, "zones": self.zones, "cidr": self.cidr})

    def subnet_in(self, zone: str | None) -> Output[str]:
        """Private subnet in `zone`, in the first zone when None."""
        place = self.zones.apply(lambda names: names.index(chosen(zone, names)))
        return Output.all(place, self.subnet_ids).apply(lambda found: found[1][found[0]])

    def _zones(self, args: AwsNetworkArgs) -> list[Output[str]]:
        if args.zone_names:
            return [Output.from_input(name) for name in args.zone_names]
        found = pulumi_aws.get_availability_zones_output(
            state="available",
            filters=[{"name": "opt-in-status", "values": ["opt-in-not-required"]}],
            exclude_zone_ids=_WITHOUT_CONTROL_PLANES,
            opts=InvokeOutputOptions(parent=self),
        )
        names = found.names.apply(lambda names: first(args.zone_count, names))
        return [names[number] for number in range(args.zone_count)]

    def _tiers(self, args: AwsNetworkArgs, network: ec2.Vpc, zones: list[Output[str]]) -> list[Output[str]]:
        """Private subnets with their ways out and to AWS services."""
        name, child = self.pulumi_resource_name, ResourceOptions(parent=self)
        ranges, keep_zones = tiers(args.cidr, len(zones)), not args.zone_names
        private_args = AwsPrivateTierArgs(
            vpc_id=network.id, zones=zones, keep_zones=keep_zones, cidrs=[*ranges.private]
        )
        private = AwsPrivateTier(f"{name}-private", private_args, child)
        endpoints = AwsPrivateEndpointsArgs(
            vpc_id=network.id,
            cidr=args.cidr,
            subnet_ids=private.subnets,
            route_table_ids=private.tables,
            services=args.services,
        )
        AwsPrivateEndpoints(f"{name}-endpoints", endpoints, child)
        if args.nat is Nat.NONE:
            return private.subnets
        internet = AwsInternetArgs(
            vpc_id=network.id,
            zones=zones,
            keep_zones=keep_zones,
            cidrs=[*ranges.public],
            route_table_ids=private.tables,
            nat=args.nat,
        )
        routes = AwsInternet(f"{name}-internet", internet, child).routes
        return [after(*pair) for pair in zip(private.subnets, routes, strict=True)]
