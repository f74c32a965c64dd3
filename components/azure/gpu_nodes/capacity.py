"""How accelerated machines are bought: what an agent pool says for each way."""

from dataclasses import dataclass, field

from pulumi_azure_native import containerservice

from stackwright.components.intents import Capacity, Purchase

SPOT_TAINT = "kubernetes.azure.com/scalesetpriority=spot:NoSchedule"
SPOT_LABEL = ("kubernetes.azure.com/scalesetpriority", "spot")
"""AKS puts both on spot nodes by itself, so a pool that does not say so differs from what it says.

https://learn.microsoft.com/azure/aks/spot-node-pool
"""

DRAIN_MINUTES = 60
"""Time that pods have to leave a node, such as to write a checkpoint."""

# nodes are given up before their successors start, as there are rarely others; AKS takes no such settings for spot
_ONE_BY_ONE: containerservice.AgentPoolUpgradeSettingsArgsDict = {
    "max_surge": "0",
    "max_unavailable": "1",
    "drain_timeout_in_minutes": DRAIN_MINUTES,
}


@dataclass(frozen=True, slots=True)
class Market:
    """Settings of an agent pool that say how its machines are bought."""

    priority: str = "Regular"
    eviction: str | None = None
    max_price: float | None = None
    """-1 pays up to the on-demand price, so that a node is only evicted for its capacity."""
    reservation_group: str | None = None
    upgrade: containerservice.AgentPoolUpgradeSettingsArgsDict = field(default_factory=lambda: {**_ONE_BY_ONE})


def market(purchase: Purchase) -> Market:
    """What the agent pool says for `purchase`."""
    if purchase.capacity is Capacity.SPOT:
        return Market("Spot", "Delete", -1, upgrade={"drain_timeout_in_minutes": DRAIN_MINUTES})
    return Market(reservation_group=purchase.reservation_id or None)
