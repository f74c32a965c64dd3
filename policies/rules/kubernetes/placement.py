"""Which namespace an object is in, what it is called, and whether a knob excepts it by those names."""

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Graph, Resource, value_at
from stackwright.policies.finding import Finding, unknown
from stackwright.policies.rule import Param
from stackwright.policies.shapes import all_of
from stackwright.policies.tokens import kubernetes

NAMESPACE: Final = kubernetes("core/Namespace")
SYSTEM: Final = ("kube-node-lease", "kube-public", "kube-system")
"""Namespaces that every cluster has for itself."""
_NAMES: Final = {"type": "array", "items": {"type": "string"}}
NODE_AGENTS: Final = Param(
    "allowed",
    [
        "gpu-operator/gpu-feature-discovery*",
        "gpu-operator/nvidia-container-toolkit-daemonset*",
        "gpu-operator/nvidia-dcgm*",
        "gpu-operator/nvidia-device-plugin*",
        "gpu-operator/nvidia-driver-daemonset*",
        "gpu-operator/nvidia-mig-manager*",
        "gpu-operator/nvidia-operator-validator*",
        "gpu-resources/nvidia-device-plugin*",
        "kube-system/amdgpu-device-plugin*",
        "kube-system/aws-efa-k8s-device-plugin*",
        "kube-system/neuron-device-plugin*",
        "kube-system/nvidia-device-plugin*",
        "kube-system/nvidia-driver-installer*",
        "kube-system/nvidia-gpu-device-plugin*",
        "nvidia-device-plugin/*nvidia-device-plugin*",
    ],
    _NAMES,
    "Workloads that need the node, as namespace/name with `*`: device plugins and drivers of GPUs and fabrics.",
)


def allowed_namespaces(*names: str) -> Param:
    """Knob that lists namespaces a rule leaves alone."""
    return Param("allowed_namespaces", list(names), _NAMES, "Namespaces that are left alone, with `*`.")


def namespace_of(resource: Resource, graph: Graph) -> str | Absent:
    """Name of the namespace, or the URN of one of this stack whose name is not known yet; `UNKNOWN` without either."""
    given = resource.get("metadata.namespace")
    if given is UNKNOWN:
        return _made(resource, "metadata", graph)
    if isinstance(given, str) and given:
        return given
    provider = graph.by_urn.get(resource.provider)
    usual = provider.get("namespace") if provider else MISSING
    if provider and usual is UNKNOWN:
        return _made(provider, "namespace", graph)
    return usual if isinstance(usual, str) and usual else "default"


def _made(resource: Resource, property: str, graph: Graph) -> str | Absent:
    found = [one for one in graph.wired(resource, property) if one.type == NAMESPACE]
    return identity(found[0]) if len(found) == 1 else UNKNOWN


def identity(namespace: Resource) -> str:
    """What `namespace_of` answers for the objects in a namespace of this stack."""
    names = (namespace.get("metadata.name"), value_at(namespace.outputs, "metadata.name"))
    return next((name for name in names if isinstance(name, str) and name), namespace.urn)


def name_of(resource: Resource) -> str | Absent:
    """Name of the object; one that Pulumi makes up starts with the logical name."""
    name = resource.get("metadata.name")
    return name if isinstance(name, str) or name is UNKNOWN else resource.name


def unless_allowed(
    findings: Iterable[Finding], resource: Resource, graph: Graph, config: Mapping[str, Any]
) -> Iterator[Finding]:
    """The findings, unless the knob `allowed` names the workload; they have to wait where its name is not known."""
    drafts = list(findings)
    if not drafts:
        return
    space, name = namespace_of(resource, graph), name_of(resource)
    answers = {_matches(str(pattern), space, name) for pattern in config["allowed"]}
    for found in drafts if True not in answers else ():
        yield unknown(found.path) if UNKNOWN in answers else found


def _matches(pattern: str, space: str | Absent, name: str | Absent) -> bool | Absent:
    wanted_space, _, wanted_name = pattern.rpartition("/")
    return all_of((matches(wanted_space or "*", space), matches(wanted_name, name)))


def matches(pattern: str, name: str | Absent) -> bool | Absent:
    """Whether the name is of the pattern; `UNKNOWN` where the name is not known and the pattern does not take all."""
    if isinstance(name, Absent):
        return True if pattern == "*" else UNKNOWN
    return fnmatchcase(name, pattern)
