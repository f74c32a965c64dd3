"""Private ways to Azure services, so that their traffic never leaves the network."""

from collections.abc import Mapping
from types import MappingProxyType

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import network, privatedns
from pydantic import field_validator

from stackwright.components.azure.account import PlacedArgs
from stackwright.components.inputs import In
from stackwright.components.waits import after

ZONES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "amlworkspace": ("privatelink.api.azureml.ms", "privatelink.notebooks.azure.net"),
        "blob": ("privatelink.blob.core.windows.net",),
        "file": ("privatelink.file.core.windows.net",),
        "registry": ("privatelink.azurecr.io",),
        "vault": ("privatelink.vaultcore.azure.net",),
    }
)
"""Zones that hold the private addresses of a service, by the name its endpoints are asked for with (group id).

https://learn.microsoft.com/azure/private-link/private-endpoint-dns
"""


class AzurePrivateEndpointsArgs(PlacedArgs):
    """Arguments of `AzurePrivateEndpoints`."""

    network_id: In[str]
    """Network that looks private addresses up."""

    subnet_id: In[str]
    """Subnet that private endpoints have their addresses in."""

    services: list[str] = []
    """Services whose private names are there from the start, such as `blob`; others follow their first endpoint."""

    @field_validator("services")
    @classmethod
    def _are_known_and_named_once(cls, services: list[str]) -> list[str]:
        if strange := sorted({service for service in services if service not in ZONES}):
            raise ValueError(f"no private names are known for {', '.join(strange)} - use {', '.join(ZONES)}")
        if twice := sorted({service for service in services if services.count(service) > 1}):
            raise ValueError(f"listed twice: {', '.join(twice)}")
        return services


class AzurePrivateEndpoints(pulumi.ComponentResource):
    """Private addresses of single resources, and the zones by which the network finds them."""

    def __init__(self, name: str, args: AzurePrivateEndpointsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzurePrivateEndpoints", name, {}, opts)
        self._args = AzurePrivateEndpointsArgs.model_validate(args)
        self._zones: dict[str, Output[str]] = {}

        for service in self._args.services:
            self._zones_of(service)

        self.register_outputs({})

    def connect(self, what: str, *, service: str, resource_id: Input[str]) -> Output[str]:
        """Give `resource_id` a private address by the name it always had; the answer is known once both are there."""
        name, args = f"{self.pulumi_resource_name}-{what}", self._args
        endpoint = network.PrivateEndpoint(
            name,
            resource_group_name=args.resource_group,
            location=args.location,
            subnet={"id": args.subnet_id},
            private_link_service_connections=[
                {"name": service, "private_link_service_id": resource_id, "group_ids": [service]}
            ],
            tags=args.tags,
            opts=ResourceOptions(parent=self),
        )
        named = network.PrivateDnsZoneGroup(
            name,
            resource_group_name=args.resource_group,
            private_endpoint_name=endpoint.name,
            private_dns_zone_configs=[
                {"name": zone.replace(".", "-"), "private_dns_zone_id": found}
                for zone, found in self._zones_of(service).items()
            ],
            opts=ResourceOptions(parent=self),
        )
        return after(endpoint.id, named.id)

    def _zones_of(self, service: str) -> dict[str, Output[str]]:
        """Zones of a service, by name; each is made once."""
        for zone in ZONES[service]:
            if zone not in self._zones:
                self._zones[zone] = self._zone(zone)
        return {zone: self._zones[zone] for zone in ZONES[service]}

    def _zone(self, zone: str) -> Output[str]:
        """Id of a zone, known once the network looks names up in it."""
        name, args, child = f"{self.pulumi_resource_name}-{zone}", self._args, ResourceOptions(parent=self)
        made = privatedns.PrivateZone(
            name,
            private_zone_name=zone,
            resource_group_name=args.resource_group,
            location="global",
            tags=args.tags,
            opts=child,
        )
        link = privatedns.VirtualNetworkLink(
            name,
            private_zone_name=made.name,
            resource_group_name=args.resource_group,
            location="global",
            virtual_network={"id": args.network_id},
            registration_enabled=False,
            tags=args.tags,
            opts=child,
        )
        return after(made.id, link.id)
