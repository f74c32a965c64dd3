"""Default tags are inputs of every resource that takes tags, so that changing them changes the resource."""

from stackwright.sandbox.tagging import add_all_tags
from stackwright.sandbox.wire import UNKNOWN, secret

BUCKET = "aws:s3/bucket:Bucket"


def tagged(token: str, inputs: dict, **default_tags) -> dict:
    add_all_tags(token, inputs, default_tags)
    return inputs


def test_own_tags_win_over_default_ones():
    found = tagged(BUCKET, {"tags": {"team": "a"}}, team="b", owner="c")
    assert found["tagsAll"] == {"team": "a", "owner": "c"}
    assert tagged(BUCKET, {})["tagsAll"] == {}


def test_an_unknown_tag_makes_all_tags_unknown():
    assert tagged(BUCKET, {"tags": {"team": UNKNOWN}})["tagsAll"] == UNKNOWN
    assert tagged(BUCKET, {"tags": UNKNOWN})["tagsAll"] == UNKNOWN


def test_a_secret_tag_stays_secret():
    assert tagged(BUCKET, {"tags": {"key": secret("s")}})["tagsAll"] == secret({"key": "s"})


def test_types_without_tags_get_none():
    assert tagged("aws:s3/bucketVersioning:BucketVersioning", {}, owner="c") == {}
    assert tagged("gcp:storage/bucket:Bucket", {}, owner="c") == {}
