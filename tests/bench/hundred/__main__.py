"""One hundred resources of four types."""

import pulumi_aws as aws

for number in range(25):
    bucket = aws.s3.Bucket(f"b{number}", tags={"number": str(number)})
    aws.s3.BucketVersioning(f"b{number}", bucket=bucket.id, versioning_configuration={"status": "Enabled"})
    aws.s3.BucketPublicAccessBlock(f"b{number}", bucket=bucket.id, block_public_acls=True)
    aws.cloudwatch.LogGroup(f"b{number}", retention_in_days=30)
