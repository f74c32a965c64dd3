"""The landing stack: the ground that other stacks stand on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stackwright.blueprints import ground
from stackwright.blueprints.landing.spec import LandingSpec
from stackwright.blueprints.next_steps import CONFIRM
from stackwright.components.roles import Budget, Key, Kit, Monitoring, Network, ObjectStore, Registry

SOURCES: Mapping[str, str] = {**ground.SOURCES, "datasets": "storage.datasets", "images": "name"}
"""Spec path that each component comes from, by its name without the prefix."""


@dataclass(frozen=True, slots=True)
class LandingStack:
    """Components of a landing stack."""

    network: Network
    key: Key
    datasets: ObjectStore
    images: Registry
    monitoring: Monitoring
    budget: Budget
    first_steps: Sequence[str]
    """What a user of this cloud does first."""


def compose(spec: LandingSpec, kit: Kit) -> LandingStack:
    """Declare the stack described by `spec` on the cloud behind `kit`."""
    base = ground.ground(spec, kit, spec.blueprint)
    return LandingStack(
        network=base.network,
        key=base.key,
        datasets=kit.object_store("datasets", retention_days=spec.storage.datasets.retention_days),
        images=kit.registry("images"),
        monitoring=kit.monitoring("monitoring", notify=spec.budget.notify),
        budget=ground.budget(spec, kit),
        first_steps=CONFIRM[spec.cloud],
    )


def outputs(stack: LandingStack) -> Mapping[str, Any]:
    """What a user gets after `up`."""
    return {
        "network_id": stack.network.id,
        "subnet_ids": stack.network.subnet_ids,
        "key_id": stack.key.id,
        "datasets_uri": stack.datasets.uri,
        "registry_url": stack.images.url,
        "dashboard_url": stack.monitoring.dashboard_url,
        "budget_name": stack.budget.name,
        "next": ground.listed_steps(
            [
                *stack.first_steps,
                "copy datasets to `datasets_uri` and push images to `registry_url`",
                "add a training or an inference stack with `stackwright new`",
            ]
        ),
    }
