"""Rule aws-s3-encryption-at-rest."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.rules.aws.s3_inline import INLINE
from stackwright.policies.shapes import among, top_level
from stackwright.policies.tokens import BUCKET_ENCRYPTION, BUCKET_LOGGING, BUCKETS, token

BUCKET = token("s3/Bucket")
SSE = token("s3/BucketServerSideEncryptionConfiguration")
ALGORITHM = "rules[0].applyServerSideEncryptionByDefault.sseAlgorithm"
WITH_KMS = frozenset({"aws:kms", "aws:kms:dsse"})


@rule(
    id="aws-s3-encryption-at-rest",
    types=BUCKETS,
    severity="high",
    fix="add a server-side encryption configuration with `sse_algorithm: aws:kms` and a key you own",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_19 CKV_AWS_145", hub="S3.17", trivy="AWS-0088 AWS-0132"),
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
    inline = INLINE[bucket.type].encryption
    if bucket.get(top_level(inline)) is not MISSING:
        return bucket, f"{inline}.sseAlgorithm"
    return graph.pointing_at(bucket, BUCKET_ENCRYPTION, "bucket"), ALGORITHM


def allowed(bucket: Resource, graph: Graph) -> frozenset[str]:
    """Algorithms for the bucket; log delivery refuses KMS as default of its target bucket (S3 user guide)."""
    return WITH_KMS | {"AES256"} if takes_logs(bucket, graph) else WITH_KMS


def takes_logs(bucket: Resource, graph: Graph) -> bool:
    """Whether other buckets write their access logs here."""
    urns, names = _log_targets(graph)
    named = (bucket.id, bucket.get("bucket"), bucket.outputs.get("bucket"))
    return bucket.urn in urns or any(isinstance(name, str) and name in names for name in named if name)


@lru_cache(maxsize=2)
def _log_targets(graph: Graph) -> tuple[frozenset[str], frozenset[str]]:
    """URNs and names of the buckets that logs are written to; looked for once, for all buckets."""
    urns: set[str] = set()
    names: set[Any] = set()
    paths = {**dict.fromkeys(BUCKET_LOGGING, "targetBucket"), **{kind: row.log_target for kind, row in INLINE.items()}}
    for one in graph.of_type(*sorted(paths)):
        path = paths[one.type]
        if top_level(path) in one.inputs:
            urns.update(one.property_dependencies.get(top_level(path), ()))
            names.add(one.get(path) if isinstance(one.get(path), str) else None)
    return frozenset(urns), frozenset(name for name in names if name)
