"""Area of concern: a bucket that takes access logs cannot be encrypted with KMS, and logs nobody."""

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

BUCKET, SSE, LOGGING = (
    token("s3/Bucket"),
    token("s3/BucketServerSideEncryptionConfiguration"),
    token("s3/BucketLogging"),
)


def _plain(bucket: str) -> Part:
    rules = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "AES256"}}]
    return part(SSE, f"{bucket}-sse", {"bucket": UNKNOWN, "rules": rules}, bucket=bucket)


def _at_fault(rule: str, *parts: Part) -> set[str]:
    return {found.urn.rpartition("::")[2] for found in by_id(rule)(graph_of(parts))}


def _logging(**inputs: object) -> tuple[Part, ...]:
    wires = {key: "logs" for key in inputs if inputs[key] is UNKNOWN and key == "targetBucket"}
    return (
        part(BUCKET, "data", {"bucket": "data"}),
        part(BUCKET, "logs", {"bucket": "logs"}),
        part(LOGGING, "logging", {"bucket": UNKNOWN, **inputs}, bucket="data", **wires),
        _plain("data"),
        _plain("logs"),
    )


def test_plain_encryption_is_enough_for_the_bucket_that_takes_the_logs() -> None:
    wired = _logging(targetBucket=UNKNOWN)
    assert _at_fault("aws-s3-encryption-at-rest", *wired) == {"data-sse"}
    assert _at_fault("aws-s3-encryption-cmk", *wired) == {"data-sse"}


def test_a_log_bucket_may_be_named_literally() -> None:
    assert _at_fault("aws-s3-encryption-at-rest", *_logging(targetBucket="logs")) == {"data-sse"}


def test_the_log_bucket_logs_nobody_itself() -> None:
    assert _at_fault("aws-s3-access-logging", *_logging(targetBucket=UNKNOWN)) == set()


def test_an_inline_configuration_of_the_bucket_counts() -> None:
    inline = {"rule": {"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}}
    bucket = part(BUCKET, "data", {"serverSideEncryptionConfiguration": inline})
    assert _at_fault("aws-s3-encryption-at-rest", bucket) == set()
