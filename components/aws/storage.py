"""Private, versioned S3 storage encrypted with a key you own, and the bucket that its access logs go to."""

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_aws import s3
from pydantic import Field

from stackwright.components.aws.account import Account, Statement, account_of, document
from stackwright.components.aws.identity import role_of
from stackwright.components.inputs import Args, In
from stackwright.components.roles import Identity
from stackwright.components.waits import after

INCOMPLETE_UPLOAD_DAYS = 7
"""Days after which the parts of an upload that never ended are removed; they cost and cannot be read."""

_READ = ["s3:GetObject", "s3:GetObjectVersion"]
_WRITE = ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"]
_LIST = ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"]


class AwsBucketArgs(Args):
    """Arguments of `AwsBucket`."""

    key_arn: In[str]
    """KMS key that encrypts every object."""

    log_bucket: In[str] | None = None
    """Name of the bucket (`AwsLogBucket`) that access logs go to; requests are not logged when unset."""

    retention_days: int | None = Field(default=None, ge=1)
    """Days a replaced or deleted object is kept; kept for good when unset."""

    protect: bool | None = None
    """True: Pulumi refuses to delete the bucket. False: it is deleted with all its objects. Unset: only when empty."""


class AwsBucket(pulumi.ComponentResource):
    """A bucket nobody reaches without a grant."""

    name: Output[str]
    """Name of the bucket, known at preview."""

    uri: Output[str]
    """Address of the bucket, `s3://<name>`."""

    def __init__(self, name: str, args: AwsBucketArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsBucket", name, {}, opts)
        args = AwsBucketArgs.model_validate(args)
        self._account = account_of(self)

        bucket = _bucket(self, _replaced(args.retention_days), protect=args.protect)
        s3.BucketServerSideEncryptionConfiguration(
            name, bucket=bucket.bucket, rules=[_encrypted_with(args.key_arn)], opts=ResourceOptions(parent=self)
        )
        closed = _closed(self, bucket, self._account, _only_kms(self._account, bucket))
        if args.log_bucket is not None:
            _access_logs(self, bucket, args.log_bucket)

        self.name = _ready(bucket, closed)
        self.uri = Output.concat("s3://", self.name)
        self.register_outputs({"name": self.name, "uri": self.uri})

    def allow_read(self, who: Identity) -> None:
        """Let `who` list and read objects; the key's own policy lets it decrypt them through S3."""
        self._allow(who, "read", _READ)

    def allow_write(self, who: Identity) -> None:
        """Let `who` list, read, write and delete objects."""
        self._allow(who, "write", [*_READ, *_WRITE])

    def _allow(self, who: Identity, what: str, actions: list[str]) -> None:
        bucket = self._account.s3_arn(self.name)
        role_of(who).grant(
            f"{self.pulumi_resource_name}-{what}",
            {"Effect": "Allow", "Action": _LIST, "Resource": bucket},
            {"Effect": "Allow", "Action": actions, "Resource": Output.concat(bucket, "/*")},
        )


class AwsLogBucketArgs(Args):
    """Arguments of `AwsLogBucket`."""

    retention_days: int = Field(default=365, ge=1)
    """Days an access log is kept."""

    protect: bool | None = None
    """True: Pulumi refuses to delete the bucket. False: it is deleted with all its logs. Unset: only when empty."""


class AwsLogBucket(pulumi.ComponentResource):
    """The bucket that S3 itself writes the access logs of other buckets to, encrypted with keys of S3.

    A key of the account is not possible here: S3 does not support SSE-KMS as the default encryption of the
    destination of server access logs, and logging this bucket to itself would log every delivery.
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """

    name: Output[str]
    """Name of the bucket, known at preview."""

    def __init__(self, name: str, args: AwsLogBucketArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsLogBucket", name, {}, opts)
        args = AwsLogBucketArgs.model_validate(args)
        account = account_of(self)

        rules = [*_replaced(args.retention_days), _old(args.retention_days)]
        bucket = _bucket(self, rules, protect=args.protect)
        s3.BucketServerSideEncryptionConfiguration(
            name,
            bucket=bucket.bucket,
            rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
            opts=ResourceOptions(parent=self),
        )
        closed = _closed(self, bucket, account, _log_delivery(account, bucket))

        self.name = _ready(bucket, closed)
        self.register_outputs({"name": self.name})


def _bucket(
    parent: pulumi.ComponentResource, rules: list[s3.BucketLifecycleConfigurationRuleArgsDict], *, protect: bool | None
) -> s3.Bucket:
    """Bucket without access lists, whose objects have versions that `rules` end."""
    name, child = parent.pulumi_resource_name, ResourceOptions(parent=parent)
    bucket = s3.Bucket(
        name, force_destroy=protect is False, opts=ResourceOptions(parent=parent, protect=protect or None)
    )
    s3.BucketOwnershipControls(name, bucket=bucket.bucket, rule={"object_ownership": "BucketOwnerEnforced"}, opts=child)
    versioning = s3.BucketVersioning(
        name, bucket=bucket.bucket, versioning_configuration={"status": "Enabled"}, opts=child
    )
    s3.BucketLifecycleConfiguration(
        name,
        bucket=bucket.bucket,
        rules=[_INCOMPLETE, *rules],
        opts=ResourceOptions(parent=parent, depends_on=[versioning]),
    )
    return bucket


def _encrypted_with(key_arn: Input[str]) -> s3.BucketServerSideEncryptionConfigurationRuleArgsDict:
    return {
        "apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms", "kms_master_key_id": key_arn},
        "bucket_key_enabled": True,
    }


_INCOMPLETE: s3.BucketLifecycleConfigurationRuleArgsDict = {
    "id": "incomplete-uploads",
    "status": "Enabled",
    "filter": {"prefix": ""},
    "abort_incomplete_multipart_upload": {"days_after_initiation": INCOMPLETE_UPLOAD_DAYS},
}


def _replaced(days: int | None) -> list[s3.BucketLifecycleConfigurationRuleArgsDict]:
    """End of replaced and deleted objects; none where they are kept for good."""
    if days is None:
        return []
    return [
        {
            "id": "replaced-objects",
            "status": "Enabled",
            "filter": {"prefix": ""},
            "noncurrent_version_expiration": {"noncurrent_days": days},
        }
    ]


def _old(days: int) -> s3.BucketLifecycleConfigurationRuleArgsDict:
    return {
        "id": "old-objects",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "expiration": {"days": days},
    }


def _closed(
    parent: pulumi.ComponentResource, bucket: s3.Bucket, account: Account, *statements: Statement
) -> s3.BucketPolicy:
    """Policy of the bucket; it comes after the public access block, as S3 refuses two such changes at once."""
    name = parent.pulumi_resource_name
    block = s3.BucketPublicAccessBlock(
        name,
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=ResourceOptions(parent=parent),
    )
    return s3.BucketPolicy(
        name,
        bucket=bucket.bucket,
        policy=document(_tls_only(account, bucket), *statements),
        opts=ResourceOptions(parent=parent, depends_on=[block]),
    )


def _tls_only(account: Account, bucket: s3.Bucket) -> Statement:
    arn = account.s3_arn(bucket.bucket)
    return {
        "Sid": "TlsOnly",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, Output.concat(arn, "/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def _only_kms(account: Account, bucket: s3.Bucket) -> Statement:
    """An upload may leave encryption to the bucket, but may not ask for a weaker one.

    `Null` limits the refusal to uploads that ask at all: a negated comparison also matches an absent key.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
    """
    return {
        "Sid": "OnlyKms",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:PutObject",
        "Resource": account.s3_arn(bucket.bucket, "/*"),
        "Condition": {
            "Null": {"s3:x-amz-server-side-encryption": "false"},
            "StringNotEquals": {"s3:x-amz-server-side-encryption": ["aws:kms", "aws:kms:dsse"]},
        },
    }


def _log_delivery(account: Account, bucket: s3.Bucket) -> Statement:
    """S3's logging service, for buckets of this account.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    return {
        "Sid": "AccessLogs",
        "Effect": "Allow",
        "Principal": {"Service": "logging.s3.amazonaws.com"},
        "Action": "s3:PutObject",
        "Resource": account.s3_arn(bucket.bucket, "/*"),
        "Condition": {
            "StringEquals": {"aws:SourceAccount": account.id},
            "ArnLike": {"aws:SourceArn": account.s3_arn("*")},
        },
    }


def _access_logs(parent: pulumi.ComponentResource, bucket: s3.Bucket, log_bucket: Input[str]) -> None:
    s3.BucketLogging(
        parent.pulumi_resource_name,
        bucket=bucket.bucket,
        target_bucket=log_bucket,
        target_prefix=Output.concat(bucket.bucket, "/"),
        opts=ResourceOptions(parent=parent),
    )


def _ready(bucket: s3.Bucket, policy: s3.BucketPolicy) -> Output[str]:
    """Name of the bucket for those who need its policy to be there: known at preview, and after both."""
    return after(bucket.bucket, policy.bucket)
