"""Rules about pods that give up what they do not need: what the restricted level of the Pod Security Standards asks."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, Level, rule
from stackwright.policies.rules.kubernetes.examples import GOOD, secured, with_pod
from stackwright.policies.rules.kubernetes.placement import NODE_AGENTS, unless_allowed
from stackwright.policies.rules.kubernetes.workloads import COMPLETE, containers, on_windows, pods
from stackwright.policies.shapes import all_in, is_set, must_hold, number

ACCOUNT = "serviceAccountName"


@rule(
    id="k8s-pod-run-as-non-root",
    types=COMPLETE,
    severity="medium",
    fix="set `run_as_non_root` to true in the pod's security context, and `run_as_user` where the image has no user",
    level=PROD_MANDATORY,
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_K8S_23", cis_kubernetes="5.2.7", trivy="KSV-0012", pod_security="restricted"
    ),
    params=(NODE_AGENTS,),
    good=GOOD,
    bad=with_pod(securityContext={"seccompProfile": {"type": "RuntimeDefault"}}),
)
def run_as_non_root(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """No container runs as root."""
    yield from unless_allowed(_as_root(workload), workload, graph, config)


def _as_root(workload: Resource) -> Iterator[Finding]:
    for pod, container in containers(workload):
        refused, user = (_inherited(workload, pod, container, name) for name in ("runAsNonRoot", "runAsUser"))
        path = f"{container}.securityContext"
        if user is not UNKNOWN and number(user) == 0:
            yield fail(f"{path}.runAsUser", "is root")
        elif refused is True or (number(user, 0) or 0) > 0:
            continue
        elif UNKNOWN in (refused, user):
            yield unknown(f"{path}.runAsNonRoot")
        else:
            yield fail(f"{path}.runAsNonRoot", "is not true, here or for the whole pod")


def _inherited(workload: Resource, pod: str, container: str, name: str) -> Any:
    """Setting of a container, which wins over the one of its pod."""
    own = workload.get(f"{container}.securityContext.{name}")
    return workload.get(f"{pod}.securityContext.{name}") if own is MISSING else own


@rule(
    id="k8s-pod-no-privilege-escalation",
    types=COMPLETE,
    severity="medium",
    fix="set `allow_privilege_escalation` to false for each container",
    level=PROD_MANDATORY,
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_K8S_20", cis_kubernetes="5.2.6", trivy="KSV-0001", pod_security="restricted"
    ),
    params=(NODE_AGENTS,),
    good=GOOD,
    bad=secured(allowPrivilegeEscalation=True),
)
def no_privilege_escalation(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """No process of a container gets more rights than the one that started it."""
    found = _on_linux(
        workload,
        lambda path: all_in(
            workload,
            f"{path}.securityContext.allowPrivilegeEscalation",
            False,
            text="is not false (the default is true)",
        ),
    )
    yield from unless_allowed(found, workload, graph, config)


def _on_linux(workload: Resource, check: Callable[[str], Iterator[Finding]]) -> Iterator[Finding]:
    for pod, container in containers(workload):
        if not on_windows(workload, pod):
            yield from check(container)


@rule(
    id="k8s-pod-capabilities-dropped",
    types=COMPLETE,
    severity="medium",
    fix="drop `ALL` in `capabilities`, and add back what the program needs",
    level=PROD_MANDATORY,
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_K8S_28 CKV_K8S_37", cis_kubernetes="5.2.8 5.2.9", pod_security="restricted"
    ),
    params=(NODE_AGENTS,),
    good=GOOD,
    bad=secured(capabilities={"drop": ["NET_RAW"]}),
)
def capabilities_dropped(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Containers give up all capabilities that they do not ask for."""
    path = "securityContext.capabilities.drop"
    found = _on_linux(
        workload, lambda container: must_hold(f"{container}.{path}", "ALL", text="does not hold ALL")(workload)
    )
    yield from unless_allowed(found, workload, graph, config)


@rule(
    id="k8s-pod-seccomp",
    types=COMPLETE,
    severity="medium",
    fix="set `seccomp_profile.type` to RuntimeDefault in the pod's security context",
    level=PROD_MANDATORY,
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_K8S_31", cis_kubernetes="5.6.2", trivy="KSV-0030", pod_security="restricted"
    ),
    params=(NODE_AGENTS,),
    good=GOOD,
    bad=with_pod(securityContext={"runAsNonRoot": True}),
)
def seccomp(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """System calls of containers are filtered."""
    yield from unless_allowed(_unfiltered(workload), workload, graph, config)


def _unfiltered(workload: Resource) -> Iterator[Finding]:
    for pod, container in containers(workload):
        if not on_windows(workload, pod):
            kind, path = (
                _inherited(workload, pod, container, "seccompProfile.type"),
                "securityContext.seccompProfile.type",
            )
            if kind is UNKNOWN:
                yield unknown(f"{container}.{path}")
            elif kind not in ("RuntimeDefault", "Localhost"):
                yield fail(f"{container}.{path}", "is neither RuntimeDefault nor Localhost, here or for the whole pod")


@rule(
    id="k8s-pod-read-only-root",
    types=COMPLETE,
    severity="low",
    fix="set `read_only_root_filesystem` to true, and mount an `empty_dir` where the program writes",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_K8S_22", cis_kubernetes="5.6.3", trivy="KSV-0014"),
    params=(NODE_AGENTS,),
    good=GOOD,
    bad=secured(readOnlyRootFilesystem=False),
)
def read_only_root(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Containers cannot change their own programs."""
    text = "is not true (the default is false)"
    found = _on_linux(
        workload, lambda path: all_in(workload, f"{path}.securityContext.readOnlyRootFilesystem", True, text=text)
    )
    yield from unless_allowed(found, workload, graph, config)


@rule(
    id="k8s-pod-no-default-token",
    types=COMPLETE,
    severity="medium",
    fix="set `automount_service_account_token` to false, or name a service account of the workload's own",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_K8S_38 CKV_K8S_41", cis_kubernetes="5.1.5 5.1.6", trivy="KSV-0036"),
    good=GOOD,
    bad=with_pod(serviceAccountName="default", automountServiceAccountToken=MISSING),
)
def no_default_token(workload: Resource, graph: Graph) -> Iterator[Finding]:
    """Pods talk to the Kubernetes API as themselves, or not at all."""
    for pod in pods(workload):
        mounted, account = (workload.get(f"{pod}.{name}") for name in ("automountServiceAccountToken", ACCOUNT))
        if account is MISSING:
            account = workload.get(f"{pod}.serviceAccount")  # the older name of the same setting
        if mounted is False or (is_set(account) and account not in ("default", UNKNOWN)):
            continue
        if account is UNKNOWN and any(one.type.endswith(":ServiceAccount") for one in graph.wired(workload, "spec")):
            continue
        if UNKNOWN in (mounted, account):
            yield unknown(f"{pod}.{ACCOUNT}")
        else:
            yield fail(f"{pod}.{ACCOUNT}", "is the default account, and its token is mounted")


RULES = (run_as_non_root, no_privilege_escalation, capabilities_dropped, seccomp, read_only_root, no_default_token)
