"""Rule aws-s3-encryption-cmk."""

from collections.abc import Iterator

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, rule
from stackwright.policies.rules.aws.s3_encrypted import BUCKET, SSE, encryption_of, takes_logs
from stackwright.policies.shapes import key_findings
from stackwright.policies.tokens import BUCKETS, token


def _rules(**default: object) -> list[object]:
    return [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms", **default}}]


@rule(
    id="aws-s3-encryption-cmk",
    types=BUCKETS,
    severity="medium",
    fix="give `kms_master_key_id` the ARN of a key of this account",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_145", trivy="AWS-0132"),
    good=(
        part(token("kms/Key"), "key"),
        part(BUCKET, "data"),
        part(SSE, "sse", {"bucket": UNKNOWN, "rules": _rules(kmsMasterKeyId=UNKNOWN)}, bucket="data", rules="key"),
    ),
    bad=but("sse", rules=_rules(kmsMasterKeyId="alias/aws/s3")),
)
def check(bucket: Resource, graph: Graph) -> Iterator[Finding]:
    """S3 buckets are encrypted with a key that the account owns."""
    if takes_logs(bucket, graph):
        return
    config, algorithm = encryption_of(bucket, graph)
    if config is None:
        yield fail("", "no server-side encryption configuration points at this bucket")
        return
    path = algorithm.replace("sseAlgorithm", "kmsMasterKeyId")
    yield from key_findings(config, graph, path, at=config)
