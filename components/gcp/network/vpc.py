"""A private network in one region, with private ways to Google's APIs and a record of its traffic."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import compute
from pydantic import Field, field_validator

from stackwright.accelerators.regions import NoRegion
from stackwright.accelerators.regions import zones as zones_of
from stackwright.components.gcp.logs import RETENTION_DAYS_MAX, GcpLogBucket, GcpLogBucketArgs
from stackwright.components.gcp.network.addresses import ranges
from stackwright.components.gcp.network.endpoints import GcpPrivateEndpoints, GcpPrivateEndpointsArgs
from stackwright.components.gcp.network.firewall import GcpFirewall, GcpFirewallArgs
from stackwright.components.gcp.network.internet import GcpInternet, GcpInternetArgs
from stackwright.components.gcp.network.peering import GcpServicePeering, GcpServicePeeringArgs
from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args, In
from stackwright.components.intents import Nat
from stackwright.components.ranges import network_of
from stackwright.components.waits import after
from stackwright.components.zones import chosen, different, first

ZONES_MAX = 4
"""The largest number of zones in a region (us-central1)."""
PODS, SERVICES = "pods", "services"
"""Names of the subnet's secondary ranges."""

_FLOWS = 'resource.type="gce_subnetwork" AND resource.labels.subnetwork_name="'


class GcpNetworkArgs(Args):
    """Arguments of `GcpNetwork`."""

    key_id: In[str]
    """KMS key that encrypts the flow logs; Cloud Logging may use it."""

    cidr: str = "10.20.0.0/16"
    """Private range of the network, /16 to /20."""

    zone_count: int = Field(default=3, ge=1, le=ZONES_MAX)
    """Zones that machines may stand in: the first ones of the region, by name."""

    zone_names: list[str] = []
    """Zones by name, in place of `zone_count`."""

    nat: Nat = Nat.PER_ZONE
    """How machines reach the internet; Cloud NAT spans all zones, so one serves them like one for each."""

    services: list[str] = []
    """Domains of Google's APIs with a private endpoint, such as `googleapis.com`."""

    log_retention_days: int = Field(default=365, ge=1, le=RETENTION_DAYS_MAX)
    """Days a record of the traffic is kept."""

    @field_validator("cidr")
    @classmethod
    def _is_a_private_network(cls, cidr: str) -> str:
        return str(network_of(cidr, "gcp"))

    @field_validator("zone_names")
    @classmethod
    def _are_different(cls, zones: list[str]) -> list[str]:
        return different(zones, ZONES_MAX)


class GcpNetwork(pulumi.ComponentResource):
    """A VPC whose machines have no public address, and whose firewall refuses what is not listed."""

    id: Output[str]
    """Path of the VPC, known at preview."""

    name: Output[str]
    """Name of the VPC, known at preview."""

    subnet_ids: Output[Sequence[str]]
    """The subnet of the region, which spans its zones; who waits for it also waits for its way out."""

    zones: Output[Sequence[str]]
    """Names of the zones that machines may stand in."""

    cidr: Output[str]
    """Range of the network."""

    def __init__(self, name: str, args: GcpNetworkArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpNetwork", name, {}, opts)
        args = GcpNetworkArgs.model_validate(args)
        self._project, self._parts = project_of(self), ranges(args.cidr)
        self._peering: GcpServicePeering | None = None

        network = compute.Network(
            name,
            auto_create_subnetworks=False,
            delete_default_routes_on_create=True,
            routing_mode="REGIONAL",
            mtu=8896,
            description=f"Network of {name}",
            opts=ResourceOptions(parent=self),
        )
        self.id = self._project.path("global/networks/", network.name)
        firewall = GcpFirewallArgs(network_id=self.id, cidr=args.cidr, internet=args.nat is not Nat.NONE)
        GcpFirewall(f"{name}-firewall", firewall, ResourceOptions(parent=self))
        subnet = self._subnet()
        self._flow_logs(args, subnet)

        self.name = network.name
        self.subnet_ids = Output.all(self._with_ways(args, subnet))
        self.zones = self._project.region.apply(lambda region: args.zone_names or _first(args.zone_count, region))
        self.cidr = Output.from_input(args.cidr)
        self.register_outputs(
            {"id": self.id, "name": self.name, "subnet_ids": self.subnet_ids, "zones": self.zones, "cidr": self.cidr}
        )

    def zone_or_first(self, zone: str | None) -> Output[str]:
        """`zone` if machines may stand there, the first zone when None."""
        return self.zones.apply(lambda names: chosen(zone, names, "machines"))

    def peered(self) -> Output[str]:
        """Path of the VPC for what Google places in a network of its own, once that one is peered with it."""
        if self._peering is None:
            name = f"{self.pulumi_resource_name}-peering"
            peering = GcpServicePeeringArgs(network_id=self.id, cidr=self._parts.peering)
            self._peering = GcpServicePeering(name, peering, ResourceOptions(parent=self))
        return after(self.id, self._peering.range_name)

    def _subnet(self) -> compute.Subnetwork:
        return compute.Subnetwork(
            self.pulumi_resource_name,
            network=self.id,
            region=self._project.region,
            ip_cidr_range=self._parts.nodes,
            secondary_ip_ranges=[
                {"range_name": PODS, "ip_cidr_range": self._parts.pods},
                {"range_name": SERVICES, "ip_cidr_range": self._parts.services},
            ],
            private_ip_google_access=True,
            stack_type="IPV4_ONLY",
            log_config={
                "aggregation_interval": "INTERVAL_1_MIN",
                "flow_sampling": 1,
                "metadata": "INCLUDE_ALL_METADATA",
            },
            opts=ResourceOptions(parent=self),
        )

    def _flow_logs(self, args: GcpNetworkArgs, subnet: compute.Subnetwork) -> None:
        """Flows and refused connections: both are written for the subnet."""
        logs = GcpLogBucketArgs(
            key_id=args.key_id,
            stem=subnet.name,
            filter=Output.concat(_FLOWS, subnet.name, '"'),
            retention_days=args.log_retention_days,
        )
        GcpLogBucket(f"{self.pulumi_resource_name}-flow-logs", logs, ResourceOptions(parent=self))

    def _with_ways(self, args: GcpNetworkArgs, subnet: compute.Subnetwork) -> Output[str]:
        """Path of the subnet, once it has its ways to Google's APIs and out."""
        path = self._project.path("regions/", self._project.region, "/subnetworks/", subnet.name)
        name, child = self.pulumi_resource_name, ResourceOptions(parent=self)
        if args.services:
            endpoints = GcpPrivateEndpointsArgs(
                network_id=self.id, address=self._parts.endpoint, services=args.services
            )
            GcpPrivateEndpoints(f"{name}-endpoints", endpoints, child)
        if args.nat is Nat.NONE:
            return path
        internet = GcpInternetArgs(network_id=self.id, subnet_id=path, region=self._project.region)
        return after(path, GcpInternet(f"{name}-internet", internet, child).nat_name)


def _first(count: int, region: str) -> Sequence[str]:
    try:
        names = zones_of(region, "gcp")
    except NoRegion as error:
        raise pulumi.RunError(str(error)) from None
    return first(count, names)
