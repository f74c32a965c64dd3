"""Keys, buckets, volumes, file systems and images, each well and badly set up."""

import json

import pulumi
import pulumi_aws as aws

ACCOUNT = "arn:aws:iam::123456789012:root"


def declare() -> aws.kms.Key:
    """The good key, which the other good resources are encrypted with."""
    owner = {"Effect": "Allow", "Principal": {"AWS": ACCOUNT}, "Action": "kms:*", "Resource": "*"}
    key = aws.kms.Key("GoodKey", enable_key_rotation=True, policy=_document(owner))
    aws.kms.Key("BadKey", policy=_document({**owner, "Principal": "*"}))
    _buckets(key)
    _volumes(key)
    _repositories(key)
    return key


def _document(*statements: dict[str, object]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def _buckets(key: aws.kms.Key) -> None:
    logs = aws.s3.Bucket("LogBucket", bucket="side-by-side-logs")
    _closed("LogBucket", logs)
    aws.s3.BucketVersioning("LogBucket", bucket=logs.id, versioning_configuration={"status": "Enabled"})
    _encrypted("LogBucket", logs, {"sse_algorithm": "AES256"})
    good = aws.s3.Bucket("GoodBucket", bucket="side-by-side-data")
    _closed("GoodBucket", good)
    aws.s3.BucketVersioning("GoodBucket", bucket=good.id, versioning_configuration={"status": "Enabled"})
    _encrypted("GoodBucket", good, {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn})
    aws.s3.BucketLogging("GoodBucket", bucket=good.id, target_bucket=logs.id, target_prefix="data/")
    aws.s3.BucketLifecycleConfiguration(
        "GoodBucket",
        bucket=good.id,
        rules=[{"id": "parts", "status": "Enabled", "abort_incomplete_multipart_upload": {"days_after_initiation": 7}}],
    )
    arns = ["arn:aws:s3:::side-by-side-data", "arn:aws:s3:::side-by-side-data/*"]
    plain = {"Bool": {"aws:SecureTransport": "false"}}
    refused = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": arns, "Condition": plain}
    aws.s3.BucketPolicy("GoodBucketPolicy", bucket=good.id, policy=_document(refused))
    bad = aws.s3.Bucket("BadBucket", bucket="side-by-side-open")
    aws.s3.BucketAcl("BadBucket", bucket=bad.id, acl="public-read")
    given = {
        "Effect": "Allow",
        "Principal": "*",
        "Action": "s3:GetObject",
        "Resource": "arn:aws:s3:::side-by-side-open/*",
    }
    aws.s3.BucketPolicy("BadBucketPolicy", bucket=bad.id, policy=_document(given))


def _closed(name: str, bucket: aws.s3.Bucket) -> None:
    aws.s3.BucketPublicAccessBlock(
        name,
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )


def _encrypted(name: str, bucket: aws.s3.Bucket, default: dict[str, pulumi.Input[str]]) -> None:
    aws.s3.BucketServerSideEncryptionConfiguration(
        name, bucket=bucket.id, rules=[{"apply_server_side_encryption_by_default": default}]
    )


def _volumes(key: aws.kms.Key) -> None:
    zone = "us-east-1a"
    aws.ebs.Volume("GoodVolume", availability_zone=zone, size=10, encrypted=True, kms_key_id=key.arn)
    aws.ebs.Volume("BadVolume", availability_zone=zone, size=10)
    files = aws.efs.FileSystem("GoodFiles", encrypted=True, kms_key_id=key.arn)
    aws.efs.BackupPolicy("GoodFiles", file_system_id=files.id, backup_policy={"status": "ENABLED"})
    aws.efs.FileSystem("BadFiles", encrypted=False)


def _repositories(key: aws.kms.Key) -> None:
    good = aws.ecr.Repository(
        "GoodRepository",
        image_tag_mutability="IMMUTABLE",
        image_scanning_configuration={"scan_on_push": True},
        encryption_configurations=[{"encryption_type": "KMS", "kms_key": key.arn}],
    )
    selection = {"tagStatus": "untagged", "countType": "sinceImagePushed", "countUnit": "days", "countNumber": 14}
    kept = {"rules": [{"rulePriority": 1, "selection": selection, "action": {"type": "expire"}}]}
    aws.ecr.LifecyclePolicy("GoodRepository", repository=good.name, policy=json.dumps(kept))
    bad = aws.ecr.Repository("BadRepository", image_tag_mutability="MUTABLE")
    pull = {"Effect": "Allow", "Principal": "*", "Action": "ecr:BatchGetImage"}
    aws.ecr.RepositoryPolicy("BadRepository", repository=bad.name, policy=_document(pull))
