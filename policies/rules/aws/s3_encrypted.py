"""Rule aws-s3-encryption-at-rest."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.shapes import among
from stackwright.policies.tokens import BUCKET_ENCRYPTION, BUCKET_LOGGING, BUCKETS, token

BUCKET = token("s3/Bucket")
SSE = token("s3/BucketServerSideEncryptionConfiguration")
ALGORITHM = "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm"
INLINE = "serverSideEncryptionConfiguration"
WITH_KMS = frozenset({"aws:kms", "aws:kms:dsse"})


@rule(
    id="aws-s3-encryption-at-rest",
    types=BUCKETS,
    severity="high",
    fix="add a server-side encryption configuration with `sse_algorithm: aws:kms` and a key you own",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_19 CKV_AWS_145", hub="S3.17"),
    good=(
        part(BUCKET, "data"),
        part(
            SSE,
            "sse",
            {
                "bucket": UNKNOWN,
                "rules": [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}],
            },
            bucket="data",
        ),
    ),
    bad=but("sse", rules=[{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]),
)
def check(bucket: Resource, graph: Graph) -> Iterator[Finding]:
    """S3 buckets are encrypted with KMS."""
    config, path = encryption_of(bucket, graph)
    if config is None:
        yield fail("", "no server-side encryption configuration points at this bucket")
        return
    algorithm = config.get(path)
    if algorithm is UNKNOWN:
        yield unknown(path, at=config)
    elif not among(algorithm, allowed(bucket, graph)):
        yield fail(path, "is not aws:kms", at=config)


def encryption_of(bucket: Resource, graph: Graph) -> tuple[Resource | None, str]:
    """Resource that configures the bucket's encryption, and where in it the algorithm stands."""
    if bucket.get(INLINE) is not MISSING:
        return bucket, f"{INLINE}.rule.applyServerSideEncryptionByDefault.sseAlgorithm"
    return graph.pointing_at(bucket, BUCKET_ENCRYPTION, "bucket"), ALGORITHM


def allowed(bucket: Resource, graph: Graph) -> frozenset[str]:
    """Algorithms for the bucket; log delivery refuses KMS as default of its target bucket (S3 user guide)."""
    return WITH_KMS | {"AES256"} if takes_logs(bucket, graph) else WITH_KMS


def takes_logs(bucket: Resource, graph: Graph) -> bool:
    """Whether other buckets write their access logs here."""
    return graph.pointing_at(bucket, BUCKET_LOGGING, "targetBucket") is not None or _named(bucket, graph)


def _named(bucket: Resource, graph: Graph) -> bool:
    names = [name for name in (bucket.id, bucket.get("bucket"), bucket.outputs.get("bucket")) if name]
    return any(among(one.get("targetBucket"), names) for one in graph.of_type(*sorted(BUCKET_LOGGING)))
