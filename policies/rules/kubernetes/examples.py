"""The stack that the examples of these rules start from: one Deployment that is hardened, in a closed namespace."""

from collections.abc import Mapping
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN
from stackwright.policies.example import Break, but, part
from stackwright.policies.rules.kubernetes.placement import NAMESPACE
from stackwright.policies.tokens import kubernetes

DEPLOYMENT: Final = kubernetes("apps/Deployment")
POLICY: Final = kubernetes("networking.k8s.io/NetworkPolicy")
_HARDENED: Final = {
    "allowPrivilegeEscalation": False,
    "readOnlyRootFilesystem": True,
    "capabilities": {"drop": ["ALL"]},
}
_CONTAINER: Final = {
    "name": "serve",
    "image": "ghcr.io/acme/serve:1.4.2",
    "securityContext": _HARDENED,
    "resources": {"requests": {"cpu": "2", "memory": "8Gi"}, "limits": {"memory": "8Gi", "nvidia.com/gpu": "1"}},
    "readinessProbe": {"httpGet": {"path": "/health", "port": 8000}},
}
_POD: Final = {
    "serviceAccountName": "serve",
    "automountServiceAccountToken": False,
    "securityContext": {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}},
}


def spec(pod: Mapping[str, Any] | None = None, **container: Any) -> dict[str, Any]:
    """Specification of the Deployment, with other settings of its pod or of its container; `MISSING` removes one."""
    labels = {"app": "serve"}
    pods = _changed({**_POD, "containers": [_changed(_CONTAINER, container)]}, pod or {})
    return {"selector": {"matchLabels": labels}, "template": {"metadata": {"labels": labels}, "spec": pods}}


def _changed(settings: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**settings, **others}.items() if value is not MISSING}


def with_pod(**pod: Any) -> Break:
    """The same stack, with other settings of the pod."""
    return but("serve", spec=spec(pod))


def with_container(**container: Any) -> Break:
    """The same stack, with other settings of the container."""
    return but("serve", spec=spec(None, **container))


def secured(**security: Any) -> Break:
    """The same stack, with other settings of the container's security context."""
    return with_container(securityContext=_changed(_HARDENED, security))


GOOD: Final = (
    part(NAMESPACE, "research", {"metadata": {"labels": {"pod-security.kubernetes.io/enforce": "restricted"}}}),
    part(
        POLICY,
        "closed",
        {"metadata": {"namespace": UNKNOWN}, "spec": {"podSelector": {}, "policyTypes": ["Ingress"]}},
        metadata="research",
    ),
    part(
        DEPLOYMENT, "serve", {"metadata": {"name": "serve", "namespace": UNKNOWN}, "spec": spec()}, metadata="research"
    ),
)
