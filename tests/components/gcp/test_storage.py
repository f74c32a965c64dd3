import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.gcp.identity import GcpServiceAccount, GcpServiceAccountArgs
from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs, KeyUser
from stackwright.components.gcp.storage import GcpAccessLogs, GcpAccessLogsArgs, GcpBucket, GcpBucketArgs
from stackwright.components.intents import RunsOn
from stackwright.testing.plugin import Cloud

BUCKET = "gcp:storage/bucket:Bucket"
BINDING = "gcp:storage/bucketIAMMember:BucketIAMMember"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
KEY = "projects/lab-project/locations/us-central1/keyRings/lab/cryptoKeys/lab"
DAY = 24 * 60 * 60


def plain() -> GcpBucket:
    return GcpBucket("data", GcpBucketArgs(key_id=KEY))


def full() -> GcpBucket:
    key = GcpKey("key", GcpKeyArgs())
    GcpAccessLogs("logs", GcpAccessLogsArgs(key_id=key.used_by(KeyUser.LOGGING), stem=key.name, retention_days=30))
    return GcpBucket(
        "data",
        GcpBucketArgs(key_id=key.used_by(KeyUser.STORAGE), retention_days=30, autoclass=True, protect=True),
    )


def folders() -> GcpBucket:
    return GcpBucket("data", GcpBucketArgs(key_id=KEY, hierarchical=True, retention_days=30))


@pytest.mark.parametrize("program", [plain, full, folders])
def test_a_bucket_is_accepted(cloud: Cloud, program, contract_errors) -> None:
    assert contract_errors(cloud.deploy(program, config=CONFIG)) == []


def test_a_bucket_is_private_and_versioned(cloud: Cloud) -> None:
    bucket = cloud.preview(plain, config=CONFIG).only(BUCKET)
    assert bucket.get("publicAccessPrevention") == "enforced"
    assert bucket.get("uniformBucketLevelAccess") is True
    assert bucket.get("versioning.enabled") is True
    assert bucket.get("softDeletePolicy.retentionDurationSeconds") == 7 * DAY
    assert bucket.get("location") == "us-central1"


def test_objects_are_encrypted_with_the_given_key_and_no_other_way(cloud: Cloud) -> None:
    encryption = cloud.preview(plain, config=CONFIG).only(BUCKET).get("encryption")
    assert encryption["defaultKmsKeyName"] == KEY
    for other in ("customerSupplied", "googleManaged"):
        assert encryption[f"{other}EncryptionEnforcementConfig"] == {"restrictionMode": "FullyRestricted"}


def test_the_bucket_waits_until_storage_may_use_the_key(cloud: Cloud) -> None:
    plan = cloud.preview(full, config=CONFIG)
    wired = plan.wired(plan.only(BUCKET), "encryption")
    assert {(r.type.rpartition(":")[2], r.name) for r in wired} >= {
        ("CryptoKey", "key"),
        ("CryptoKeyIAMMember", "key-storage"),
    }


def test_uploads_that_never_end_are_removed(cloud: Cloud) -> None:
    rules = cloud.preview(plain, config=CONFIG).only(BUCKET).get("lifecycleRules")
    assert rules == [{"action": {"type": "AbortIncompleteMultipartUpload"}, "condition": {"age": 7}}]


def test_replaced_objects_are_kept_as_long_as_asked(cloud: Cloud) -> None:
    rules = cloud.preview(full, config=CONFIG).only(BUCKET).get("lifecycleRules")
    assert rules[1]["action"] == {"type": "Delete"}
    assert rules[1]["condition"] == {"daysSinceNoncurrentTime": 30, "withState": "ARCHIVED"}


def test_a_bucket_of_folders_keeps_replaced_objects_by_soft_delete(cloud: Cloud) -> None:
    bucket = cloud.preview(folders, config=CONFIG).only(BUCKET)
    assert bucket.get("hierarchicalNamespace.enabled") is True
    assert bucket.get("versioning.enabled") is False
    assert bucket.get("softDeletePolicy.retentionDurationSeconds") == 30 * DAY
    assert len(bucket.get("lifecycleRules")) == 1


@pytest.mark.parametrize("days", [None, 6, 91])
def test_folders_that_would_keep_objects_too_long_or_too_short_are_refused(days: int | None) -> None:
    with pytest.raises(ValidationError, match="7 to 90 days"):
        GcpBucketArgs(key_id=KEY, hierarchical=True, retention_days=days)


@pytest.mark.parametrize(
    ("protect", "protected", "with_objects"), [(True, True, False), (False, False, True), (None, False, False)]
)
def test_a_bucket_is_deleted_never_or_full_or_empty(cloud: Cloud, protect, protected, with_objects) -> None:
    plan = cloud.preview(lambda: GcpBucket("data", GcpBucketArgs(key_id=KEY, protect=protect)), config=CONFIG)
    bucket = plan.only(BUCKET)
    assert (bucket.protect, bucket.get("forceDestroy")) == (protected, with_objects)


def test_the_name_is_known_at_preview(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("uri", plain().uri), config=CONFIG)
    assert plan.outputs["uri"] == f"gs://{plan.only(BUCKET).outputs['name']}"


def granted(cloud: Cloud, *what: str) -> dict[str, str]:
    def program() -> None:
        account, bucket = GcpServiceAccount("job", GcpServiceAccountArgs(runs_on=RunsOn.POD)), plain()
        for each in what:
            getattr(bucket, f"allow_{each}")(account)

    plan = cloud.preview(program, config=CONFIG)
    name = plan.only(BUCKET).outputs["name"]
    bindings = plan.of_type(BINDING)
    assert {binding.get("bucket") for binding in bindings} <= {name}
    assert all(binding.get("member").startswith("serviceAccount:job-") for binding in bindings)
    return {binding.name: binding.get("role") for binding in bindings}


def test_a_reader_lists_and_reads_this_bucket_only(cloud: Cloud) -> None:
    assert granted(cloud, "read") == {
        "data-job-read": "roles/storage.objectViewer",
        "data-job-find": "roles/storage.bucketViewer",
    }


def test_a_writer_does_not_change_who_may_write(cloud: Cloud) -> None:
    assert granted(cloud, "read", "write") == {
        "data-job-read": "roles/storage.objectViewer",
        "data-job-find": "roles/storage.bucketViewer",
        "data-job-write": "roles/storage.objectUser",
    }


def test_all_access_is_recorded_and_kept(cloud: Cloud) -> None:
    plan = cloud.preview(full, config=CONFIG)
    audit = plan.only("gcp:projects/iAMAuditConfig:IAMAuditConfig")
    assert (audit.get("service"), audit.get("project")) == ("storage.googleapis.com", "lab-project")
    assert {each["logType"] for each in audit.get("auditLogConfigs")} == {"ADMIN_READ", "DATA_READ", "DATA_WRITE"}
    assert plan.only("gcp:logging/projectBucketConfig:ProjectBucketConfig", "logs").get("retentionDays") == 30
    assert "cloudaudit.googleapis.com%2Fdata_access" in plan.only("gcp:logging/projectSink:ProjectSink").get("filter")


def test_a_retention_of_no_days_is_refused() -> None:
    with pytest.raises(ValidationError, match="retention_days"):
        GcpBucketArgs(key_id=KEY, retention_days=0)
