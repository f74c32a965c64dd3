"""From what a blueprint says to what every component of its stack shares."""

from stackwright.accelerators.machines import Machine
from stackwright.blueprints.machines import machine_of
from stackwright.blueprints.sections import Compute, Network, PublicAccess, StackSpec
from stackwright.blueprints.values import Internet, NatGateways, Way
from stackwright.components.intents import ClusterAccess, Foundation, Nat


def foundation_of(spec: StackSpec) -> Foundation:
    """What all components of the stack of `spec` share."""
    return Foundation(
        prefix=spec.name,
        region=spec.region,
        environment=spec.environment.value,
        protect=spec.protect,
        log_retention_days=spec.log_retention_days,
        tags=dict(spec.tags),
        account=spec.account or "",
        billing_account=spec.budget.billing_account or "",
        joined=_joined(getattr(spec, "compute", None), spec.cloud),
    )


def _joined(compute: Compute | None, cloud: str) -> Machine | None:
    return machine_of(compute, cloud) if compute is not None and compute.nodes.max > 1 else None


def nat_of(network: Network) -> Nat:
    """How private subnets of `network` reach the internet."""
    if network.internet is Internet.NONE:
        return Nat.NONE
    return {NatGateways.SINGLE: Nat.SINGLE, NatGateways.PER_ZONE: Nat.PER_ZONE}[network.nat]


def access_of(access: Way | PublicAccess) -> ClusterAccess:
    """Who reaches the Kubernetes API."""
    if isinstance(access, PublicAccess):
        return ClusterAccess(access.public_cidrs)
    return ClusterAccess(dns=access is Way.DNS)
