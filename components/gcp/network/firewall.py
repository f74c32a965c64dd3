"""The rules of a network: nothing comes in, and what goes out is listed."""

from typing import Any

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

        self._refused(args, f"{name}-from-anywhere", "Nothing comes in", direction="INGRESS", source_ranges=[ANYWHERE])
        self._refused(
            args,
            f"{name}-to-anywhere",
            "Only what is listed goes out",
            direction="EGRESS",
            destination_ranges=[ANYWHERE],
        )
        inside = "To machines, pods, file systems and endpoints of this network"
        self._let_out(args, f"{name}-to-network", inside, args.cidr, {"protocol": "all"})
        if args.internet:
            https: compute.FirewallAllowArgsDict = {"protocol": "tcp", "ports": ["443"]}
            self._let_out(args, f"{name}-to-internet", "HTTPS to the internet", ANYWHERE, https)

        self.register_outputs({})

    def _refused(self, args: GcpFirewallArgs, name: str, description: str, **where: Any) -> None:
        compute.Firewall(
            name,
            network=args.network_id,
            description=description,
            priority=LAST,
            denies=[{"protocol": "all"}],
            log_config={"metadata": "INCLUDE_ALL_METADATA"},
            **where,
            opts=ResourceOptions(parent=self),
        )

    def _let_out(
        self, args: GcpFirewallArgs, name: str, description: str, cidr: str, what: compute.FirewallAllowArgsDict
    ) -> None:
        compute.Firewall(
            name,
            network=args.network_id,
            description=description,
            direction="EGRESS",
            priority=BEFORE_LAST,
            destination_ranges=[cidr],
            allows=[what],
            opts=ResourceOptions(parent=self),
        )
