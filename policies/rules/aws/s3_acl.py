"""Rule aws-s3-no-public-acl."""

from collections.abc import Iterator

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.shapes import among, none_of
from stackwright.policies.tokens import BUCKET_ACLS, BUCKETS, token, tokens

OWNERSHIP = tokens("s3/BucketOwnershipControls")
OBJECTS = tokens("s3/BucketObject", "s3/BucketObjectv2", "s3/ObjectCopy")
PUBLIC = frozenset({"public-read", "public-read-write", "authenticated-read"})
EVERYBODY = (
    "http://acs.amazonaws.com/groups/global/allusers",
    "http://acs.amazonaws.com/groups/global/authenticatedusers",
)
GRANTEES = ("grants[*].uri", "accessControlPolicy.grants[*].grantee.uri")
"""Where a bucket and its list of grants name a group."""


@rule(
    id="aws-s3-no-public-acl",
    types=BUCKET_ACLS | BUCKETS | OWNERSHIP | OBJECTS,
    severity="critical",
    fix="drop the ACL and set object ownership to BucketOwnerEnforced",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_20 CKV_AWS_57 CKV2_AWS_65", hub="S3.12", trivy="AWS-0092"),
    good=(
        part(token("s3/Bucket"), "data"),
        part(token("s3/BucketAcl"), "acl", {"bucket": "data", "acl": "private"}),
        part(
            token("s3/BucketOwnershipControls"),
            "ownership",
            {"bucket": "data", "rule": {"objectOwnership": "BucketOwnerEnforced"}},
        ),
    ),
    bad=but("acl", acl="public-read"),
)
def check(resource: Resource) -> Iterator[Finding]:
    """S3 access control lists give nothing to the public."""
    if resource.type in OWNERSHIP:
        path, accepted = "rule.objectOwnership", {"BucketOwnerEnforced"}
    else:
        path, accepted = "acl", set[str]()
    value = resource.get(path)
    if value is UNKNOWN:
        yield unknown(path)
    elif accepted and not among(value, accepted):
        yield fail(path, "lets access control lists decide, not policies")
    elif among(value, PUBLIC):
        yield fail(path, "grants access to the public")
    for grantee in GRANTEES:
        yield from none_of(grantee, EVERYBODY, text="grants access to the public")(resource)
