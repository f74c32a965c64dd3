"""Rules about what a cluster opens to the outside: load balancers, node ports, and ingresses."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Resource, joined
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.ports import ALLOWED_PORTS, among_ports
from stackwright.policies.rule import PROD_MANDATORY, Level, rule
from stackwright.policies.rules.kubernetes.network_policies import WORLD
from stackwright.policies.shapes import among, is_set
from stackwright.policies.tokens import kubernetes

SERVICE: Final = kubernetes("core/Service")
INGRESS: Final = kubernetes("networking.k8s.io/Ingress")
_AWS: Final = "service.beta.kubernetes.io/aws-load-balancer-"
_SCHEME: Final = f"{_AWS}scheme"
_INTERNAL: Final[Mapping[str, tuple[str, ...]]] = {
    _SCHEME: ("internal",),
    f"{_AWS}internal": ("true", "0.0.0.0/0"),
    "cloud.google.com/load-balancer-type": ("internal",),
    "networking.gke.io/load-balancer-type": ("internal",),
    "service.beta.kubernetes.io/azure-load-balancer-internal": ("true",),
}
"""Annotations that keep a load balancer inside the network of its cloud."""
_INTERNAL_UNLESS_TOLD: Final = ("eks.amazonaws.com/nlb", "service.k8s.aws/nlb")
"""Classes whose controller makes a load balancer internal unless its scheme says otherwise."""
_SAME_CONTROLLER: Final = ("external", "nlb-ip")
"""Types that leave the load balancer to that controller."""
_RANGES: Final = (
    "service.beta.kubernetes.io/azure-allowed-ip-ranges",
    "service.beta.kubernetes.io/load-balancer-source-ranges",
)
_CERTIFICATES: Final = (
    "alb.ingress.kubernetes.io/certificate-arn",
    "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
    "ingress.gcp.kubernetes.io/pre-shared-cert",
    "kubernetes.azure.com/tls-cert-keyvault-uri",
    "networking.gke.io/managed-certificates",
)
"""Annotations that name a certificate of the cloud, in place of one in the cluster."""
_LISTEN: Final = "alb.ingress.kubernetes.io/listen-ports"
"""Where HTTPS is among the ports, AWS finds a certificate by the names of the hosts."""
GOOD: Final = (
    part(
        SERVICE,
        "chat",
        {
            "metadata": {"annotations": {_SCHEME: "internal"}},
            "spec": {"type": "LoadBalancer", "selector": {"app": "chat"}, "ports": [{"port": 443}]},
        },
    ),
    part(SERVICE, "plain", {"spec": {"selector": {"app": "chat"}, "ports": [{"port": 80}]}}),
    part(
        INGRESS,
        "web",
        {
            "spec": {
                "tls": [{"hosts": ["chat.example.com"], "secretName": "chat-tls"}],
                "defaultBackend": {"service": {"name": "chat", "port": {"number": 443}}},
            }
        },
    ),
)


@rule(
    id="k8s-service-no-open-load-balancer",
    types={SERVICE},
    severity="high",
    fix="make the load balancer internal with your cloud's annotation, or list `load_balancer_source_ranges`",
    frameworks=maps_to(Family.EXPOSURE),
    params=(ALLOWED_PORTS,),
    good=GOOD,
    bad=but("chat", metadata={"annotations": {_SCHEME: "internet-facing"}}),
)
def no_open_load_balancer(service: Resource, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Load balancers let nobody in from the whole internet."""
    kind = service.get("spec.type")
    if kind not in ("LoadBalancer", UNKNOWN):
        return
    ports = [value for _, value in service.all("spec.ports[*].port")]
    answers = (_internal(service), _restricted(service), among_ports(ports, config["allowed_ports"]))
    path = "spec.loadBalancerSourceRanges"
    if True not in answers:
        unsure = UNKNOWN in (kind, *answers)
        yield unknown(path) if unsure else fail(path, "lets the whole internet in, and nothing makes it internal")


def _annotation(resource: Resource, name: str) -> Any:
    return resource.get(joined("metadata.annotations", name))


def _internal(service: Resource) -> bool | Absent:
    given = {name: _annotation(service, name) for name in _INTERNAL}
    if any(str(value).lower() in _INTERNAL[name] for name, value in given.items()):
        return True
    if UNKNOWN in given.values():
        return UNKNOWN
    if any(given[name] is not MISSING for name in (_SCHEME, f"{_AWS}internal")):
        return False
    kind, controller = service.get("spec.loadBalancerClass"), _annotation(service, f"{_AWS}type")
    left = among(kind, _INTERNAL_UNLESS_TOLD) or among(controller, _SAME_CONTROLLER)
    return left or (UNKNOWN if UNKNOWN in (kind, controller) else False)


def _restricted(service: Resource) -> bool | Absent:
    """Whether only some ranges reach the load balancer."""
    ranges = [value for _, value in service.all("spec.loadBalancerSourceRanges[*]")]
    for name in _RANGES:
        value = _annotation(service, name)
        ranges += [one.strip() for one in value.split(",")] if isinstance(value, str) else [value]
    listed = [one for one in ranges if one not in (MISSING, "")]
    if any(among(one, WORLD) for one in listed):
        return False
    return UNKNOWN if UNKNOWN in listed else bool(listed)


@rule(
    id="k8s-service-no-node-port",
    types={SERVICE},
    severity="medium",
    fix="use a service of type ClusterIP behind a gateway, or an internal load balancer",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.EXPOSURE),
    good=GOOD,
    bad=but("plain", spec={"type": "NodePort", "ports": [{"port": 80}]}),
)
def no_node_port(service: Resource) -> Iterator[Finding]:
    """Services open no port on every node, and take no address that is not theirs."""
    kind, addresses = service.get("spec.type"), service.get("spec.externalIPs")
    if kind in ("NodePort", UNKNOWN):
        yield unknown("spec.type") if kind is UNKNOWN else fail("spec.type", "opens a port on every node")
    if addresses is UNKNOWN:
        yield unknown("spec.externalIPs")
    elif is_set(addresses):
        yield fail("spec.externalIPs", "takes addresses that anybody's traffic may be meant for")


@rule(
    id="k8s-ingress-tls",
    types={INGRESS},
    severity="medium",
    fix="name a secret with a certificate in `spec.tls`, or a certificate of your cloud in its annotation",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.TRANSPORT),
    good=GOOD,
    bad=but("web", spec={"defaultBackend": {"service": {"name": "chat", "port": {"number": 80}}}}),
)
def tls(ingress: Resource) -> Iterator[Finding]:
    """Ingresses have a certificate."""
    ports = _annotation(ingress, _LISTEN)
    given = [ingress.get("spec.tls"), *(_annotation(ingress, name) for name in _CERTIFICATES)]
    if "HTTPS" in str(ports) or any(is_set(value) and value is not UNKNOWN for value in given):
        return
    given.append(ports)
    yield unknown("spec.tls") if UNKNOWN in given else fail("spec.tls", "is not given")


RULES = (no_open_load_balancer, no_node_port, tls)
