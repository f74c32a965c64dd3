"""Pools of nodes: which machines they take, how these are bought, and what the nodes are labelled with."""

from collections.abc import Mapping

import pulumi

from stackwright.accelerators.fabric import over_tcp
from stackwright.accelerators.machines import Machine
from stackwright.components.forms import RESERVATION_GROUPS, RESERVATIONS
from stackwright.components.intents import Capacity, Purchase
from stackwright.components.limits import Feature, limit

SYSTEM_LABELS: Mapping[str, str] = {"stackwright/pool": "system"}
"""Labels of the nodes that a cluster's own services run on."""

RESERVED = {Capacity.RESERVATION, Capacity.CAPACITY_BLOCK}
"""Ways of buying machines that come from a reservation."""


def accelerated(machine: Machine, cloud: str, title: str, resources: Mapping[str, str]) -> Machine:
    """`machine`, if it is one of `cloud` whose accelerators the pools know; `resources` are by maker."""
    if machine.cloud != cloud or machine.family not in resources:
        raise ValueError(f"{machine.name} is not a machine of {title} with accelerators")
    return machine


def bought(purchase: Purchase, cloud: str) -> Purchase:
    """`purchase`, if `cloud` sells it so and it names a reservation exactly when it is made from one.

    A target that was rendered empty gave on-demand machines, or none, three times (eksctl issues 7906, 8320, 8542).
    """
    found, given = purchase.capacity, purchase.reservation_id
    refused = limit(cloud, Feature.CAPACITY_BLOCK) if found is Capacity.CAPACITY_BLOCK else None
    if refused is not None:
        raise ValueError(f"{refused.reason} - {refused.instead}")
    forms = [RESERVATIONS[cloud]]
    if found is Capacity.RESERVATION and cloud in RESERVATION_GROUPS:
        forms.append(RESERVATION_GROUPS[cloud])
    if found in RESERVED and not any(form.fits(given) for form in forms):
        raise ValueError(f"reservation_id is needed for {found}: {', or '.join(form.words for form in forms)}")
    if found not in RESERVED and given:
        raise ValueError(f"reservation_id is for reserved machines, not for {found}")
    return purchase


def placed(placement_group: bool, purchase: Purchase) -> None:
    """Refuse a placement group with reserved machines, which are placed already."""
    if placement_group and purchase.capacity in RESERVED:
        raise ValueError(f"placement_group does not go with {purchase.capacity} - leave it out")


def told_of_tcp(pool: pulumi.Resource, machine: Machine, nodes: int) -> None:
    """Warn whoever deploys `pool` when its machines have no fabric between them; they may be meant to work alone."""
    found = over_tcp(machine, nodes)
    if found:
        pulumi.log.warn(f"{found}: choose a machine type with a fabric for jobs over several nodes", pool)


def labels(machine: Machine, purchase: Purchase, resource: str) -> dict[str, str]:
    """Kubernetes labels of accelerated nodes; a part of a GPU has a slash in its name, which labels do not take."""
    return {
        f"{resource}.present": "true",
        "stackwright/accelerator": machine.accelerator.replace("/", "-"),
        "stackwright/capacity": purchase.capacity.value,
    }
