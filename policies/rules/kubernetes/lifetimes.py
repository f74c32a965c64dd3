"""Rules about how long things run: jobs that end, and servers that get work only when they can do it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.rules.kubernetes.examples import GOOD, with_container
from stackwright.policies.rules.kubernetes.workloads import containers
from stackwright.policies.shapes import number
from stackwright.policies.tokens import kubernetes, tokens

JOB: Final = kubernetes("batch/Job")
_DEADLINE: Final = "activeDeadlineSeconds"
_POLICY: Final = (f"spec.runPolicy.{_DEADLINE}",)
_DEADLINES: Final[Mapping[str, tuple[str, ...]]] = {
    JOB: (f"spec.{_DEADLINE}", f"spec.template.spec.{_DEADLINE}"),
    kubernetes("batch/CronJob"): tuple(f"spec.jobTemplate.spec.{at}{_DEADLINE}" for at in ("", "template.spec.")),
    kubernetes("ray.io/RayJob"): (f"spec.{_DEADLINE}",),
    **dict.fromkeys(
        tokens(*(f"kubeflow.org/{kind}Job" for kind in ("JAX", "MPI", "PyTorch", "TF", "XGBoost")), of=kubernetes),
        _POLICY,
    ),
}
"""Where each kind of job says when it is stopped."""
_TEMPLATE: Final = {"spec": {"restartPolicy": "Never", "containers": [{"name": "train", "image": "train:1"}]}}


@rule(
    id="k8s-job-max-runtime",
    types=frozenset(_DEADLINES),
    severity="medium",
    fix="set `active_deadline_seconds`",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.COST),
    params=(Param("max_hours", 120, {"type": "number", "minimum": 1}, "Longest run of one job."),),
    good=(part(JOB, "train", {"spec": {_DEADLINE: 86400, "template": _TEMPLATE}}),),
    bad=but("train", spec={"template": _TEMPLATE}),
)
def max_runtime(job: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Jobs stop after a limit, whatever keeps them waiting."""
    paths = _DEADLINES[job.type]
    values = [job.get(path) for path in paths]
    limits = [amount for value in values if (amount := number(value)) is not None]
    if limits and min(limits) <= config["max_hours"] * 3600:
        return
    if UNKNOWN in values:
        yield unknown(paths[values.index(UNKNOWN)])
    else:
        given = next((path for path, value in zip(paths, values, strict=True) if value is not MISSING), paths[0])
        yield fail(given, "is longer than allowed" if limits else "is not set")


@rule(
    id="k8s-server-readiness",
    types=tokens("apps/Deployment", "apps/StatefulSet", of=kubernetes),
    severity="low",
    fix="add a `readiness_probe` that passes once the model is loaded",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.RECOVERY, checkov="CKV_K8S_9"),
    good=GOOD,
    bad=with_container(readinessProbe=MISSING),
)
def readiness(server: Resource) -> Iterator[Finding]:
    """Servers get requests only when they can answer them."""
    paths = [f"{container}.readinessProbe" for _, container in containers(server, of=("containers",))]
    values = [server.get(path) for path in paths]
    if not paths or any(value not in (MISSING, UNKNOWN) for value in values):
        return
    yield unknown(paths[0]) if UNKNOWN in values else fail(paths[0], "is not set for any container")


RULES = (max_runtime, readiness)
