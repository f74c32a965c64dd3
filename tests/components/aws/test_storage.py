import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.aws.identity import AwsRole, AwsRoleArgs
from stackwright.components.aws.storage import AwsBucket, AwsBucketArgs, AwsLogBucket, AwsLogBucketArgs
from stackwright.components.intents import RunsOn
from stackwright.testing.plugin import Cloud

BUCKET = "aws:s3/bucket:Bucket"
ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
LOGGING = "aws:s3/bucketLogging:BucketLogging"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"


def plain() -> AwsBucket:
    return AwsBucket("data", AwsBucketArgs(key_arn=KEY))


def full() -> AwsBucket:
    logs = AwsLogBucket("logs", AwsLogBucketArgs(retention_days=30, protect=True))
    return AwsBucket("data", AwsBucketArgs(key_arn=KEY, log_bucket=logs.name, retention_days=90, protect=True))


def rules(plan, name: str) -> dict[str, dict]:
    return {rule["id"]: rule for rule in plan.only(LIFECYCLE, name).inputs["rules"]}


@pytest.mark.parametrize("program", [plain, full])
def test_a_bucket_is_accepted_and_judged_at_preview(
    cloud: Cloud, program, contract_errors, unreadable_documents
) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert unreadable_documents(cloud.preview(program)) == []


def test_encrypts_with_the_given_key(cloud: Cloud) -> None:
    rule = cloud.deploy(plain).only(ENCRYPTION).inputs["rules"][0]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": KEY}
    assert rule["bucketKeyEnabled"] is True


def test_a_bucket_is_private_and_versioned(cloud: Cloud) -> None:
    plan = cloud.deploy(plain)
    block = plan.only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock").inputs
    closed = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
    assert all(block[name] is True for name in closed)
    ownership = plan.only("aws:s3/bucketOwnershipControls:BucketOwnershipControls")
    assert ownership.get("rule.objectOwnership") == "BucketOwnerEnforced"
    versioning = plan.only("aws:s3/bucketVersioning:BucketVersioning")
    assert versioning.get("versioningConfiguration.status") == "Enabled"


def test_changes_that_s3_refuses_at_once_follow_each_other(cloud: Cloud) -> None:
    plan = cloud.preview(plain)
    block = plan.only("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock")
    versioning = plan.only("aws:s3/bucketVersioning:BucketVersioning")
    assert block.urn in plan.only(POLICY).dependencies
    assert versioning.urn in plan.only(LIFECYCLE).dependencies


