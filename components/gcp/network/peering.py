"""Private services access: the part of the network's range that Google's own networks use."""

from ipaddress import IPv4Network

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import compute, servicenetworking

from stackwright.components.inputs import Args, In
from stackwright.components.waits import after

LUSTRE = ["988", "6988"]
"""TCP ports that Google opens in its guide to Lustre for Ironwood workloads (AI-Hypercomputer, gcloud commands)."""


class GcpServicePeeringArgs(Args):
    """Arguments of `GcpServicePeering`."""

    network_id: In[str]
    """Network that Google's services are peered with."""

    cidr: str
    """Range that they take their addresses from."""


class GcpServicePeering(pulumi.ComponentResource):
    """A reserved range and the peering of Google's producer network, which file systems are reached by.

    https://cloud.google.com/vpc/docs/private-services-access
    """

    range_name: Output[str]
    """Name of the range, for those who need the peering to be there."""

    def __init__(self, name: str, args: GcpServicePeeringArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpServicePeering", name, {}, opts)
        args = GcpServicePeeringArgs.model_validate(args)
        cidr, child = IPv4Network(args.cidr), ResourceOptions(parent=self)

        reserved = compute.GlobalAddress(
            name,
            network=args.network_id,
            address=str(cidr.network_address),
            prefix_length=cidr.prefixlen,
            address_type="INTERNAL",
            purpose="VPC_PEERING",
            opts=child,
        )
        connection = servicenetworking.Connection(
            name,
            network=args.network_id,
            service="servicenetworking.googleapis.com",
            reserved_peering_ranges=[reserved.name],
            opts=child,
        )

        servers = compute.Firewall(
            f"{name}-from-lustre",
            network=args.network_id,
            description="Servers of Managed Lustre call their clients back",
            direction="INGRESS",
            source_ranges=[args.cidr],
            allows=[{"protocol": "tcp", "ports": LUSTRE}],
            opts=child,
        )

        self.range_name = after(reserved.name, connection.service, servers.name)
        self.register_outputs({"range_name": self.range_name})
