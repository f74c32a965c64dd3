"""Rules about grants, keys of service accounts and audit logs of a project."""

from collections.abc import Iterator
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, rule
from stackwright.policies.shapes import among
from stackwright.policies.tokens import gcp, tokens

MEMBER = gcp("projects/IAMMember")
GRANTS = tokens(
    "projects/IAMMember",
    "projects/IAMBinding",
    "folder/IAMMember",
    "folder/IAMBinding",
    "organizations/IAMMember",
    "organizations/IAMBinding",
    of=gcp,
)
POLICIES = tokens("projects/IAMPolicy", "folder/IAMPolicy", "organizations/IAMPolicy", of=gcp)
ACCOUNT = gcp("serviceaccount/Account")
KEY = gcp("serviceaccount/Key")
AUDIT = gcp("projects/IAMAuditConfig")
PRIMITIVE = frozenset({"roles/owner", "roles/editor"})
IMPERSONATION = frozenset({"roles/iam.serviceAccountTokenCreator", "roles/iam.serviceAccountUser"})
AUDITED = frozenset({"allServices", "aiplatform.googleapis.com", "storage.googleapis.com"})
_GRANT = {"project": "lab", "member": "serviceAccount:trainer@lab.iam.gserviceaccount.com"}


@rule(
    id="gcp-iam-no-primitive-roles",
    types=GRANTS | POLICIES,
    severity="high",
    fix="grant the narrow role that is needed, on the resource that needs it",
    frameworks=maps_to(Family.ACCESS, checkov="CKV_GCP_41 CKV_GCP_42 CKV_GCP_49 CKV_GCP_117", cis_gcp="1.5"),
    good=(part(MEMBER, "grant", {**_GRANT, "role": "roles/aiplatform.user"}),),
    bad=but("grant", role="roles/editor"),
)
def no_primitive_roles(grant: Resource, graph: Graph) -> Iterator[Finding]:
    """Nobody gets owner or editor, no workload gets an admin role, and nobody may act as every service account."""
    if grant.type in POLICIES:
        yield from _in_whole_policy(grant)
        return
    role = grant.get("role")
    if role is UNKNOWN:
        if not graph.wired(grant, "role"):  # a role that the stack defines itself is judged by what it holds
            yield unknown("role")
    elif among(role, PRIMITIVE):
        yield fail("role", "is a role for everything in the project")
    elif among(role, IMPERSONATION):
        yield fail("role", "is granted on the whole project, so it reaches every service account")
    elif str(role).endswith(".admin"):
        yield from _to_a_workload(grant, graph)


def _in_whole_policy(grant: Resource) -> Iterator[Finding]:
    """Findings where a grant gives a whole policy, as JSON; its members are not told apart."""
    text = grant.get("policyData")
    held = str(text) if isinstance(text, str) else ""
    if text is UNKNOWN:
        yield unknown("policyData")
    elif any(f'"{role}"' in held for role in PRIMITIVE | IMPERSONATION):
        yield fail("policyData", "grants a role for everything in the project, or for every service account")


def _to_a_workload(grant: Resource, graph: Graph) -> Iterator[Finding]:
    members = [*grant.all("member"), *grant.all("members[*]")]
    for path, value in ((path, value) for path, value in members if value is not MISSING):
        wired = any(one.type == ACCOUNT for one in graph.wired(grant, path.partition("[")[0]))
        if wired or (isinstance(value, str) and value.startswith("serviceAccount:")):
            yield fail("role", "is an admin role for a service account")
        elif value is UNKNOWN:
            yield unknown(path)


@rule(
    id="gcp-iam-no-sa-keys",
    types={KEY},
    severity="high",
    fix="let workloads act as the account (workload identity, or impersonation) instead of carrying its key",
    frameworks=maps_to(Family.ACCESS, checkov="CKV2_GCP_3", cis_gcp="1.4", org="iam.disableServiceAccountKeyCreation"),
    good=(part(ACCOUNT, "trainer", {"accountId": "trainer"}),),
    bad=(part(KEY, "key", {"serviceAccountId": "trainer"}),),
)
def no_keys(key: Resource) -> Iterator[Finding]:
    """Service accounts have no keys that could be carried off."""
    yield fail("", "is a key that never expires")


@rule(
    id="gcp-audit-data-access",
    types={AUDIT},
    severity="medium",
    fix="log DATA_READ and DATA_WRITE, and exempt nobody",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV2_GCP_5", cis_gcp="2.1"),
    good=(
        part(
            AUDIT,
            "audit",
            {
                "project": "lab",
                "service": "aiplatform.googleapis.com",
                "auditLogConfigs": [{"logType": "DATA_READ"}, {"logType": "DATA_WRITE"}],
            },
        ),
    ),
    bad=but("audit", auditLogConfigs=[{"logType": "ADMIN_READ"}]),
)
def reads_audited(audit: Resource) -> Iterator[Finding]:
    """Where audit logs of models and data are set up, they hold who reads what."""
    service, kinds = audit.get("service"), [value for _, value in audit.all("auditLogConfigs[*].logType")]
    if isinstance(service, str) and service not in AUDITED:
        return
    path = "auditLogConfigs"
    if "DATA_READ" not in kinds:
        yield unknown(path) if _unsure(service, kinds) else fail(path, "leaves reads out")
    for found, members in audit.all("auditLogConfigs[*].exemptedMembers"):
        if members is UNKNOWN:
            yield unknown(found)
        elif members not in (MISSING, []):
            yield fail(found, "exempts somebody")


def _unsure(service: Any, kinds: list[Any]) -> bool:
    return service is UNKNOWN or UNKNOWN in kinds


RULES = (no_primitive_roles, no_keys, reads_audited)
