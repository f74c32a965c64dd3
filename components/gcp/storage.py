"""Private, versioned Cloud Storage encrypted with a key you own, and the record of who reached it."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import projects, storage
from pydantic import Field, model_validator

from stackwright.components.gcp.identity import GcpServiceAccount, account_of
from stackwright.components.gcp.logs import RETENTION_DAYS_MAX, GcpLogBucket, GcpLogBucketArgs
from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args, In
from stackwright.components.roles import Identity

INCOMPLETE_UPLOAD_DAYS = 7
"""Days after which the parts of an upload that never ended are removed; they cost and cannot be read."""
SOFT_DELETE_DAYS_MIN, SOFT_DELETE_DAYS_MAX = 7, 90
"""https://cloud.google.com/storage/docs/soft-delete"""

_DAY = 24 * 60 * 60
_READ, _WRITE = "roles/storage.objectViewer", "roles/storage.objectUser"
_FIND = "roles/storage.bucketViewer"


class GcpBucketArgs(Args):
    """Arguments of `GcpBucket`."""

    key_id: In[str]
    """KMS key that encrypts every object; Cloud Storage may use it."""

    retention_days: int | None = Field(default=None, ge=1)
    """Days a replaced or deleted object is kept; kept for good when unset."""

    hierarchical: bool = False
    """Real folders, for checkpoints renamed at once: objects have no versions then, and are kept 7 to 90 days."""

    autoclass: bool = False
    """Objects move to colder storage by themselves when nobody reads them."""

    protect: bool | None = None
    """True: Pulumi refuses to delete the bucket. False: it is deleted with all its objects. Unset: only when empty."""

    @model_validator(mode="after")
    def _is_kept_as_folders_can(self) -> "GcpBucketArgs":
        days = self.retention_days
        if self.hierarchical and (days is None or not SOFT_DELETE_DAYS_MIN <= days <= SOFT_DELETE_DAYS_MAX):
            raise ValueError(
                f"a hierarchical bucket has no versions, and keeps replaced objects {SOFT_DELETE_DAYS_MIN} to "
                f"{SOFT_DELETE_DAYS_MAX} days: set retention_days to one of them"
            )
        return self


class GcpBucket(pulumi.ComponentResource):
    """A bucket nobody reaches without a grant."""

    name: Output[str]
    """Name of the bucket, known at preview."""

    uri: Output[str]
    """Address of the bucket, `gs://<name>`."""

    def __init__(self, name: str, args: GcpBucketArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpBucket", name, {}, opts)
        args = GcpBucketArgs.model_validate(args)
        kept = args.retention_days if args.hierarchical and args.retention_days else SOFT_DELETE_DAYS_MIN

        bucket = storage.Bucket(
            name,
            location=project_of(self).region,
            uniform_bucket_level_access=True,
            public_access_prevention="enforced",
            encryption=_only_with(args.key_id),
            versioning={"enabled": not args.hierarchical},
            soft_delete_policy={"retention_duration_seconds": kept * _DAY},
            lifecycle_rules=[_INCOMPLETE, *([] if args.hierarchical else _replaced(args.retention_days))],
            hierarchical_namespace={"enabled": True} if args.hierarchical else None,
            autoclass={"enabled": True} if args.autoclass else None,
            force_destroy=args.protect is False,
            opts=ResourceOptions(parent=self, protect=args.protect or None),
        )

        self._finders: list[GcpServiceAccount] = []
        self.name = bucket.name
        self.uri = Output.concat("gs://", self.name)
        self.register_outputs({"name": self.name, "uri": self.uri})

    def allow_read(self, who: Identity) -> None:
        """Let `who` list and read objects; Cloud Storage decrypts them as itself."""
        self._allow(who, "read", _READ)

    def allow_write(self, who: Identity) -> None:
        """Let `who` list, read, write and delete objects."""
        self._allow(who, "write", _WRITE)

    def allow_transfer(self, member: Output[str], what: str) -> None:
        """Let the agent of a file system bring objects in and back, as `what`."""
        self._grant(member, what, _WRITE)
        self._grant(member, f"{what}-find", _FIND)

    def _allow(self, who: Identity, what: str, role: str) -> None:
        account = account_of(who)
        self._grant(account.member, f"{account.pulumi_resource_name}-{what}", role)
        if account not in self._finders:
            # file systems made of a bucket look at it before they mount it
            self._grant(account.member, f"{account.pulumi_resource_name}-find", _FIND)
            self._finders.append(account)

    def _grant(self, member: Output[str], what: str, role: str) -> None:
        storage.BucketIAMMember(
            f"{self.pulumi_resource_name}-{what}",
            bucket=self.name,
            role=role,
            member=member,
            opts=ResourceOptions(parent=self),
        )


class GcpAccessLogsArgs(Args):
    """Arguments of `GcpAccessLogs`."""

    key_id: In[str]
    """KMS key that encrypts the log entries; Cloud Logging may use it."""

    stem: In[str]
    """Start of the log bucket's id, different in every deployment."""

    retention_days: int = Field(default=365, ge=1, le=RETENTION_DAYS_MAX)
    """Days an entry is kept."""


class GcpAccessLogs(pulumi.ComponentResource):
    """Data access audit logs of Cloud Storage, switched on for the project and kept in a log bucket of the stack.

    Usage logs of Cloud Storage are not used: they come hourly, without a promise to be complete and without saying
    who called. Audit logs are a setting of the whole project, so a stack with data has a project of its own.
    https://cloud.google.com/storage/docs/access-logs
    """

    id: Output[str]
    """Path of the log bucket."""

    def __init__(self, name: str, args: GcpAccessLogsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpAccessLogs", name, {}, opts)
        args = GcpAccessLogsArgs.model_validate(args)
        project, child = project_of(self), ResourceOptions(parent=self)

        projects.IAMAuditConfig(
            name,
            project=project.id,
            service="storage.googleapis.com",
            audit_log_configs=[{"log_type": kind} for kind in ("ADMIN_READ", "DATA_READ", "DATA_WRITE")],
            opts=child,
        )
        logs = GcpLogBucketArgs(
            key_id=args.key_id,
            stem=args.stem,
            filter=Output.concat(
                'logName="',
                project.path("logs/cloudaudit.googleapis.com%2Fdata_access"),
                '" AND ',
                'protoPayload.serviceName="storage.googleapis.com"',
            ),
            retention_days=args.retention_days,
        )

        self.id = GcpLogBucket(name, logs, child).id
        self.register_outputs({"id": self.id})


def _only_with(key_id: In[str]) -> storage.BucketEncryptionArgsDict:
    """An upload may leave encryption to the bucket, but may not ask for another one.

    https://cloud.google.com/storage/docs/encryption/enforce-encryption-types
    """
    return {
        "default_kms_key_name": key_id,
        "customer_managed_encryption_enforcement_config": {"restriction_mode": "NotRestricted"},
        "customer_supplied_encryption_enforcement_config": {"restriction_mode": "FullyRestricted"},
        "google_managed_encryption_enforcement_config": {"restriction_mode": "FullyRestricted"},
    }


_INCOMPLETE: storage.BucketLifecycleRuleArgsDict = {
    "action": {"type": "AbortIncompleteMultipartUpload"},
    "condition": {"age": INCOMPLETE_UPLOAD_DAYS},
}


def _replaced(days: int | None) -> list[storage.BucketLifecycleRuleArgsDict]:
    """End of replaced and deleted objects; none where they are kept for good."""
    if days is None:
        return []
    return [
        {
            "action": {"type": "Delete"},
            "condition": {"days_since_noncurrent_time": days, "with_state": "ARCHIVED"},
        }
    ]
