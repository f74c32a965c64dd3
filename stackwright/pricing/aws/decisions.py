"""Every pricing decision for AWS in one table, and every price that the decisions ask for."""

from collections.abc import Mapping
from itertools import chain
from typing import Final

from stackwright.pricing.aws import (
    buckets,
    compute,
    containers,
    databases,
    disks,
    edge,
    endpoints,
    foundation,
    functions,
    network,
    operations,
    pipelines,
    reasons,
    scaling_groups,
    storage,
    stores,
    studios,
)
from stackwright.pricing.bill import Decision
from stackwright.pricing.prices import Key

PRICED: Final[Mapping[str, Decision]] = {
    **network.DECISIONS,
    **compute.DECISIONS,
    **scaling_groups.DECISIONS,
    **containers.DECISIONS,
    **functions.DECISIONS,
    **disks.DECISIONS,
    **buckets.DECISIONS,
    **storage.DECISIONS,
    **databases.DECISIONS,
    **stores.DECISIONS,
    **endpoints.DECISIONS,
    **studios.DECISIONS,
    **foundation.DECISIONS,
    **edge.DECISIONS,
    **pipelines.DECISIONS,
    **operations.DECISIONS,
    **reasons.CONDITIONAL,
}
"""Types whose cost is worked out from their inputs or an assumed usage."""

DECISIONS: Final[Mapping[str, Decision]] = {**reasons.DECISIONS, **PRICED}
"""All decisions by type token."""

_AREAS: Final = (
    *(containers.KEYS, functions.KEYS, disks.KEYS, endpoints.KEYS, studios.KEYS, foundation.KEYS, network.KEYS),
    *(operations.KEYS, buckets.KEYS, storage.KEYS, databases.KEYS, stores.KEYS, edge.KEYS, pipelines.KEYS),
)

KEYS: Final[tuple[Key, ...]] = tuple(chain(*_AREAS))
"""Prices asked for, those of one machine type apart."""

BY_MACHINE: Final = (
    frozenset({"EC2", "EC2 Spot", "EC2 Reserved 1y", "EC2 Reserved 3y", "EC2 Capacity Blocks"})
    | endpoints.BY_MACHINE
    | studios.BY_MACHINE
    | databases.BY_MACHINE
    | stores.BY_MACHINE
)
"""Services of which each machine type has a price of its own."""
