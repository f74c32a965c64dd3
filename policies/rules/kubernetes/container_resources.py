"""Rules about what containers ask for: CPU, memory, and accelerators."""

from collections.abc import Iterator, Mapping
from typing import Any, Final, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Resource, joined
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, rule
from stackwright.policies.rules.kubernetes.examples import GOOD, with_container
from stackwright.policies.rules.kubernetes.workloads import ANY, COMPLETE, containers
from stackwright.policies.shapes import number

_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "limits.memory": ("limits.memory",),
    "requests.cpu": ("requests.cpu", "limits.cpu"),
}
"""What has to be given, and what gives it: a request that is left out is as large as its limit."""
_LASTING: Final = ("containers", "initContainers")


@rule(
    id="k8s-container-resource-limits",
    types=COMPLETE,
    severity="medium",
    fix="set `requests.cpu`, `requests.memory` and `limits.memory`, or limits for both",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.COST, checkov="CKV_K8S_10 CKV_K8S_12 CKV_K8S_13", trivy="KSV-0015 KSV-0016 KSV-0018"),
    good=GOOD,
    bad=with_container(resources={"requests": {"cpu": "2"}, "limits": {"nvidia.com/gpu": "1"}}),
)
def resource_limits(workload: Resource) -> Iterator[Finding]:
    """Containers say what CPU and memory they need, and how much memory they may take."""
    for pod, container in containers(workload, of=_LASTING):
        for wanted, given in _WANTED.items():
            values = [workload.get(f"{at}.resources.{name}") for at in (container, pod) for name in given]
            if all(value in (MISSING, UNKNOWN, "") for value in values):
                path = f"{container}.resources.{wanted}"
                yield unknown(path) if UNKNOWN in values else fail(path, "is not set")


@rule(
    id="k8s-container-gpu-requests-equal-limits",
    types=ANY,
    severity="medium",
    fix="give accelerators and fabric interfaces as `limits`, whole ones, and leave the request out",
    frameworks=maps_to(Family.COST),
    good=GOOD,
    bad=with_container(resources={"requests": {"nvidia.com/gpu": "1"}, "limits": {"memory": "8Gi"}}),
)
def gpu_requests(workload: Resource) -> Iterator[Finding]:
    """Accelerators are asked for in the way that Kubernetes accepts: whole ones, the request as large as the limit."""
    for _, container in containers(workload, of=_LASTING):
        limits, requests = (workload.get(f"{container}.resources.{side}") for side in ("limits", "requests"))
        if requests is UNKNOWN:
            yield unknown(f"{container}.resources.requests")
            continue
        for name in sorted({*_extended(limits), *_extended(requests)}):
            at = [joined(f"{container}.resources.{side}", name) for side in ("limits", "requests")]
            yield from _compared(workload, *at, whole=not name.startswith("hugepages-"))


def _extended(amounts: Any) -> list[str]:
    """Names that Kubernetes does not know itself, and huge pages: neither can be had in part or on credit."""
    names = cast("Mapping[str, Any]", amounts if isinstance(amounts, Mapping) else {})
    return [name for name in names if name.startswith("hugepages-") or ("/" in name and "kubernetes.io/" not in name)]


def _compared(workload: Resource, limit: str, request: str, *, whole: bool) -> Iterator[Finding]:
    most, least = workload.get(limit), workload.get(request)
    if whole and any(_in_part(value) for value in (most, least)):
        yield fail(limit if _in_part(most) else request, "is not a whole number")
    elif least is MISSING:
        return
    elif most is MISSING:
        yield fail(request, "has no limit, which has to be equal")
    elif UNKNOWN in (most, least):
        yield unknown(request)
    elif _amount(most) != _amount(least):
        yield fail(request, "is not equal to its limit")


def _in_part(value: Any) -> bool:
    amount = number(value)
    return (isinstance(value, str) and value.endswith("m")) or (amount is not None and amount % 1 != 0)


def _amount(value: Any) -> Any:
    amount = number(value)
    return value if amount is None else amount


RULES = (resource_limits, gpu_requests)
