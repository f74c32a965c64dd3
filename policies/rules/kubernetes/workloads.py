"""Where the kinds of Kubernetes keep their pods: built-in ones, and the custom ones that people train and serve with.

Paths of custom kinds are those of their own examples (JobSet, LeaderWorkerSet, Kubeflow, KubeRay, Volcano; 2026-11).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from stackwright.plan.graph import MISSING, Resource
from stackwright.policies.tokens import kubernetes

_TEMPLATE: Final = "spec.template.spec"
_JOBS: Final = "replicatedJobs[*].template.spec.template.spec"
_BUILT_IN: Final[Mapping[str, str]] = {
    "apps/DaemonSet": _TEMPLATE,
    "apps/Deployment": _TEMPLATE,
    "apps/ReplicaSet": _TEMPLATE,
    "apps/StatefulSet": _TEMPLATE,
    "batch/CronJob": "spec.jobTemplate.spec.template.spec",
    "batch/Job": _TEMPLATE,
    "core/Pod": "spec",
    "core/PodTemplate": "template.spec",
    "core/ReplicationController": _TEMPLATE,
}
_ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "JAXJob.jaxReplicaSpecs": ("Worker",),
    "MPIJob.mpiReplicaSpecs": ("Launcher", "Worker"),
    "PyTorchJob.pytorchReplicaSpecs": ("Master", "Worker"),
    "TFJob.tfReplicaSpecs": ("Chief", "Evaluator", "Master", "PS", "Worker"),
    "XGBoostJob.xgbReplicaSpecs": ("Master", "Worker"),
}
"""Jobs of Kubeflow, and the roles that their replicas have."""
_RAY: Final = ("headGroupSpec.template.spec", "workerGroupSpecs[*].template.spec")
_CUSTOM: Final[Mapping[str, tuple[str, ...]]] = {
    "batch.volcano.sh/Job": ("spec.tasks[*].template.spec",),
    "jobset.x-k8s.io/JobSet": (f"spec.{_JOBS}",),
    "kubeflow.org/Notebook": (_TEMPLATE,),
    "leaderworkerset.x-k8s.io/LeaderWorkerSet": tuple(
        f"spec.leaderWorkerTemplate.{role}Template.spec" for role in ("leader", "worker")
    ),
    "ray.io/RayCluster": tuple(f"spec.{group}" for group in _RAY),
    "ray.io/RayJob": tuple(f"spec.rayClusterSpec.{group}" for group in _RAY),
    "ray.io/RayService": tuple(f"spec.rayClusterConfig.{group}" for group in _RAY),
    "trainer.kubeflow.org/ClusterTrainingRuntime": (f"{_TEMPLATE}.{_JOBS}",),
    "trainer.kubeflow.org/TrainingRuntime": (f"{_TEMPLATE}.{_JOBS}",),
    **{
        f"kubeflow.org/{kind}": tuple(f"spec.{specs}.{role}.template.spec" for role in roles)
        for (kind, _, specs), roles in ((name.partition("."), roles) for name, roles in _ROLES.items())
    },
}
_ALONE: Final = {
    **{kubernetes(kind): (path,) for kind, path in _BUILT_IN.items()},
    **{kubernetes(kind): paths for kind, paths in _CUSTOM.items()},
}
PODS: Final[Mapping[str, tuple[str, ...]]] = {
    **_ALONE,
    **{f"{kubernetes(kind)}List": (f"items[*].{path}",) for kind, path in _BUILT_IN.items()},
    **{f"{kubernetes(kind)}Patch": (path,) for kind, path in _BUILT_IN.items()},
}
"""Paths of the pod specifications in each type."""
WORKLOADS: Final = frozenset(_ALONE)
"""Types that run pods, one object a resource."""
COMPLETE: Final = frozenset(token for token in PODS if not token.endswith("Patch"))
"""Types whose pods are told in full: what is not said there is the default of Kubernetes."""
ANY: Final = frozenset(PODS)
"""Types that say anything about pods; a patch leaves the rest as it is."""
_GROUPS: Final = ("containers", "initContainers", "ephemeralContainers")


def pods(resource: Resource) -> Iterator[str]:
    """Paths of the pod specifications in a resource, one that is not known yet included."""
    for path in PODS[resource.type]:
        if "[*]" in path:
            yield from (found for found, value in resource.all(path) if value is not MISSING)
        elif resource.get(path) is not MISSING:
            yield path


def containers(resource: Resource, *, of: tuple[str, ...] = _GROUPS) -> Iterator[tuple[str, str]]:
    """(path of the pod, path of the container) of all containers in a resource, of all groups unless told otherwise."""
    for pod in pods(resource):
        for path in (f"{pod}.{group}" for group in of):
            listed = resource.get(path)
            if isinstance(listed, list):
                items = cast("list[Any]", listed)
                yield from ((pod, f"{path}[{index}]") for index, item in enumerate(items) if item is not None)
            elif listed is not MISSING:
                yield pod, path


def on_windows(resource: Resource, pod: str) -> bool:
    """Whether the pod says that it runs on Windows, which knows nothing of Linux' own safeguards."""
    return resource.get(f"{pod}.os.name") == "windows"
