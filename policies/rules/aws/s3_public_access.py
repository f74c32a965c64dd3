"""Rule aws-s3-block-public-access."""

from collections.abc import Iterator
from dataclasses import replace

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import rule
from stackwright.policies.shapes import must_be
from stackwright.policies.tokens import BUCKET_BLOCKS, BUCKETS, token

ACCOUNT_BLOCK = token("s3/AccountPublicAccessBlock")
"""The same switches for all buckets of an account."""
SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def all_on(block: Resource) -> Iterator[Finding]:
    """Findings unless all four switches are on."""
    for switch in SWITCHES:
        yield from must_be(switch, True, text="is not true")(block)


@rule(
    id="aws-s3-block-public-access",
    types=BUCKETS,
    severity="critical",
    fix="add a public access block with all four switches true",
    remedy=Remedy(dict.fromkeys(SWITCHES, True), types=BUCKET_BLOCKS, check=all_on),
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV2_AWS_6 CKV_AWS_53 CKV_AWS_54 CKV_AWS_55 CKV_AWS_56",
        hub="S3.8",
        cis="2.1.4",
        trivy="AWS-0086 AWS-0087 AWS-0091 AWS-0093 AWS-0094",
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
        if not any(not list(all_on(one)) for one in graph.of_type(ACCOUNT_BLOCK)):
            yield fail("", "no public access block points at this bucket")
        return
    yield from (replace(found, urn=block.urn) for found in all_on(block))
