"""Every pricing decision for Google Cloud in one table, and every price that the decisions ask for."""

from collections.abc import Mapping
from typing import Final

from stackwright.pricing.bill import Decision
from stackwright.pricing.gcp import (
    analytics,
    compute,
    disks,
    endpoints,
    groups,
    network,
    operations,
    reasons,
    serverless,
    storage,
    tpus,
)
from stackwright.pricing.prices import Key

PRICED: Final[Mapping[str, Decision]] = {
    **network.DECISIONS,
    **compute.DECISIONS,
    **groups.DECISIONS,
    **tpus.DECISIONS,
    **disks.DECISIONS,
    **storage.DECISIONS,
    **analytics.DECISIONS,
    **serverless.DECISIONS,
    **endpoints.DECISIONS,
    **operations.DECISIONS,
}
"""Types whose cost is worked out from their inputs or an assumed usage."""

DECISIONS: Final[Mapping[str, Decision]] = {**reasons.DECISIONS, **PRICED}
"""All decisions by type token."""

KEYS: Final[tuple[Key, ...]] = (
    *compute.KEYS,
    *disks.KEYS,
    *endpoints.KEYS,
    *network.KEYS,
    *operations.KEYS,
    *storage.KEYS,
    *analytics.KEYS,
    *serverless.KEYS,
)
"""Prices asked for, but those of machines: `Compute Engine`, `Cloud TPU`, their other terms, `Vertex AI prediction`."""
