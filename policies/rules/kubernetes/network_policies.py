"""Rules about network policies: every namespace in use is closed, and what opens it says to whom."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.ports import ALLOWED_PORTS, among_ports
from stackwright.policies.rule import PROD_MANDATORY, rule
from stackwright.policies.rules.kubernetes.examples import GOOD, POLICY
from stackwright.policies.rules.kubernetes.placement import (
    NAMESPACE,
    SYSTEM,
    allowed_namespaces,
    identity,
    matches,
    namespace_of,
)
from stackwright.policies.rules.kubernetes.workloads import WORKLOADS
from stackwright.policies.shapes import all_of, among, is_set, texts

WORLD = frozenset({"0.0.0.0/0", "::/0"})
_OPEN = "has pods and no network policy that closes it"


@rule(
    id="k8s-namespace-network-policy",
    types=WORKLOADS | {NAMESPACE, POLICY},
    severity="medium",
    fix="add a network policy of type Ingress with an empty `pod_selector` and no rules, then allow what is needed",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV2_K8S_6", cis_kubernetes="5.3.2"),
    params=(allowed_namespaces(*SYSTEM, "gpu-operator"),),
    good=GOOD,
    bad=but("closed", spec={"podSelector": {"matchLabels": {"app": "serve"}}, "policyTypes": ["Ingress"]}),
)
def network_policy(graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Pods of a namespace are reached only by what a policy allows."""
    answers = [(namespace_of(one, graph), _closes(one)) for one in graph.of_type(POLICY)]
    closed = {space for space, answer in answers if answer is True and space is not UNKNOWN}
    unsure = {space for space, answer in answers if answer is not False and UNKNOWN in (space, answer)}
    made: dict[Any, Resource] = {identity(one): one for one in graph.of_type(NAMESPACE)}
    for space, workload in _occupied(graph).items():
        named = {matches(str(one), space) for one in config["allowed_namespaces"]}
        if True in named or space in closed:
            continue
        namespace = made.get(space)
        path, text = ("", _OPEN) if namespace else ("metadata.namespace", f"is a namespace that {_OPEN}")
        if UNKNOWN in (space, *unsure) or space in unsure:
            yield unknown(path, at=namespace or workload)
        else:
            yield fail(path, text, at=namespace or workload)


def _occupied(graph: Graph) -> Mapping[str | Absent, Resource]:
    """First workload of each namespace."""
    found: dict[str | Absent, Resource] = {}
    for workload in graph.of_type(*sorted(WORKLOADS)):
        found.setdefault(namespace_of(workload, graph), workload)
    return found


def _closes(policy: Resource) -> bool | Absent:
    """Whether the policy is about all pods of its namespace and lets nothing in; `UNKNOWN` where it cannot be told."""
    selector, rules = policy.get("spec.podSelector"), policy.get("spec.ingress")
    parts = cast("Mapping[str, Any]", selector).values() if isinstance(selector, Mapping) else (selector,)
    chosen = [part for part in parts if part is not None and is_set(part)]
    narrower = (UNKNOWN if part is UNKNOWN else False for part in (*chosen, rules) if is_set(part))
    return all_of((_about_ingress(policy), *narrower))


def _about_ingress(policy: Resource) -> bool | Absent:
    """Whether the policy is about what comes in, as it is unless it says otherwise."""
    types = policy.get("spec.policyTypes")
    if not is_set(types) or "Ingress" in texts(types):
        return True
    return UNKNOWN if types is UNKNOWN or (isinstance(types, list) and UNKNOWN in types) else False


@rule(
    id="k8s-network-policy-not-open",
    types={POLICY, f"{POLICY}Patch"},
    severity="high",
    fix="name the pods, namespaces or ranges that may connect in `from_`",
    frameworks=maps_to(Family.EXPOSURE),
    params=(ALLOWED_PORTS,),
    good=(
        *GOOD,
        part(
            POLICY,
            "gateway",
            {"spec": {"podSelector": {}, "ingress": [{"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}]}},
        ),
    ),
    bad=but("gateway", spec={"podSelector": {}, "ingress": [{"from": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]}]}),
)
def not_open(policy: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Network policies let nobody in from everywhere."""
    about = _about_ingress(policy)
    for path, value in policy.all("spec.ingress[*]") if about is not False else ():
        ports = among_ports(_ports(policy, path), config["allowed_ports"])
        if value is not MISSING and ports is not True:
            unsure = UNKNOWN in (about, ports)
            yield from (unknown(one.path) if unsure else one for one in _openings(policy, path))


def _ports(policy: Resource, path: str) -> list[Any]:
    """Ports of a rule as `among_ports` takes them; no port at all means every port."""
    found: list[Any] = []
    for at, value in policy.all(f"{path}.ports[*]"):
        first, last = policy.get(f"{at}.port"), policy.get(f"{at}.endPort")
        if value is not MISSING:
            found.append(UNKNOWN if UNKNOWN in (first, last) else f"{first}" if last is MISSING else f"{first}-{last}")
    return found


def _openings(policy: Resource, path: str) -> Iterator[Finding]:
    sources = policy.get(f"{path}.from")
    if sources is UNKNOWN:
        yield unknown(f"{path}.from")
    elif not is_set(sources):
        yield fail(f"{path}.from", "is empty, which lets everybody in")
    for found, value in policy.all(f"{path}.from[*].ipBlock.cidr") if sources is not UNKNOWN else ():
        if value is UNKNOWN:
            yield unknown(found)
        elif among(value, WORLD):
            yield fail(found, "is the whole internet")


RULES = (network_policy, not_open)
