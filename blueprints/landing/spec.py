"""What a user writes for a landing stack."""

from typing import Literal

from stackwright.blueprints.sections import Name, Retention, StackSpec
from stackwright.blueprints.values import Section


class LandingStorage(Section):
    """Buckets of the stack."""

    datasets: Retention = Retention(retention_days=90)
    """Bucket for datasets."""


class LandingSpec(StackSpec):
    """A private network, a key, storage, a registry and a budget: the ground that other stacks stand on."""

    blueprint: Literal["landing"] = "landing"
    """Shape of the stack."""
    name: Name = "landing"
    """Start of every name in the stack, the shape when unset; a change replaces everything."""
    storage: LandingStorage = LandingStorage()
    """Buckets of the stack."""
