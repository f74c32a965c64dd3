"""Rules about Cloud Storage buckets."""

from collections.abc import Iterator

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import PROD_MANDATORY, Level, rule
from stackwright.policies.shapes import must_be, must_have_key, number
from stackwright.policies.tokens import gcp

BUCKET = gcp("storage/Bucket")
TYPES = frozenset({BUCKET})
GOOD = (
    part(gcp("kms/CryptoKey"), "key", {"keyRing": "ring"}),
    part(
        BUCKET,
        "data",
        {
            "location": "EUROPE-WEST4",
            "uniformBucketLevelAccess": True,
            "publicAccessPrevention": "enforced",
            "versioning": {"enabled": True},
            "encryption": {"defaultKmsKeyName": UNKNOWN},
            "lifecycleRules": [{"action": {"type": "Delete"}, "condition": {"daysSinceNoncurrentTime": 30}}],
        },
        encryption="key",
    ),
)

own_key = rule(
    id="gcp-gcs-cmek",
    title="Buckets are encrypted with a key that the project owns",
    types=TYPES,
    severity="medium",
    fix="give `encryption.default_kms_key_name` a key of your own",
    level=PROD_MANDATORY,
    frameworks=maps_to(Family.ENCRYPTION, org="gcp.restrictNonCmekServices"),
    good=GOOD,
    bad=but("data", encryption=MISSING),
)(must_have_key("encryption.defaultKmsKeyName"))

uniform_access = rule(
    id="gcp-gcs-uniform-access",
    title="Access to buckets is granted by IAM alone",
    types=TYPES,
    severity="medium",
    fix="set `uniform_bucket_level_access` to true",
    remedy=Remedy({"uniformBucketLevelAccess": True}),
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_29", cis_gcp="5.2"),
    good=GOOD,
    bad=but("data", uniformBucketLevelAccess=False),
)(must_be("uniformBucketLevelAccess", True, text="is not true"))

public_prevented = rule(
    id="gcp-gcs-public-access-prevention",
    title="Buckets refuse to be made public",
    types=TYPES,
    severity="high",
    fix="set `public_access_prevention` to enforced",
    remedy=Remedy({"publicAccessPrevention": "enforced"}),
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_114"),
    good=GOOD,
    bad=but("data", publicAccessPrevention="inherited"),
)(must_be("publicAccessPrevention", "enforced", text="is not enforced (the default is inherited)"))


@rule(
    id="gcp-gcs-versioning",
    types=TYPES,
    severity="medium",
    fix="switch `versioning` on, or keep deleted objects with `soft_delete_policy`",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.RECOVERY, checkov="CKV_GCP_78"),
    good=GOOD,
    bad=but("data", versioning={"enabled": False}, softDeletePolicy={"retentionDurationSeconds": 0}),
)
def recoverable(bucket: Resource) -> Iterator[Finding]:
    """Buckets keep deleted objects for a while."""
    versions, kept = bucket.get("versioning.enabled"), bucket.get("softDeletePolicy.retentionDurationSeconds")
    if versions is True or kept is MISSING or number(kept, 0.0):
        return  # Cloud Storage keeps deleted objects for seven days unless told otherwise
    if UNKNOWN in (versions, kept):
        yield unknown("versioning.enabled" if versions is UNKNOWN else "softDeletePolicy.retentionDurationSeconds")
    else:
        yield fail("softDeletePolicy.retentionDurationSeconds", "is 0, and there is no versioning")


@rule(
    id="gcp-gcs-lifecycle",
    types=TYPES,
    severity="low",
    fix="add a lifecycle rule, or switch `autoclass` on",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.COST),
    good=GOOD,
    bad=but("data", lifecycleRules=[]),
)
def lifecycle(bucket: Resource) -> Iterator[Finding]:
    """Buckets drop or move what nobody reads any more."""
    rules, automatic = bucket.get("lifecycleRules"), bucket.get("autoclass.enabled")
    if automatic is True or (isinstance(rules, list) and rules):
        return
    if UNKNOWN in (rules, automatic):
        yield unknown("lifecycleRules" if rules is UNKNOWN else "autoclass.enabled")
    else:
        yield fail("lifecycleRules", "is empty, and autoclass is off")


RULES = (own_key, uniform_access, public_prevented, recoverable, lifecycle)
