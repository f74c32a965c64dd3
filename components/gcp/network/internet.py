"""The way from machines without public addresses to the internet: a route, and Cloud NAT behind it."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import compute

from stackwright.components.inputs import Args, In
from stackwright.components.waits import after

ANYWHERE = "0.0.0.0/0"


class GcpInternetArgs(Args):
    """Arguments of `GcpInternet`."""

    network_id: In[str]
    """Network that gets the way."""

    subnet_id: In[str]
    """Subnet whose machines and pods use it; no other does."""

    region: In[str]
    """Region of the subnet."""


class GcpInternet(pulumi.ComponentResource):
    """A default route and one Cloud NAT, which spans the zones of its region and so has no zone to fail with."""

    nat_name: Output[str]
    """Name of the NAT gateway: who waits for it can reach the internet."""

    def __init__(self, name: str, args: GcpInternetArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpInternet", name, {}, opts)
        args = GcpInternetArgs.model_validate(args)
        child = ResourceOptions(parent=self)

        route = compute.Route(
            name,
            network=args.network_id,
            description="To the internet, for machines behind Cloud NAT",
            dest_range=ANYWHERE,
            next_hop_gateway="default-internet-gateway",
            opts=child,
        )
        router = compute.Router(name, network=args.network_id, region=args.region, opts=child)
        nat = compute.RouterNat(
            name,
            router=router.name,
            region=args.region,
            nat_ip_allocate_option="AUTO_ONLY",
            source_subnetwork_ip_ranges_to_nat="LIST_OF_SUBNETWORKS",
            subnetworks=[{"name": args.subnet_id, "source_ip_ranges_to_nats": ["ALL_IP_RANGES"]}],
            # machines that pull from one registry at once need more than 64 ports, and others fewer
            enable_dynamic_port_allocation=True,
            enable_endpoint_independent_mapping=False,
            min_ports_per_vm=64,
            max_ports_per_vm=4096,
            log_config={"enable": True, "filter": "ERRORS_ONLY"},
            opts=child,
        )

        self.nat_name = after(nat.name, route.name)
        self.register_outputs({"nat_name": self.nat_name})
