"""Rules about what accompanies a bucket: versioning, access logging, lifecycle; and forced destruction."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part, without
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import PROD_MANDATORY, PROD_ONLY, Level, rule
from stackwright.policies.rules.aws.s3_encrypted import takes_logs
from stackwright.policies.rules.aws.s3_inline import INLINE
from stackwright.policies.shapes import must_be, top_level
from stackwright.policies.tokens import BUCKET_LIFECYCLES, BUCKET_LOGGING, BUCKET_VERSIONING, BUCKETS, token

BUCKET = part(token("s3/Bucket"), "data")
STATUS = "versioningConfiguration.status"
ABORTS = ("abortIncompleteMultipartUpload.daysAfterInitiation", "status")
ABORTS_INLINE = ("abortIncompleteMultipartUploadDays", "enabled")
"""How a lifecycle rule of its own, and one in a bucket, say after how many days they abort an upload, and whether."""


@rule(
    id="aws-s3-versioning",
    types=BUCKETS,
    severity="medium",
    fix="add a bucket versioning with status Enabled",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.RECOVERY, checkov="CKV_AWS_21", hub="S3.14", trivy="AWS-0090"),
    good=(
        BUCKET,
        part(
            token("s3/BucketVersioning"),
            "versioning",
            {"bucket": UNKNOWN, "versioningConfiguration": {"status": "Enabled"}},
            bucket="data",
        ),
    ),
    bad=but("versioning", versioningConfiguration={"status": "Suspended"}),
)
def versioning(bucket: Resource, graph: Graph) -> Iterator[Finding]:
    """S3 buckets keep replaced and deleted objects."""
    if takes_logs(bucket, graph):
        return
    found, path = graph.pointing_at(bucket, BUCKET_VERSIONING, "bucket"), STATUS
    inline = INLINE[bucket.type].versioning
    if found is None and bucket.get(top_level(inline)) is not MISSING:
        found, path = bucket, inline
    if found is None:
        yield fail("", "no bucket versioning points at this bucket")
        return
    value = found.get(path)
    if value is UNKNOWN:
        yield unknown(path, at=found)
    elif value not in ("Enabled", True):
        yield fail(path, "is not Enabled", at=found)


@rule(
    id="aws-s3-access-logging",
    types=BUCKETS,
    severity="low",
    fix="add a bucket logging that writes to a log bucket",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_18", hub="S3.9", trivy="AWS-0089"),
    good=(
        part(token("s3/Bucket"), "logs"),
        BUCKET,
        part(
            token("s3/BucketLogging"),
            "logging",
            {"bucket": UNKNOWN, "targetBucket": UNKNOWN, "targetPrefix": "data/"},
            bucket="data",
            targetBucket="logs",
        ),
    ),
    bad=without("logging"),
)
def access_logging(bucket: Resource, graph: Graph) -> Iterator[Finding]:
    """S3 buckets log who reads and writes them."""
    if takes_logs(bucket, graph) or bucket.get(INLINE[bucket.type].log_target) is not MISSING:
        return
    if graph.pointing_at(bucket, BUCKET_LOGGING, "bucket") is None:
        yield fail("", "no bucket logging points at this bucket")


_LIFECYCLE = {
    "bucket": UNKNOWN,
    "rules": [{"id": "a", "status": "Enabled", "abortIncompleteMultipartUpload": {"daysAfterInitiation": 7}}],
}


@rule(
    id="aws-s3-lifecycle",
    types=BUCKETS,
    severity="low",
    fix="add a lifecycle rule that aborts incomplete uploads and expires what nobody needs",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.COST, checkov="CKV2_AWS_61 CKV_AWS_300", hub="S3.13"),
    good=(
        BUCKET,
        part(token("s3/BucketLifecycleConfiguration"), "lifecycle", _LIFECYCLE, bucket="data"),
    ),
    bad=but("lifecycle", rules=[{"id": "a", "status": "Enabled", "expiration": {"days": 30}}]),
)
def lifecycle(bucket: Resource, graph: Graph) -> Iterator[Finding]:
    """S3 buckets drop incomplete uploads."""
    found, inline = graph.pointing_at(bucket, BUCKET_LIFECYCLES, "bucket"), INLINE[bucket.type].lifecycle
    if found is None and bucket.get(top_level(inline)) is MISSING:
        yield fail("", "no lifecycle configuration points at this bucket")
        return
    rules, words = (inline, ABORTS_INLINE) if found is None else ("rules[*]", ABORTS)
    place = found or bucket
    answers = [_aborts(place, path, words) for path, _ in place.all(rules)]
    if UNKNOWN in answers and True not in answers:
        yield unknown(top_level(rules), at=place)
    elif True not in answers:
        yield fail(top_level(rules), "no enabled rule aborts incomplete uploads", at=place)


def _aborts(lifecycle: Resource, path: str, words: tuple[str, str]) -> object:
    days, status = (lifecycle.get(f"{path}.{word}") for word in words)
    if days is MISSING or status not in ("Enabled", True, UNKNOWN):
        return False
    return UNKNOWN if UNKNOWN in (days, status) else True


force_destroy = rule(
    id="aws-s3-force-destroy",
    title="S3 buckets of prod stacks cannot be deleted while they hold objects",
    types=BUCKETS,
    severity="medium",
    fix="leave `force_destroy` out",
    level=PROD_ONLY,
    frameworks=maps_to(Family.RECOVERY),
    good=(part(token("s3/Bucket"), "data", {"forceDestroy": False}),),
    bad=but("data", forceDestroy=True),
)(must_be("forceDestroy", False, MISSING, text="deletes all objects with the bucket"))

RULES = (versioning, access_logging, lifecycle, force_destroy)
