"""The training stack: a cluster with accelerated nodes, fast storage, and what a job needs around it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stackwright.blueprints import ground
from stackwright.blueprints.fabric_steps import fabric
from stackwright.blueprints.foundation import access_of
from stackwright.blueprints.machines import machine_of
from stackwright.blueprints.next_steps import CONFIRM, devices, filling
from stackwright.blueprints.training.spec import TrainingSpec
from stackwright.components.intents import FilesystemKind, Purchase, RunsOn
from stackwright.components.roles import (
    Budget,
    Cluster,
    Filesystem,
    GpuPool,
    Identity,
    Key,
    Kit,
    Monitoring,
    Network,
    ObjectStore,
    Registry,
)

SOURCES: Mapping[str, str] = {
    **ground.SOURCES,
    "datasets": "storage.datasets",
    "checkpoints": "storage.checkpoints",
    "images": "name",
    "cluster": "cluster",
    "nodes-fabric": "compute",
    "nodes": "compute",  # the last of a path is the one that its settings are told of
    "scratch": "storage.scratch",
    "trainer": "platform",
}
"""Spec path that each component comes from, by its name without the prefix."""
_MOUNT = ("mount `scratch_source` in the pods, and copy there what they share",)
NAMESPACE, SERVICE_ACCOUNT = "training", "trainer"
"""Kubernetes names that training pods run under."""


@dataclass(frozen=True, slots=True)
class TrainingStack:
    """Components of a training stack."""

    network: Network
    key: Key
    datasets: ObjectStore
    checkpoints: ObjectStore
    images: Registry
    cluster: Cluster
    nodes: GpuPool
    scratch: Filesystem | None
    trainer: Identity
    monitoring: Monitoring
    budget: Budget
    steps: Sequence[str]
    """What a user of this cloud does next."""


def compose(spec: TrainingSpec, kit: Kit) -> TrainingStack:
    """Declare the stack described by `spec` on the cloud behind `kit`."""
    base = ground.ground(spec, kit, spec.blueprint)
    datasets = kit.object_store("datasets", retention_days=spec.storage.datasets.retention_days)
    checkpoints = kit.object_store("checkpoints", retention_days=spec.storage.checkpoints.retention_days)
    images = kit.registry("images")

    cluster = kit.cluster("cluster", access=access_of(spec.cluster.access), version=spec.cluster.version)
    nodes = _nodes(spec, kit)
    scratch = _scratch(spec, kit, datasets)

    trainer = kit.identity("trainer", runs_on=RunsOn.POD)
    cluster.bind(trainer, namespace=NAMESPACE, service_account=SERVICE_ACCOUNT)
    datasets.allow_read(trainer)
    checkpoints.allow_write(trainer)
    images.allow_pull(trainer)

    return TrainingStack(
        network=base.network,
        key=base.key,
        datasets=datasets,
        checkpoints=checkpoints,
        images=images,
        cluster=cluster,
        nodes=nodes,
        scratch=scratch,
        trainer=trainer,
        monitoring=kit.monitoring(
            "monitoring", cluster=cluster, pools=[nodes], filesystem=scratch, notify=spec.budget.notify
        ),
        budget=ground.budget(spec, kit),
        steps=_steps(spec),
    )


def outputs(stack: TrainingStack) -> Mapping[str, Any]:
    """What a user gets after `up`."""
    scratch = stack.scratch
    mounted = {} if scratch is None else {"scratch_source": scratch.mount_source, "scratch_type": scratch.mount_type}
    return {
        "network_id": stack.network.id,
        "datasets_uri": stack.datasets.uri,
        "checkpoints_uri": stack.checkpoints.uri,
        "registry_url": stack.images.url,
        "cluster_name": stack.cluster.name,
        "kubeconfig_command": stack.cluster.connect,
        "node_group_name": stack.nodes.name,
        "node_labels": dict(stack.nodes.labels),
        "node_taints": list(stack.nodes.taints),
        **mounted,
        "trainer_principal": stack.trainer.principal,
        "dashboard_url": stack.monitoring.dashboard_url,
        "budget_name": stack.budget.name,
        "next": ground.listed_steps(stack.steps),
    }


def _nodes(spec: TrainingSpec, kit: Kit) -> GpuPool:
    compute = spec.compute
    return kit.gpu_pool(
        "nodes",
        machine=machine_of(compute, spec.cloud),
        nodes=compute.nodes.expected,
        purchase=Purchase(compute.capacity, compute.reservation_id or ""),
        zone=compute.zone,
        disk_gib=compute.disk_gib,
        placement_group=compute.placement_group,
    )


def _scratch(spec: TrainingSpec, kit: Kit, datasets: ObjectStore) -> Filesystem | None:
    scratch = spec.storage.scratch
    if scratch is None:
        return None
    return kit.filesystem(
        "scratch",
        kind=scratch.kind,
        size_gib=scratch.size_gib,
        throughput=scratch.throughput,
        zone=spec.compute.zone,
        source=datasets if scratch.kind is FilesystemKind.LUSTRE else None,
    )


def _steps(spec: TrainingSpec) -> list[str]:
    scratch = spec.storage.scratch
    mount = () if scratch is None else filling(spec.cloud) if scratch.kind is FilesystemKind.LUSTRE else _MOUNT
    return [
        *CONFIRM[spec.cloud],
        "copy datasets to `datasets_uri` and push the training image to `registry_url`",
        "from a machine that reaches the cluster, run `kubeconfig_command`",
        *devices(machine_of(spec.compute, spec.cloud), spec.compute.nodes.expected),
        *fabric(machine_of(spec.compute, spec.cloud), spec.compute.nodes.expected, spec.cluster.version),
        f"run jobs in namespace `{NAMESPACE}` as service account `{SERVICE_ACCOUNT}`, tolerating `node_taints`",
        *mount,
        "write checkpoints to `checkpoints_uri`",
    ]
