"""Rule aws-s3-policy-no-wildcard-principal."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, Absent, Resource
from stackwright.policies.documents import MALFORMED, opens_to_everybody, parsed
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.tokens import BUCKET_POLICIES, BUCKETS, token

CLOSING = frozenset(
    {
        "aws:principalorgid",
        "aws:principalorgpaths",
        "aws:principalaccount",
        "aws:principalarn",
        "aws:sourceaccount",
        "aws:sourcearn",
        "aws:sourceorgid",
        "aws:sourcevpce",
        "aws:sourcevpc",
    }
)
_OPEN = (
    '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*", '
    '"Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}}}'
)


@rule(
    id="aws-s3-policy-no-wildcard-principal",
    types=BUCKET_POLICIES | BUCKETS,
    severity="critical",
    fix="name the principals, or add a condition on the organisation, account or VPC endpoint",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_70", hub="S3.2 S3.3 S3.6"),
    good=(part(token("s3/BucketPolicy"), "policy", {"bucket": "data", "policy": _OPEN}),),
    bad=but("policy", policy=_OPEN.replace("aws:PrincipalOrgID", "s3:prefix")),
)
def check(policy: Resource) -> Iterator[Finding]:
    """S3 bucket policies allow nobody they do not name."""
    given = policy.get("policy")
    if given is MISSING and policy.type in BUCKETS:
        return
    document = parsed(given)
    if isinstance(document, Absent):
        yield unknown("policy")
    elif document is None:
        yield fail("policy", MALFORMED)
    elif any(opens_to_everybody(statement, CLOSING) for statement in document):
        yield fail("policy", "allows everybody")
