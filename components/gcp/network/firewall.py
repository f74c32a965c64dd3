"""The rules of a network: nothing comes in, and what goes out is listed."""

import pulumi
from pulumi import ResourceOptions
from pulumi_gcp import compute

from stackwright.components.inputs import Args, In

ANYWHERE = "0.0.0.0/0"
LAST, BEFORE_LAST = 65534, 65000
"""Priorities: Google's own two rules have 65535, and those that GKE adds for a cluster have 1000."""


class GcpFirewallArgs(Args):
    """Arguments of `GcpFirewall`."""

    network_id: In[str]
    """Network that the rules are for."""

    cidr: str
    """Range of the network, which everything in it may connect to; who answers is up to rules for ingress."""

    internet: bool
    """HTTPS to the internet is let out."""


class GcpFirewall(pulumi.ComponentResource):
    """Rules that refuse all connections, recorded, and before them the few that are let through.

    Machines also reach the metadata server, which no rule can refuse: it has names, time and tokens for them. What
    GKE needs between nodes, pods and its control plane, it lets in itself.
    """

    def __init__(self, name: str, args: GcpFirewallArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpFirewall", name, {}, opts)
        args = GcpFirewallArgs.model_validate(args)
        child = ResourceOptions(parent=self)
        every: list[compute.FirewallDenyArgsDict] = [{"protocol": "all"}]
        logged: compute.FirewallLogConfigArgsDict = {"metadata": "INCLUDE_ALL_METADATA"}

        compute.Firewall(
            f"{name}-from-anywhere",
            network=args.network_id,
            description="Nothing comes in",
            direction="INGRESS",
            priority=LAST,
            source_ranges=[ANYWHERE],
            denies=every,
            log_config=logged,
            opts=child,
        )
        compute.Firewall(
            f"{name}-to-anywhere",
            network=args.network_id,
            description="Nothing goes out that is not listed",
            direction="EGRESS",
            priority=LAST,
            destination_ranges=[ANYWHERE],
            denies=every,
            log_config=logged,
            opts=child,
        )
        compute.Firewall(
            f"{name}-to-network",
            network=args.network_id,
            description="To machines, pods, file systems and endpoints of this network",
            direction="EGRESS",
            priority=BEFORE_LAST,
            destination_ranges=[args.cidr],
            allows=[{"protocol": "all"}],
            opts=child,
        )
        if args.internet:
            compute.Firewall(
                f"{name}-to-internet",
                network=args.network_id,
                description="HTTPS to the internet",
                direction="EGRESS",
                priority=BEFORE_LAST,
                destination_ranges=[ANYWHERE],
                allows=[{"protocol": "tcp", "ports": ["443"]}],
                opts=child,
            )

        self.register_outputs({})
