"""Rules about pods that could take over their node: what the baseline of the Pod Security Standards refuses."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from itertools import chain
from typing import Any, Final, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource, joined, value_at
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Param, rule
from stackwright.policies.rules.kubernetes.examples import GOOD, secured, with_pod
from stackwright.policies.rules.kubernetes.placement import NODE_AGENTS, unless_allowed
from stackwright.policies.rules.kubernetes.workloads import ANY, containers, pods
from stackwright.policies.shapes import all_in

_HARMLESS: Final = (
    "AUDIT_WRITE",
    "CHOWN",
    "DAC_OVERRIDE",
    "FOWNER",
    "FSETID",
    "KILL",
    "MKNOD",
    "NET_BIND_SERVICE",
    "SETFCAP",
    "SETGID",
    "SETPCAP",
    "SETUID",
    "SYS_CHROOT",
)
_SYSCTLS: Final = (
    "kernel.shm_rmid_forced",
    "net.ipv4.ip_local_port_range",
    "net.ipv4.ip_local_reserved_ports",
    "net.ipv4.ip_unprivileged_port_start",
    "net.ipv4.ping_group_range",
    "net.ipv4.tcp_fin_timeout",
    "net.ipv4.tcp_keepalive_intvl",
    "net.ipv4.tcp_keepalive_probes",
    "net.ipv4.tcp_keepalive_time",
    "net.ipv4.tcp_rmem",
    "net.ipv4.tcp_syncookies",
    "net.ipv4.tcp_wmem",
)
_SELINUX_TYPES: Final = ("", "container_engine_t", "container_init_t", "container_kvm_t", "container_t")
_SHIELDS: Final[Mapping[str, tuple[Any, ...]]] = {
    "appArmorProfile.type": ("RuntimeDefault", "Localhost"),
    "procMount": ("Default",),
    "seccompProfile.type": ("RuntimeDefault", "Localhost"),
    "seLinuxOptions.role": ("",),
    "seLinuxOptions.type": _SELINUX_TYPES,
    "seLinuxOptions.user": ("",),
    "windowsOptions.hostProcess": (False,),
}
"""Settings of a security context that take a shield of the container runtime away, and what they may be."""
_HOOKS: Final = ("livenessProbe", "readinessProbe", "startupProbe", "lifecycle.postStart", "lifecycle.preStop")
_APPARMOR: Final = "container.apparmor.security.beta.kubernetes.io/"
"""Annotations that name the AppArmor profile of a container, from before there was a field."""
_LISTED: Final = {"type": "array", "items": {"type": "string"}}


@rule(
    id="k8s-pod-no-privileged",
    types=ANY,
    severity="critical",
    fix="leave `privileged` out; a GPU reaches a container through its device plugin, and a fabric through its own",
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_K8S_16", cis_kubernetes="5.2.2", trivy="KSV-0017", pod_security="baseline"
    ),
    params=(NODE_AGENTS,),
    good=GOOD,
    bad=secured(privileged=True, allowPrivilegeEscalation=MISSING),
)
def no_privileged(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Containers are not privileged, except device plugins and drivers by name."""
    found = _contexts(workload, "privileged", False, text="is true")
    yield from unless_allowed(found, workload, graph, config)


def _contexts(workload: Resource, name: str, *allowed: Any, text: str) -> Iterator[Finding]:
    for _, container in containers(workload):
        yield from _given(workload, f"{container}.securityContext.{name}", *allowed, text=text)


def _given(workload: Resource, path: str, *allowed: Any, text: str) -> Iterator[Finding]:
    """Findings for what is given at `path` and is none of `allowed`; most pods give nothing there."""
    if workload.get(path.partition("[*]")[0]) is not MISSING:
        yield from all_in(workload, path, *allowed, MISSING, text=text)


