"""Type tokens of provider resources, older spellings included."""

from typing import Final

EVERY: Final = frozenset({"*"})
"""Types of a rule that judges all resources."""


def token(name: str) -> str:
    """Type token of an AWS resource: `s3/Bucket` is `aws:s3/bucket:Bucket`."""
    module, _, kind = name.partition("/")
    return f"aws:{module}/{kind[0].lower()}{kind[1:]}:{kind}"


def tokens(*names: str) -> frozenset[str]:
    """Type tokens of AWS resources."""
    return frozenset(token(name) for name in names)


# pulumi-aws 7 still ships the spellings of 6 beside the new ones
BUCKETS: Final = tokens("s3/Bucket", "s3/BucketV2")
BUCKET_ENCRYPTION: Final = tokens(
    "s3/BucketServerSideEncryptionConfiguration", "s3/BucketServerSideEncryptionConfigurationV2"
)
BUCKET_BLOCKS: Final = tokens("s3/BucketPublicAccessBlock")
BUCKET_POLICIES: Final = tokens("s3/BucketPolicy")
BUCKET_ACLS: Final = tokens("s3/BucketAcl", "s3/BucketAclV2")
BUCKET_VERSIONING: Final = tokens("s3/BucketVersioning", "s3/BucketVersioningV2")
BUCKET_LOGGING: Final = tokens("s3/BucketLogging", "s3/BucketLoggingV2")
BUCKET_LIFECYCLES: Final = tokens("s3/BucketLifecycleConfiguration", "s3/BucketLifecycleConfigurationV2")
KEYS: Final = tokens("kms/Key", "kms/ReplicaKey", "kms/ExternalKey", "kms/ReplicaExternalKey", "kms/Alias")