def test_nobody_reaches_it_without_tls(cloud: Cloud, statements) -> None:
    plan = cloud.preview(plain)
    name = plan.only(BUCKET).outputs["bucket"]
    tls = statements(plan.only(POLICY))["TlsOnly"]
    assert (tls["Effect"], tls["Principal"], tls["Action"]) == ("Deny", "*", "s3:*")
    assert tls["Resource"] == [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]
    assert tls["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_an_upload_may_be_silent_about_encryption_but_not_ask_for_less(cloud: Cloud, statements) -> None:
    only = statements(cloud.preview(plain).only(POLICY))["OnlyKms"]
    header = "s3:x-amz-server-side-encryption"
    assert (only["Effect"], only["Action"]) == ("Deny", "s3:PutObject")
    assert only["Condition"]["Null"] == {header: "false"}
    assert only["Condition"]["StringNotEquals"] == {header: ["aws:kms", "aws:kms:dsse"]}


def test_uploads_that_never_end_are_removed(cloud: Cloud) -> None:
    found = rules(cloud.deploy(plain), "data")
    assert found["incomplete-uploads"]["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
    assert list(found) == ["incomplete-uploads"]


def test_replaced_objects_are_kept_as_long_as_asked(cloud: Cloud) -> None:
    found = rules(cloud.deploy(full), "data")
    assert found["replaced-objects"]["noncurrentVersionExpiration"] == {"noncurrentDays": 90}
    assert "expiration" not in found["replaced-objects"]


def test_access_is_logged_to_the_log_bucket_once_it_takes_logs(cloud: Cloud) -> None:
    plan = cloud.preview(full)
    logging = plan.only(LOGGING)
    assert [(r.type, r.name) for r in plan.wired(logging, "targetBucket")] == [(BUCKET, "logs"), (POLICY, "logs")]
    assert logging.inputs["targetBucket"] == plan.only(BUCKET, "logs").outputs["bucket"]
    assert logging.inputs["targetPrefix"] == plan.only(BUCKET, "data").outputs["bucket"] + "/"
    assert cloud.deploy(plain).of_type(LOGGING) == []


@pytest.mark.parametrize(
    ("protect", "protected", "with_objects"), [(True, True, False), (False, False, True), (None, False, False)]
)
def test_a_bucket_is_deleted_never_or_full_or_empty(cloud: Cloud, protect, protected, with_objects) -> None:
    def program() -> None:
        AwsBucket("data", AwsBucketArgs(key_arn=KEY, protect=protect))
        AwsLogBucket("logs", AwsLogBucketArgs(protect=protect))

    found = cloud.deploy(program).of_type(BUCKET)
    assert [(bucket.protect, bucket.inputs["forceDestroy"]) for bucket in found] == [(protected, with_objects)] * 2


def test_the_name_is_known_at_preview(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("uri", plain().uri))
    assert plan.outputs["uri"] == f"s3://{plan.only(BUCKET).outputs['bucket']}"
    assert "bucket" not in plan.only(BUCKET).inputs


def granted(cloud: Cloud, statements, what: str) -> tuple[dict, str]:
    def program() -> None:
        role = AwsRole("job", AwsRoleArgs(runs_on=RunsOn.POD))
        getattr(plain(), f"allow_{what}")(role)

    plan = cloud.preview(program)
    return statements(plan.only(ROLE_POLICY, f"job-data-{what}")), plan.only(BUCKET).outputs["bucket"]


def test_a_reader_lists_and_reads_this_bucket_only(cloud: Cloud, statements) -> None:
    found, name = granted(cloud, statements, "read")
    assert [s["Resource"] for s in found.values()] == [f"arn:aws:s3:::{name}", f"arn:aws:s3:::{name}/*"]
    assert {s["Effect"] for s in found.values()} == {"Allow"}
    assert "s3:ListBucket" in found["0"]["Action"]
    assert found["1"]["Action"] == ["s3:GetObject", "s3:GetObjectVersion"]


def test_a_writer_also_writes_and_deletes_without_wildcards(cloud: Cloud, statements) -> None:
    found, _ = granted(cloud, statements, "write")
    assert {"s3:GetObject", "s3:PutObject", "s3:DeleteObject"} <= set(found["1"]["Action"])
    assert not [action for s in found.values() for action in s["Action"] if "*" in action]


def test_the_log_bucket_takes_logs_of_this_account_and_ends_them(cloud: Cloud, statements) -> None:
    plan = cloud.preview(full)
    delivery = statements(plan.only(POLICY, "logs"))["AccessLogs"]
    assert delivery["Principal"] == {"Service": "logging.s3.amazonaws.com"}
    assert delivery["Action"] == "s3:PutObject"
    assert len(delivery["Condition"]["StringEquals"]["aws:SourceAccount"]) == 12
    found = rules(plan, "logs")
    assert found["old-objects"]["expiration"] == {"days": 30}
    assert found["replaced-objects"]["noncurrentVersionExpiration"] == {"noncurrentDays": 30}


def test_the_log_bucket_is_encrypted_by_s3_which_takes_no_key_of_ours_there(cloud: Cloud) -> None:
    rule = cloud.deploy(full).only(ENCRYPTION, "logs").inputs["rules"][0]
    assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}


def test_a_retention_of_no_days_is_refused() -> None:
    with pytest.raises(ValidationError, match="retention_days"):
        AwsBucketArgs(key_arn=KEY, retention_days=0)
