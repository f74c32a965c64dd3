"""Rules about who may do what with the Kubernetes API."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, Level, rule
from stackwright.policies.shapes import is_set, made_from, merged, none_of
from stackwright.policies.tokens import kubernetes, tokens

_GROUP: Final = "rbac.authorization.k8s.io"
ROLE: Final = kubernetes(f"{_GROUP}/ClusterRole")
BINDING: Final = kubernetes(f"{_GROUP}/ClusterRoleBinding")
ROLES: Final = tokens(
    *(f"{_GROUP}/{kind}{suffix}" for kind in ("Role", "ClusterRole") for suffix in ("", "Patch")), of=kubernetes
)
BINDINGS: Final = tokens(
    *(f"{_GROUP}/{kind}{suffix}" for kind in ("RoleBinding", "ClusterRoleBinding") for suffix in ("", "Patch")),
    of=kubernetes,
)
EVERYBODY: Final = frozenset({"system:anonymous", "system:authenticated", "system:unauthenticated"})
_READ_JOBS: Final = {"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["get", "list", "watch"]}
GOOD: Final = (
    part(ROLE, "reader", {"rules": [_READ_JOBS]}),
    part(
        BINDING,
        "readers",
        {
            "roleRef": {"apiGroup": _GROUP, "kind": "ClusterRole", "name": UNKNOWN},
            "subjects": [{"apiGroup": _GROUP, "kind": "Group", "name": "research"}],
        },
        roleRef="reader",
    ),
)


@dataclass(frozen=True, slots=True)
class Power:
    """Verbs on resources that let somebody become anybody else."""

    verbs: frozenset[str]
    resources: frozenset[str]
    """Empty for any resource."""


_CHANGES: Final = frozenset({"create", "patch", "update"})
POWERS: Final = (
    Power(frozenset({"bind", "escalate", "impersonate"}), frozenset()),
    Power(_CHANGES, frozenset({"mutatingwebhookconfigurations", "validatingwebhookconfigurations"})),
    Power(_CHANGES, frozenset({"certificatesigningrequests/approval", "*/approval"})),
    Power(_CHANGES, frozenset({"serviceaccounts/token", "*/token"})),
    Power(_CHANGES | {"get"}, frozenset({"nodes/proxy", "*/proxy"})),
)

no_wildcard = rule(
    id="k8s-rbac-no-wildcard",
    title="Roles name the verbs and resources that they give",
    types=ROLES,
    severity="high",
    fix="list the verbs and the resources",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_K8S_49", cis_kubernetes="5.1.3", trivy="KSV-0044 KSV-0045 KSV-0046"),
    good=GOOD,
    bad=but("reader", rules=[{**_READ_JOBS, "verbs": ["*"]}]),
)(
    merged(
        *(
            none_of(f"rules[*].{name}[*]", {"*"}, text="is a wildcard")
            for name in ("verbs", "resources", "nonResourceURLs")
        )
    )
)


@rule(
    id="k8s-rbac-no-escalation",
    types=ROLES,
    severity="high",
    fix="leave the verb out, or narrow it with `resource_names`",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.ACCESS,
        checkov="CKV_K8S_155 CKV_K8S_156 CKV_K8S_157 CKV_K8S_158 CKV2_K8S_2 CKV2_K8S_3",
        cis_kubernetes="5.1.8 5.1.10 5.1.11 5.1.12 5.1.13",
    ),
    good=GOOD,
    bad=but("reader", rules=[{"apiGroups": [_GROUP], "resources": ["clusterroles"], "verbs": ["escalate"]}]),
)
def no_escalation(role: Resource) -> Iterator[Finding]:
    """No role lets anybody become somebody else, or change what they may do."""
    for path, value in role.all("rules[*]"):
        if value is UNKNOWN:
            yield unknown(path)
        elif not is_set(role.get(f"{path}.resourceNames")):
            yield from _powers(role, path)


def _powers(role: Resource, path: str) -> Iterator[Finding]:
    verbs, resources = ([value for _, value in role.all(f"{path}.{name}[*]")] for name in ("verbs", "resources"))
    for power in POWERS:
        does = _meets(verbs, power.verbs)
        to = _meets(resources, power.resources) if power.resources else True
        if does is True and to is True:
            yield fail(f"{path}.verbs", "lets its holders get more rights than they have")
        elif False not in (does, to):
            yield unknown(f"{path}.verbs")


def _meets(given: list[object], wanted: frozenset[str]) -> object:
    if any(isinstance(one, str) and one in wanted for one in given):
        return True
    return UNKNOWN if UNKNOWN in given else False


@rule(
    id="k8s-rbac-no-cluster-admin",
    types={BINDING, f"{BINDING}Patch"},
    severity="high",
    fix="bind a role that lists what is needed; people get theirs from the cloud's own access management",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.ACCESS, cis_kubernetes="5.1.1", trivy="KSV-0111"),
    good=GOOD,
    bad=but("readers", roleRef={"apiGroup": _GROUP, "kind": "ClusterRole", "name": "cluster-admin"}),
)
def no_cluster_admin(binding: Resource, graph: Graph) -> Iterator[Finding]:
    """Nobody may do everything in the whole cluster."""
    name = binding.get("roleRef.name")
    if name == "cluster-admin":
        yield fail("roleRef.name", "is cluster-admin")
    elif name is UNKNOWN and not made_from(binding, graph, "roleRef.name", ROLES):
        yield unknown("roleRef.name")


@rule(
    id="k8s-rbac-no-anonymous",
    types=BINDINGS,
    severity="critical",
    fix="name the users, groups or service accounts that need the role",
    frameworks=maps_to(Family.ACCESS, trivy="KSV-0122"),
    good=GOOD,
    bad=but("readers", subjects=[{"apiGroup": _GROUP, "kind": "Group", "name": "system:authenticated"}]),
)
def no_anonymous(binding: Resource) -> Iterator[Finding]:
    """No role is given to everybody who can reach the API."""
    for path, value in binding.all("subjects[*]"):
        if value is UNKNOWN:
            yield unknown(path)
        elif binding.get(f"{path}.kind") != "ServiceAccount":
            yield from none_of(f"{path}.name", EVERYBODY, text="is everybody who can reach the API")(binding)


RULES = (no_wildcard, no_escalation, no_cluster_admin, no_anonymous)
