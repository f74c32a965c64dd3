"""A bucket for a website, open to everybody."""

import json

import pulumi
from pulumi_aws import s3

site = s3.Bucket("site")
s3.BucketPublicAccessBlock(
    "site",
    bucket=site.id,
    block_public_acls=True,
    block_public_policy=False,
    ignore_public_acls=True,
    restrict_public_buckets=False,
)
s3.BucketPolicy(
    "site",
    bucket=site.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}],
        }
    ),
)

pulumi.export("bucket", site.bucket)
