"""The way from private subnets to the internet: NAT gateways, and nothing that the internet can reach."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import network

from stackwright.components.azure.account import PlacedArgs
from stackwright.components.intents import Nat


class AzureInternetArgs(PlacedArgs):
    """Arguments of `AzureInternet`."""

    zones: list[str]
    """Zones of the private subnets."""

    nat: Nat
    """One NAT gateway for all zones, or one in each, which a zone's failure does not take from the others."""


class AzureInternet(pulumi.ComponentResource):
    """NAT gateways, each in one zone with an address of its own.

    https://learn.microsoft.com/azure/nat-gateway/nat-availability-zones
    """

    gateway_ids: Output[Sequence[str]]
    """NAT gateways, one per zone; the same one in every place where all zones share it."""

    def __init__(self, name: str, args: AzureInternetArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureInternet", name, {}, opts)
        args = AzureInternetArgs.model_validate(args)

        places = args.zones if args.nat is Nat.PER_ZONE else args.zones[:1]
        made = [self._nat(args, number, zone) for number, zone in enumerate(places, start=1)]
        self.gateways = [made[min(number, len(made) - 1)] for number in range(len(args.zones))]

        self.gateway_ids = Output.all(*self.gateways)
        self.register_outputs({"gateway_ids": self.gateway_ids})

    def _nat(self, args: AzureInternetArgs, number: int, zone: str) -> Output[str]:
        name, child = f"{self.pulumi_resource_name}-nat-{number}", ResourceOptions(parent=self)
        address = network.PublicIPAddress(
            name,
            resource_group_name=args.resource_group,
            location=args.location,
            sku={"name": "Standard", "tier": "Regional"},
            public_ip_allocation_method="Static",
            public_ip_address_version="IPv4",
            zones=[zone],
            tags=args.tags,
            opts=child,
        )
        return network.NatGateway(
            name,
            resource_group_name=args.resource_group,
            location=args.location,
            sku={"name": "Standard"},
            public_ip_addresses=[{"id": address.id}],
            idle_timeout_in_minutes=10,
            zones=[zone],
            tags=args.tags,
            opts=child,
        ).id
