"""Log buckets of the stack's own: encrypted with its key, in its region, with an end."""

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import logging
from pydantic import Field

from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args, In

RETENTION_DAYS_MAX = 3650
"""https://cloud.google.com/logging/quotas#logs_retention_periods"""


class GcpLogBucketArgs(Args):
    """Arguments of `GcpLogBucket`."""

    key_id: In[str]
    """KMS key that encrypts the log entries; Cloud Logging may use it."""

    stem: In[str]
    """Start of the bucket's id, different in every deployment: a deleted log bucket keeps its id for seven days."""

    filter: In[str]
    """Which entries of the project are kept, in the logging query language."""

    retention_days: int = Field(default=365, ge=1, le=RETENTION_DAYS_MAX)
    """Days an entry is kept."""


class GcpLogBucket(pulumi.ComponentResource):
    """A log bucket and the sink that fills it; entries also stay in the project's `_Default` bucket for its time."""

    id: Output[str]
    """Path of the log bucket, known at preview."""

    def __init__(self, name: str, args: GcpLogBucketArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpLogBucket", name, {}, opts)
        args = GcpLogBucketArgs.model_validate(args)
        project, child = project_of(self), ResourceOptions(parent=self)

        bucket = logging.ProjectBucketConfig(
            name,
            project=project.id,
            location=project.region,
            bucket_id=Output.concat(args.stem, "-", name),
            description=f"Logs of {name}",
            retention_days=args.retention_days,
            cmek_settings={"kms_key_name": args.key_id},
            opts=child,
        )
        path = project.regional("buckets/", bucket.bucket_id)
        logging.ProjectSink(
            name,
            project=project.id,
            destination=Output.concat("logging.googleapis.com/", path),
            filter=args.filter,
            # no grant is needed: sinks write to log buckets of their own project
            unique_writer_identity=True,
            opts=child,
        )

        self.id = path
        self.register_outputs({"id": self.id})
