"""Rules about roles and what they may do."""

from collections.abc import Iterator
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Graph, Resource
from stackwright.policies.documents import MALFORMED, Statement, parsed
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, rule
from stackwright.policies.shapes import top_level
from stackwright.policies.tokens import token, tokens

ROLE = token("iam/Role")
POLICY = token("iam/Policy")
INLINE = tokens("iam/RolePolicy", "iam/UserPolicy", "iam/GroupPolicy")
ATTACHED = {
    ROLE: "managedPolicyArns[*]",
    **dict.fromkeys(
        tokens(
            "iam/RolePolicyAttachment", "iam/PolicyAttachment", "iam/UserPolicyAttachment", "iam/GroupPolicyAttachment"
        ),
        "policyArn",
    ),
    **dict.fromkeys(
        tokens(
            "iam/RolePolicyAttachmentsExclusive",
            "iam/UserPolicyAttachmentsExclusive",
            "iam/GroupPolicyAttachmentsExclusive",
        ),
        "policyArns[*]",
    ),
}
"""Where each type names the policies that it attaches."""
BROAD = frozenset(
    {
        "AdministratorAccess",
        "PowerUserAccess",
        "IAMFullAccess",
        "AmazonSageMakerFullAccess",
        "AmazonBedrockFullAccess",
        "AmazonS3FullAccess",
    }
)
SOURCES = frozenset({"aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths"})
# Lambda does not say for whom it takes on an execution role; EC2 does (terraform-aws-eks pull 3695)
NO_SOURCE = frozenset({"lambda.amazonaws.com"})
_READ = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*"}]}'
_PASS = '{"Statement": [{"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::1:role/job"}]}'
_TRUST = (
    '{"Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, '
    '"Action": "sts:AssumeRole", "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333"}}}]}'
)


def _policies(resource: Resource) -> Iterator[tuple[str, Any]]:
    if resource.type == ROLE:
        yield from resource.all("inlinePolicies[*].policy")
    else:
        yield "policy", resource.get("policy")


def statements(resource: Resource) -> Iterator[tuple[str, Statement | Finding]]:
    """(path, statement) of every policy of the resource; a finding where a policy cannot be read."""
    for path, value in _policies(resource):
        if value is MISSING and resource.type == ROLE:
            continue
        document = parsed(value)
        if isinstance(document, Absent):
            yield path, unknown(path)
        elif document is None:
            yield path, fail(path, MALFORMED)
        else:
            for statement in document:
                yield path, statement


@rule(
    id="aws-iam-no-admin-wildcard",
    types={POLICY, ROLE} | INLINE,
    severity="critical",
    fix="list the actions, and the resources they are for",
    frameworks=maps_to(
        Family.ACCESS,
        checkov="CKV_AWS_62 CKV_AWS_63 CKV_AWS_107 CKV_AWS_108 CKV_AWS_109 CKV_AWS_110 CKV_AWS_111 CKV_AWS_355",
        hub="IAM.1 IAM.21",
        cis="1.15",
        trivy="AWS-0057 AWS-0345",
    ),
    good=(part(POLICY, "read", {"policy": _READ}),),
    bad=but("read", policy=_READ.replace("s3:GetObject", "s3:*").replace("arn:aws:s3:::data/*", "*")),
)
def no_wildcard(resource: Resource) -> Iterator[Finding]:
    """Policies do not allow every action of a service on everything."""
    for path, statement in statements(resource):
        if isinstance(statement, Finding):
            yield statement
        elif statement.allows and "*" in statement.resources and any(is_broad(one) for one in statement.actions):
            yield fail(path, "allows `*` actions on `*`")


def is_broad(action: str) -> bool:
    """Whether it is every action, or every one of a service."""
    return action.startswith("not:") or action == "*" or action.endswith(":*")


