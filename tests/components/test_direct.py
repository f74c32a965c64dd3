import runpy
from pathlib import Path

from stackwright.testing.plugin import Cloud

PROGRAM = Path(__file__).parents[1] / "programs" / "direct"


def test_the_data_is_encrypted_with_our_key(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: runpy.run_path(str(PROGRAM)))
    key = plan.only("aws:kms/key:Key")
    encryption = plan.only("aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration")
    used = encryption.get("rules[0].applyServerSideEncryptionByDefault")
    assert used == {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key.outputs["arn"]}
