"""The subnets of a network: no public addresses, no way out but the one they are given, a security group on each."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, Resource, ResourceOptions
from pulumi_azure_native import network

from stackwright.components.azure.account import PlacedArgs
from stackwright.components.azure.firewall import firewall
from stackwright.components.azure.network.addresses import tiers
from stackwright.components.azure.network.rules import Rules, of_cluster, of_endpoints, of_filesystem, of_machines
from stackwright.components.inputs import In
from stackwright.components.intents import Nat

CLUSTER_SERVICE = "Microsoft.ContainerService/managedClusters"
"""Service that control planes are placed by: https://learn.microsoft.com/azure/aks/api-server-vnet-integration"""


class AzurePrivateTierArgs(PlacedArgs):
    """Arguments of `AzurePrivateTier`."""

    network_name: In[str]
    """Network that the subnets are in."""

    cidr: str
    """Range of that network."""

    zones: list[str]
    """Zones that get a subnet for machines."""

    nat: Nat
    """How the subnets reach the internet."""

    gateway_ids: Sequence[In[str]] = []
    """NAT gateways, one per zone; none without a way out."""


class AzurePrivateTier(pulumi.ComponentResource):
    """Subnets for machines (one per zone), file systems, control planes and private endpoints."""

    filesystem_subnet_id: Output[str]
    """Subnet of file systems."""

    cluster_subnet_id: Output[str]
    """Subnet of control planes."""

    endpoint_subnet_id: Output[str]
    """Subnet of private endpoints."""

    def __init__(self, name: str, args: AzurePrivateTierArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzurePrivateTier", name, {}, opts)
        args = AzurePrivateTierArgs.model_validate(args)
        self._last: Resource | None = None

        ranges, way = tiers(args.cidr, len(args.zones)), next(iter(args.gateway_ids), None)
        machines = self._group("machines", args, of_machines(args.cidr, args.nat))
        ways = args.gateway_ids or [None] * len(args.zones)
        self.subnets = [
            self._subnet(f"machines-{zone}", args, cidr, machines, gateway)
            for zone, cidr, gateway in zip(args.zones, ranges.private, ways, strict=True)
        ]
        files = self._group("filesystem", args, of_filesystem(ranges, args.cidr))
        self.filesystem_subnet_id = self._subnet("filesystem", args, ranges.filesystem, files, way)
        control = self._group("cluster", args, of_cluster(ranges, args.cidr))
        self.cluster_subnet_id = self._subnet("cluster", args, ranges.cluster, control, None, CLUSTER_SERVICE)
        private = self._group("endpoints", args, of_endpoints(args.cidr))
        self.endpoint_subnet_id = self._subnet("endpoints", args, ranges.endpoints, private, None)

        self.register_outputs(
            {
                "filesystem_subnet_id": self.filesystem_subnet_id,
                "cluster_subnet_id": self.cluster_subnet_id,
                "endpoint_subnet_id": self.endpoint_subnet_id,
            }
        )

    def _group(self, what: str, args: AzurePrivateTierArgs, rules: Rules) -> network.NetworkSecurityGroup:
        ingress, egress = rules
        return firewall(f"{self.pulumi_resource_name}-{what}", self, args, ingress=ingress, egress=egress)

    def _subnet(
        self,
        what: str,
        args: AzurePrivateTierArgs,
        cidr: str,
        group: network.NetworkSecurityGroup,
        gateway: In[str] | None,
        service: str | None = None,
    ) -> Output[str]:
        """Subnet after the one before it, as a network takes one change at a time."""
        subnet = network.Subnet(
            f"{self.pulumi_resource_name}-{what}",
            resource_group_name=args.resource_group,
            virtual_network_name=args.network_name,
            address_prefix=cidr,
            network_security_group={"id": group.id},
            nat_gateway=None if gateway is None else {"id": gateway},
            default_outbound_access=False,
            private_endpoint_network_policies="Enabled",
            delegations=[{"name": "service", "service_name": service}] if service else None,
            opts=ResourceOptions(parent=self, depends_on=[self._last] if self._last else None),
        )
        self._last = subnet
        return subnet.id