@rule(
    id="aws-iam-passrole-scoped",
    types={POLICY, ROLE} | INLINE,
    severity="high",
    fix="name the roles that may be passed, and the service with `iam:PassedToService`",
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_286"),
    good=(part(POLICY, "pass", {"policy": _PASS}),),
    bad=but("pass", policy=_PASS.replace("arn:aws:iam::1:role/job", "*")),
)
def passrole_scoped(resource: Resource) -> Iterator[Finding]:
    """Only named roles may be passed to services."""
    for path, statement in statements(resource):
        if isinstance(statement, Finding):
            yield statement
        elif (
            statement.allows
            and "*" in statement.resources
            and "iam:passedtoservice" not in statement.condition_keys()
            and {"iam:passrole", "iam:pass*", "iam:*", "*"} & set(statement.actions)
        ):
            yield fail(path, "lets every role be passed")


@rule(
    id="aws-iam-no-broad-managed",
    types=frozenset(ATTACHED),
    severity="high",
    fix="attach a policy with the actions that are needed",
    frameworks=maps_to(
        Family.ACCESS,
        checkov="CKV_AWS_274 CKV2_AWS_56 CKV2_AWS_68",
        prowler="bedrock_full_access_policy_attached",
    ),
    good=(
        part(POLICY, "policy"),
        part(token("iam/RolePolicyAttachment"), "own", {"role": "r", "policyArn": UNKNOWN}, policyArn="policy"),
        part(
            token("iam/RolePolicyAttachment"),
            "node",
            {"role": "r", "policyArn": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"},
        ),
    ),
    bad=but("node", policyArn="arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"),
)
def no_broad_managed(resource: Resource, graph: Graph) -> Iterator[Finding]:
    """Roles carry no policy of the provider that allows everything."""
    given = ATTACHED[resource.type]
    own = any(one.type == POLICY for one in graph.wired(resource, top_level(given)))
    for path, value in resource.all(given):
        if value is UNKNOWN:
            if not own:
                yield unknown(path)
        elif isinstance(value, str) and value.rpartition("/")[2] in BROAD:
            yield fail(path, "is a policy that allows far too much")


@rule(
    id="aws-iam-trust-scoped",
    types={ROLE},
    severity="high",
    fix="add `aws:SourceAccount` or `aws:SourceArn` to what services may assume, and name other principals",
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_60 CKV_AWS_61"),
    good=(part(ROLE, "job", {"assumeRolePolicy": _TRUST}),),
    bad=but("job", assumeRolePolicy=_TRUST.replace("aws:SourceAccount", "aws:RequestedRegion")),
)
def trust_scoped(role: Resource) -> Iterator[Finding]:
    """Roles are taken on only by named principals, and by services only for this account."""
    document = parsed(role.get("assumeRolePolicy"))
    if isinstance(document, Absent):
        yield unknown("assumeRolePolicy")
        return
    if document is None:
        yield fail("assumeRolePolicy", MALFORMED)
        return
    for statement in document:
        if not statement.allows:
            continue
        services = {name for kind, name in statement.principals if kind == "Service"} - NO_SOURCE
        if statement.for_everybody:
            yield fail("assumeRolePolicy", "lets everybody take the role on")
        elif services and not statement.condition_keys() & SOURCES:
            yield fail("assumeRolePolicy", "lets a service take the role on for any account")
        elif not statement.conditions and any(kind == "Federated" for kind, _ in statement.principals):
            yield fail("assumeRolePolicy", "lets everybody take the role on that an identity provider knows")


@rule(
    id="aws-iam-no-users",
    types=tokens("iam/User", "iam/AccessKey"),
    severity="medium",
    fix="use roles: pod identity, instance profiles, federation",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_273"),
    good=(part(ROLE, "job", {"assumeRolePolicy": _TRUST}),),
    bad=(part(token("iam/AccessKey"), "key", {"user": "ci"}),),
)
def no_users(resource: Resource) -> Iterator[Finding]:
    """Nobody gets a user with a permanent access key."""
    yield fail("", "is a long-lived identity")


RULES = (no_wildcard, passrole_scoped, no_broad_managed, trust_scoped, no_users)
