"""What a bucket says itself, where newer programs use a resource of its own beside the bucket; one row a type."""

from dataclasses import dataclass
from typing import Final

from stackwright.plan.graph import MISSING, Graph, Resource
from stackwright.policies.tokens import BUCKET_POLICIES, token


@dataclass(frozen=True, slots=True)
class Inline:
    """Where a type of bucket says what."""

    encryption: str
    versioning: str
    log_target: str
    lifecycle: str = "lifecycleRules[*]"
    policy: str = "policy"


INLINE: Final = {
    token("s3/Bucket"): Inline(
        "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault",
        "versioning.enabled",
        "logging.targetBucket",
    ),
    token("s3/BucketV2"): Inline(
        "serverSideEncryptionConfigurations[0].rules[0].applyServerSideEncryptionByDefaults[0]",
        "versionings[0].enabled",
        "loggings[0].targetBucket",
    ),
}


def policy_of(bucket: Resource, graph: Graph) -> Resource | None:
    """Resource whose `policy` is that of the bucket: one that points at it, or the bucket itself."""
    beside = graph.pointing_at(bucket, BUCKET_POLICIES, "bucket")
    return bucket if beside is None and bucket.get(INLINE[bucket.type].policy) is not MISSING else beside
