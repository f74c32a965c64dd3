"""A private network over several zones, with private ways to Azure services and a record of its traffic."""

from collections.abc import Sequence

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import network
from pydantic import Field, field_validator

from stackwright.components.azure.account import place_of
from stackwright.components.azure.network.addresses import ZONES, ZONES_MAX
from stackwright.components.azure.network.endpoints import AzurePrivateEndpoints, AzurePrivateEndpointsArgs
from stackwright.components.azure.network.flow_logs import AzureFlowLogs, AzureFlowLogsArgs
from stackwright.components.azure.network.internet import AzureInternet, AzureInternetArgs
from stackwright.components.azure.network.private_tier import AzurePrivateTier, AzurePrivateTierArgs
from stackwright.components.azure.storage.hardened import EncryptedArgs, encryption_of
from stackwright.components.intents import Nat
from stackwright.components.ranges import network_of
from stackwright.components.zones import chosen, different


class AzureNetworkArgs(EncryptedArgs):
    """Arguments of `AzureNetwork`; the key encrypts its flow logs."""

    cidr: str = "10.20.0.0/16"
    """Private range of the network, /16 to /20."""

    zone_count: int = Field(default=3, ge=1, le=ZONES_MAX)
    """Zones to spread over: 1, 2 and 3, in this order."""

    zone_names: list[str] = []
    """Zones by name, in place of `zone_count`."""

    nat: Nat = Nat.PER_ZONE
    """How private subnets reach the internet."""

    services: list[str] = []
    """Services whose private names are there from the start, such as `blob`."""

    log_retention_days: int = Field(default=365, ge=1, le=365)
    """Days a record of the traffic is kept; flow logs end after a year at the latest."""

    @field_validator("cidr")
    @classmethod
    def _is_a_private_network(cls, cidr: str) -> str:
        return str(network_of(cidr, "azure"))

    @field_validator("zone_names")
    @classmethod
    def _are_different(cls, zones: list[str]) -> list[str]:
        return different(zones, ZONES_MAX, ZONES)


class AzureNetwork(pulumi.ComponentResource):
    """A VNet whose machines have no public address, and whose subnets refuse what no rule lets through."""

    id: Output[str]
    """Resource id of the VNet."""

    subnet_ids: Output[Sequence[str]]
    """Subnets of machines, one per zone."""

    zones: Output[Sequence[str]]
    """Names of the zones, in the order of the subnets."""

    cidr: Output[str]
    """Range of the network."""

    filesystem_subnet_id: Output[str]
    """Subnet of file systems that stand in the network."""

    cluster_subnet_id: Output[str]
    """Subnet of clusters' control planes."""

    endpoint_subnet_id: Output[str]
    """Subnet of private endpoints."""

    def __init__(self, name: str, args: AzureNetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureNetwork", name, {}, opts)
        args = AzureNetworkArgs.model_validate(args)
        child = ResourceOptions(parent=self)
        self.zone_names = args.zone_names or [*ZONES[: args.zone_count]]

        vnet = network.VirtualNetwork(
            name,
            resource_group_name=args.resource_group,
            location=args.location,
            address_space={"address_prefixes": [args.cidr]},
            tags=args.tags,
            opts=child,
        )
        private = self._tiers(args, vnet)
        self._endpoints = self._private_ways(args, vnet, private.endpoint_subnet_id)
        self._flow_logs(args, vnet)

        self.id = vnet.id
        self.subnets = private.subnets
        self.subnet_ids = Output.all(*private.subnets)
        self.zones = Output.from_input(self.zone_names)
        self.cidr = Output.from_input(args.cidr)
        self.filesystem_subnet_id = private.filesystem_subnet_id
        self.cluster_subnet_id = private.cluster_subnet_id
        self.endpoint_subnet_id = private.endpoint_subnet_id
        self.register_outputs(
            {
                "id": self.id,
                "subnet_ids": self.subnet_ids,
                "zones": self.zones,
                "cidr": self.cidr,
                "filesystem_subnet_id": self.filesystem_subnet_id,
                "cluster_subnet_id": self.cluster_subnet_id,
                "endpoint_subnet_id": self.endpoint_subnet_id,
            }
        )

    def zone(self, zone: str | None) -> str:
        """Name of `zone`, of the first zone when None."""
        return chosen(zone, self.zone_names)

    def subnet_in(self, zone: str | None) -> Output[str]:
        """Subnet of machines in `zone`, in the first zone when None."""
        return self.subnets[self.zone_names.index(self.zone(zone))]

    def connect(self, what: str, *, service: str, resource_id: Input[str]) -> Output[str]:
        """Give a resource of a service a private address in the network; the answer is known once it has one."""
        return self._endpoints.connect(what, service=service, resource_id=resource_id)

    def _tiers(self, args: AzureNetworkArgs, vnet: network.VirtualNetwork) -> AzurePrivateTier:
        """Subnets with their ways out."""
        name, child = self.pulumi_resource_name, ResourceOptions(parent=self)
        gateways: Sequence[Output[str]] = []
        if args.nat is not Nat.NONE:
            internet = AzureInternetArgs(**place_of(args), zones=self.zone_names, nat=args.nat)
            gateways = AzureInternet(f"{name}-internet", internet, child).gateways
        private = AzurePrivateTierArgs(
            **place_of(args),
            network_name=vnet.name,
            cidr=args.cidr,
            zones=self.zone_names,
            nat=args.nat,
            gateway_ids=gateways,
        )
        return AzurePrivateTier(f"{name}-private", private, child)

    def _private_ways(
        self, args: AzureNetworkArgs, vnet: network.VirtualNetwork, subnet_id: Output[str]
    ) -> AzurePrivateEndpoints:
        ways = AzurePrivateEndpointsArgs(
            **place_of(args), network_id=vnet.id, subnet_id=subnet_id, services=args.services
        )
        return AzurePrivateEndpoints(f"{self.pulumi_resource_name}-endpoints", ways, ResourceOptions(parent=self))

    def _flow_logs(self, args: AzureNetworkArgs, vnet: network.VirtualNetwork) -> None:
        name, child = f"{self.pulumi_resource_name}-flow-logs", ResourceOptions(parent=self)
        recorded = AzureFlowLogsArgs(
            **place_of(args),
            **encryption_of(args),
            network_id=vnet.id,
            retention_days=args.log_retention_days,
        )
        made = AzureFlowLogs(name, recorded, child)
        self.connect("flow-logs", service="blob", resource_id=made.account_id)
