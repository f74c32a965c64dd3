"""Every pricing decision for Azure in one table, and every price that the decisions ask for."""

from collections.abc import Mapping
from typing import Final

from stackwright.pricing.azure import (
    apps,
    compute,
    disks,
    endpoints,
    groups,
    models,
    network,
    operations,
    reasons,
    storage,
)
from stackwright.pricing.bill import Decision
from stackwright.pricing.prices import Key

PRICED: Final[Mapping[str, Decision]] = {
    **network.DECISIONS,
    **compute.DECISIONS,
    **groups.DECISIONS,
    **disks.DECISIONS,
    **storage.DECISIONS,
    **endpoints.DECISIONS,
    **models.DECISIONS,
    **apps.DECISIONS,
    **operations.DECISIONS,
}
"""Types whose cost is worked out from their inputs or an assumed usage."""

DECISIONS: Final[Mapping[str, Decision]] = {**reasons.DECISIONS, **PRICED}
"""All decisions by type token."""

KEYS: Final[tuple[Key, ...]] = (
    *compute.KEYS,
    *disks.KEYS,
    *endpoints.KEYS,
    *models.KEYS,
    *apps.KEYS,
    *network.KEYS,
    *operations.KEYS,
    *storage.KEYS,
)
"""Prices asked for, but those of machines: `Virtual Machines`, their other terms, and those of Azure ML."""
