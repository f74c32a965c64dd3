"""Rule aws-s3-block-public-access."""

from collections.abc import Iterator

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.tokens import BUCKET_BLOCKS, BUCKETS, token

SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


@rule(
    id="aws-s3-block-public-access",
    types=BUCKETS,
    severity="critical",
    fix="add a public access block with all four switches true",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV2_AWS_6 CKV_AWS_53 CKV_AWS_54 CKV_AWS_55 CKV_AWS_56",
        hub="S3.8",
        cis="2.1.4",
    ),
    good=(
        part(token("s3/Bucket"), "data"),
        part(
            token("s3/BucketPublicAccessBlock"),
            "block",
            {"bucket": UNKNOWN, **dict.fromkeys(SWITCHES, True)},
            bucket="data",
        ),
    ),
    bad=but("block", blockPublicPolicy=False),
)
def check(bucket: Resource, graph: Graph) -> Iterator[Finding]:
    """S3 buckets block public access."""
    block = graph.pointing_at(bucket, BUCKET_BLOCKS, "bucket")
    if block is None:
        yield fail("", "no public access block points at this bucket")
        return
    for switch in SWITCHES:
        value = block.get(switch)
        if value is UNKNOWN:
            yield unknown(switch, at=block)
        elif value is not True:
            yield fail(switch, "is not true", at=block)
