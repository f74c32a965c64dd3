"""Rule aws-s3-tls-only."""

from collections.abc import Iterator

from stackwright.plan.graph import UNKNOWN, Absent, Graph, Resource
from stackwright.policies.documents import MALFORMED, parsed, refuses_plain_http
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.rules.aws.s3_inline import policy_of
from stackwright.policies.tokens import BUCKETS, token

TLS_ONLY = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", '
    '"Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}'
)


@rule(
    id="aws-s3-tls-only",
    types=BUCKETS,
    severity="high",
    fix="add a bucket policy that denies `s3:*` to everybody where `aws:SecureTransport` is false",
    frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AWS_379", hub="S3.5", cis="2.1.1"),
    good=(
        part(token("s3/Bucket"), "data"),
        part(token("s3/BucketPolicy"), "policy", {"bucket": UNKNOWN, "policy": TLS_ONLY}, bucket="data"),
    ),
    bad=but("policy", policy=TLS_ONLY.replace("SecureTransport", "PrincipalIsAWSService")),
)
def check(bucket: Resource, graph: Graph) -> Iterator[Finding]:
    """S3 buckets refuse plain HTTP."""
    policy = policy_of(bucket, graph)
    if policy is None:
        yield fail("", "no bucket policy points at this bucket")
        return
    document = parsed(policy.get("policy"))
    if isinstance(document, Absent):
        yield unknown("policy", at=policy)
    elif document is None:
        yield fail("policy", MALFORMED, at=policy)
    elif not refuses_plain_http(document):
        yield fail("policy", "does not deny requests without TLS", at=policy)
