"""Rules about namespaces: what they enforce, and that workloads have one of their own."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import but
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, Level, Param, rule
from stackwright.policies.rules.kubernetes.examples import GOOD
from stackwright.policies.rules.kubernetes.placement import (
    NAMESPACE,
    SYSTEM,
    allowed_namespaces,
    matches,
    name_of,
    namespace_of,
)
from stackwright.policies.rules.kubernetes.workloads import WORKLOADS
from stackwright.policies.shapes import among

_ENFORCED: Final = 'metadata.labels["pod-security.kubernetes.io/enforce"]'
_LEVELS: Final = ("baseline", "restricted")


@rule(
    id="k8s-namespace-pod-security",
    types={NAMESPACE},
    severity="medium",
    fix="label the namespace `pod-security.kubernetes.io/enforce: restricted`, or baseline",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.ACCESS, cis_kubernetes="5.2.1", pod_security="baseline restricted"),
    params=(
        Param(
            "allowed_levels",
            list(_LEVELS),
            {"type": "array", "items": {"enum": [*_LEVELS, "privileged"]}},
            "Levels that a namespace may enforce.",
        ),
        allowed_namespaces(*SYSTEM, "gpu-operator"),
    ),
    good=GOOD,
    bad=but("research", metadata={"labels": {"pod-security.kubernetes.io/enforce": "privileged"}}),
)
def pod_security(namespace: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Namespaces refuse pods that could take over their node."""
    level = namespace.get(_ENFORCED)
    named = {matches(str(one), name_of(namespace)) for one in config["allowed_namespaces"]}
    if True in named or among(level, config["allowed_levels"]):
        return
    if level is UNKNOWN or UNKNOWN in named:
        yield unknown(_ENFORCED)
    else:
        yield fail(_ENFORCED, "is not a level that is allowed")


@rule(
    id="k8s-pod-own-namespace",
    types=WORKLOADS,
    severity="low",
    fix="make a namespace, and set `metadata.namespace` or the provider's `namespace`",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_K8S_21", cis_kubernetes="5.6.1 5.6.4"),
    good=GOOD,
    bad=but("serve", metadata={"name": "serve", "namespace": "default"}),
)
def own_namespace(workload: Resource, graph: Graph) -> Iterator[Finding]:
    """Workloads are not in the default namespace."""
    space = namespace_of(workload, graph)
    if space is UNKNOWN:
        yield unknown("metadata.namespace")
    elif space == "default":
        yield fail("metadata.namespace", "is the default namespace")


RULES = (pod_security, own_namespace)
