import pytest
from pydantic import ValidationError

from stackwright.components.gcp.logs import GcpLogBucket, GcpLogBucketArgs
from stackwright.testing.plugin import Cloud

CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
KEY = "projects/lab-project/locations/us-central1/keyRings/lab/cryptoKeys/lab"


def _logs() -> None:
    args = GcpLogBucketArgs(key_id=KEY, stem="net-1234567", filter='severity="ERROR"', retention_days=30)
    GcpLogBucket("flows", args)


def test_logs_are_encrypted_with_the_key_and_have_an_end(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(_logs, config=CONFIG)
    bucket = plan.only("gcp:logging/projectBucketConfig:ProjectBucketConfig")
    assert bucket.get("cmekSettings") == {"kmsKeyName": KEY}
    assert (bucket.get("retentionDays"), bucket.get("location")) == (30, "us-central1")
    assert contract_errors(plan) == []


def test_the_sink_fills_that_bucket_with_what_the_filter_finds(cloud: Cloud) -> None:
    sink = cloud.preview(_logs, config=CONFIG).only("gcp:logging/projectSink:ProjectSink")
    path = "projects/lab-project/locations/us-central1/buckets/net-1234567-flows"
    assert sink.get("destination") == f"logging.googleapis.com/{path}"
    assert sink.get("filter") == 'severity="ERROR"'


@pytest.mark.parametrize("days", [0, 3651])
def test_a_retention_that_is_not_offered_is_refused(days: int) -> None:
    with pytest.raises(ValidationError, match="retention_days"):
        GcpLogBucketArgs(key_id=KEY, stem="s", filter="f", retention_days=days)
