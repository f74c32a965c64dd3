"""What every shape stands on: key and network first, and the watch over cost at the end."""

from collections.abc import Sequence
from dataclasses import dataclass

from stackwright.blueprints.foundation import nat_of
from stackwright.blueprints.sections import StackSpec
from stackwright.blueprints.services import names_of, services_of
from stackwright.components.roles import Budget, Key, Kit, Network

SOURCES = {
    "key": "name",
    "ground": "name",
    "network": "network",
    "access-logs": "storage",
    "budget": "budget",
    "monitoring": "budget.notify",
}
"""Spec path that each component of every shape comes from."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Key and network of a stack."""

    key: Key
    network: Network


def ground(spec: StackSpec, kit: Kit, shape: str) -> Ground:
    """Declare the key and the network that all other components use."""
    key = kit.key("key")
    network = kit.network(
        "network",
        cidr=spec.network.cidr,
        zones=spec.network.zones,
        nat=nat_of(spec.network),
        services=names_of(services_of(spec, shape), spec.cloud),
    )
    return Ground(key, network)


def budget(spec: StackSpec, kit: Kit) -> Budget:
    """Declare the alarm on the real bill."""
    limit = spec.budget
    return kit.budget("budget", monthly_usd=limit.monthly_usd, alert_percent=limit.alert_percent, notify=limit.notify)


def listed_steps(steps: Sequence[str]) -> list[str]:
    """Numbered steps for the `next` output."""
    return [f"{number}. {step}" for number, step in enumerate(steps, start=1)]
