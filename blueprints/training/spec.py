"""What a user writes for a training stack."""

from typing import Literal

from stackwright.blueprints.sections import Cluster, Compute, Name, Retention, Scratch, StackSpec
from stackwright.blueprints.values import Platform, Section


class TrainingStorage(Section):
    """Buckets and the file system of the stack."""

    datasets: Retention = Retention(retention_days=90)
    """Bucket for datasets."""
    checkpoints: Retention = Retention(retention_days=30)
    """Bucket for checkpoints."""
    scratch: Scratch | None = None
    """Shared file system in front of the datasets; none when unset."""


class TrainingSpec(StackSpec):
    """A cluster with accelerated nodes, fast storage and what a training job needs around it."""

    blueprint: Literal["training"] = "training"
    """Shape of the stack."""
    name: Name = "training"
    """Start of every name in the stack, the shape when unset; a change replaces everything."""
    platform: Platform = Platform.KUBERNETES
    """Where training runs: a cluster of your own, or the cloud's managed service."""
    compute: Compute
    """The accelerated nodes."""
    storage: TrainingStorage = TrainingStorage()
    """Buckets and the file system of the stack."""
    cluster: Cluster = Cluster()
    """The Kubernetes cluster."""
