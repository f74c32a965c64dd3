"""Training data on storage that nobody's own key protects."""

import pulumi
from pulumi_aws import ebs, ecr, efs, s3

data = s3.Bucket("data")
s3.BucketServerSideEncryptionConfiguration(
    "data",
    bucket=data.id,
    rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
)
shared = efs.FileSystem("shared")
scratch = ebs.Volume("scratch", availability_zone="us-east-1a", size=100, type="gp3")
images = ecr.Repository("images", image_tag_mutability="IMMUTABLE")

pulumi.export("data", data.bucket)
