from stackwright.policies.tokens import BUCKETS, token


def test_a_short_name_becomes_the_provider_s_token() -> None:
    assert token("s3/Bucket") == "aws:s3/bucket:Bucket"
    assert token("fsx/OpenZfsFileSystem") == "aws:fsx/openZfsFileSystem:OpenZfsFileSystem"


def test_the_older_spelling_of_a_bucket_is_a_bucket() -> None:
    assert "aws:s3/bucketV2:BucketV2" in BUCKETS