@rule(
    id="k8s-pod-no-host-namespaces",
    types=ANY,
    severity="high",
    fix="leave `host_network`, `host_pid`, `host_ipc`, `host_port` and the `host` of probes out; "
    "shared memory is an `empty_dir` of memory",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_K8S_17 CKV_K8S_18 CKV_K8S_19 CKV_K8S_26",
        cis_kubernetes="5.2.3 5.2.4 5.2.5 5.2.12",
        trivy="KSV-0008 KSV-0009 KSV-0010",
        pod_security="baseline",
    ),
    params=(NODE_AGENTS,),
    good=GOOD,
    bad=with_pod(hostNetwork=True),
)
def no_host_namespaces(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Pods share neither network nor processes nor memory with their node."""
    yield from unless_allowed(_shared(workload), workload, graph, config)


def _shared(workload: Resource) -> Iterator[Finding]:
    for pod in pods(workload):
        for name in ("hostNetwork", "hostPID", "hostIPC"):
            yield from _given(workload, f"{pod}.{name}", False, text="is true")
    for pod, container in containers(workload):
        if workload.get(f"{pod}.hostNetwork") is not True:  # Kubernetes fills it in there, and it opens nothing more
            path = f"{container}.ports[*].hostPort"
            yield from _given(workload, path, 0, text="is a port of the node")
            yield from _sent(workload, container)


def _sent(workload: Resource, container: str) -> Iterator[Finding]:
    """Findings for probes and hooks that make the node call somebody else than the pod."""
    given = workload.get(container)
    for hook in _HOOKS if given is not UNKNOWN else ():
        path, found = f"{container}.{hook}", value_at(given, hook)
        if found is UNKNOWN:
            yield unknown(path)
        elif found is not MISSING:
            for way in ("httpGet", "tcpSocket"):
                yield from _given(workload, f"{path}.{way}.host", "", text="makes the node call another host")


@rule(
    id="k8s-pod-no-host-path",
    types=ANY,
    severity="high",
    fix="mount a claim, an `empty_dir` or an ephemeral volume; list local disks of nodes in `allowed_paths`",
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_K8S_27", cis_kubernetes="5.2.11", trivy="KSV-0023", pod_security="baseline"
    ),
    params=(
        NODE_AGENTS,
        Param("allowed_paths", [], _LISTED, "Folders of the node that pods may mount, with `*`."),
    ),
    good=GOOD,
    bad=with_pod(volumes=[{"name": "host", "hostPath": {"path": "/var/run"}}]),
)
def no_host_path(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Pods mount no folder of their node."""
    yield from unless_allowed(_host_paths(workload, config["allowed_paths"]), workload, graph, config)


def _host_paths(workload: Resource, allowed: list[str]) -> Iterator[Finding]:
    for pod in pods(workload):
        for found, value in workload.all(f"{pod}.volumes[*].hostPath"):
            folder = workload.get(f"{found}.path") if value is not UNKNOWN else UNKNOWN
            if value is UNKNOWN or (folder is UNKNOWN and allowed):
                yield unknown(found)
            elif value is not MISSING and not _within(folder, allowed):
                yield fail(found, "mounts a folder of the node")


def _within(folder: Any, allowed: list[str]) -> bool:
    return isinstance(folder, str) and ".." not in folder and any(fnmatchcase(folder, one) for one in allowed)


@rule(
    id="k8s-pod-no-added-capabilities",
    types=ANY,
    severity="high",
    fix="leave the capability out; list `IPC_LOCK` in `allowed_capabilities` where pods pin memory for RDMA",
    frameworks=maps_to(
        Family.ACCESS, checkov="CKV_K8S_25 CKV_K8S_39", cis_kubernetes="5.2.8 5.2.9", pod_security="baseline"
    ),
    params=(
        NODE_AGENTS,
        Param("allowed_capabilities", list(_HARMLESS), _LISTED, "Capabilities that containers may be given."),
    ),
    good=GOOD,
    bad=secured(capabilities={"drop": ["ALL"], "add": ["SYS_ADMIN"]}),
)
def no_added_capabilities(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Containers are given no capability that reaches beyond them."""
    names = {name for one in config["allowed_capabilities"] for name in (str(one), f"CAP_{one}")}
    found = _contexts(workload, "capabilities.add[*]", *names, text="is a capability that is not allowed")
    yield from unless_allowed(found, workload, graph, config)


@rule(
    id="k8s-pod-shields-up",
    types=ANY,
    severity="high",
    fix="leave the setting out, or choose the default of the container runtime",
    frameworks=maps_to(Family.ACCESS, cis_kubernetes="5.2.10", pod_security="baseline"),
    params=(NODE_AGENTS,),
    good=GOOD,
    bad=secured(procMount="Unmasked"),
)
def shields_up(workload: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Nobody switches seccomp, AppArmor, SELinux or the mask of `/proc` off, or runs as a process of a Windows node."""
    yield from unless_allowed(chain(_shields(workload), _unconfined(workload)), workload, graph, config)


def _unconfined(workload: Resource) -> Iterator[Finding]:
    for pod in pods(workload):
        path = f"{pod.removesuffix('spec')}metadata.annotations"
        notes = workload.get(path) if workload.get(pod) is not UNKNOWN else MISSING
        if notes is UNKNOWN:
            yield unknown(path)
        for name, value in cast("Mapping[str, Any]", notes if isinstance(notes, Mapping) else {}).items():
            if name.startswith(_APPARMOR) and value is UNKNOWN:
                yield unknown(joined(path, name))
            elif name.startswith(_APPARMOR) and not str(value).startswith(("runtime/default", "localhost/")):
                yield fail(joined(path, name), "takes a shield of the runtime away")


def _shields(workload: Resource) -> Iterator[Finding]:
    holders = [*pods(workload), *(container for _, container in containers(workload))]
    for context in (f"{holder}.securityContext" for holder in holders):
        given = workload.get(context)
        if given is UNKNOWN:
            yield from _given(workload, context, text="")
            continue
        for name, allowed in _SHIELDS.items():
            if value_at(given, name) is not MISSING:
                path = f"{context}.{name}"
                yield from all_in(workload, path, *allowed, MISSING, text="takes a shield of the runtime away")
        yield from _given(workload, f"{context}.sysctls[*].name", *_SYSCTLS, text="is a kernel setting of the node")


RULES = (no_privileged, no_host_namespaces, no_host_path, no_added_capabilities, shields_up)
