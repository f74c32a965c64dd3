"""Area of concern: caches of each engine, logs that are listed but off, and stores without a cluster."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

CACHE, BROKERS = token("elasticache/ReplicationGroup"), token("msk/Cluster")


def _results(rule: str, kind: str, inputs: dict[str, Any], wires: dict[str, str] | None = None) -> list[str]:
    parts = (part(token("elasticache/UserGroup"), "other"), part(kind, "one", inputs, **(wires or {})))
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({}, ["fail"]),
        ({"engine": "redis"}, ["fail"]),
        ({"engine": "valkey"}, []),
        ({"engine": "valkey", "atRestEncryptionEnabled": False}, ["fail"]),
        ({"engine": "valkey", "atRestEncryptionEnabled": UNKNOWN}, ["unknown"]),
        ({"engine": UNKNOWN}, ["unknown"]),
        ({"engine": UNKNOWN, "atRestEncryptionEnabled": True}, []),
        ({"globalReplicationGroupId": "g"}, []),
    ],
)
def test_valkey_is_encrypted_unless_it_is_told_otherwise(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-elasticache-encrypted", CACHE, inputs) == results


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"transitEncryptionEnabled": True}, []),
        ({"transitEncryptionEnabled": True, "transitEncryptionMode": "required"}, []),
        ({"transitEncryptionEnabled": True, "transitEncryptionMode": "preferred"}, ["fail"]),
        ({"transitEncryptionEnabled": True, "transitEncryptionMode": UNKNOWN}, ["unknown"]),
        ({"engine": "valkey", "transitEncryptionEnabled": False}, ["fail"]),
        ({"engine": "valkey"}, ["fail"]),
        ({"globalReplicationGroupId": "g"}, []),
    ],
)
def test_a_cache_that_prefers_tls_takes_plain_text_too(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-elasticache-tls", CACHE, inputs) == results


def test_a_user_group_of_the_stack_is_who_may_ask() -> None:
    assert _results("aws-elasticache-auth", CACHE, {"userGroupIds": UNKNOWN}, {"userGroupIds": "other"}) == []
    assert _results("aws-elasticache-auth", CACHE, {"userGroupIds": UNKNOWN}) == ["unknown"]
    assert _results("aws-elasticache-auth", CACHE, {"globalReplicationGroupId": "g"}) == []


@pytest.mark.parametrize(
    ("inputs", "results"),
    [({}, []), ({"publiclyAccessible": True}, ["fail"]), ({"publiclyAccessible": UNKNOWN}, ["unknown"])],
)
def test_a_serverless_warehouse_has_no_public_address_either(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-redshift-private", token("redshiftserverless/Workgroup"), inputs) == results


@pytest.mark.parametrize(
    ("rule", "kind", "path"),
    [
        ("aws-docdb-logs", "docdb/Cluster", "enabledCloudwatchLogsExports"),
        ("aws-neptune-logs", "neptune/Cluster", "enableCloudwatchLogsExports"),
    ],
)
@pytest.mark.parametrize(
    ("logs", "results"),
    [
        (["audit"], []),
        (["audit", UNKNOWN], []),
        (["profiler"], ["fail"]),
        (["slowquery"], ["fail"]),
        ([], ["fail"]),
        ([UNKNOWN], ["unknown"]),
        (UNKNOWN, ["unknown"]),
    ],
)
def test_the_audit_log_is_one_of_the_logs(rule: str, kind: str, path: str, logs: Any, results: list[str]) -> None:
    assert _results(rule, token(kind), {path: logs}) == results


@pytest.mark.parametrize(
    ("rule", "kind", "source"),
    [
        ("aws-docdb-encrypted", "docdb/Cluster", "restoreToPointInTime"),
        ("aws-docdb-encrypted", "docdb/Cluster", "snapshotIdentifier"),
        ("aws-neptune-encrypted", "neptune/Cluster", "replicationSourceIdentifier"),
        ("aws-neptune-encrypted", "neptune/Cluster", "snapshotIdentifier"),
    ],
)
def test_a_copy_has_the_encryption_of_its_source(rule: str, kind: str, source: str) -> None:
    assert _results(rule, token(kind), {source: UNKNOWN}, {source: "other"}) == []
    assert _results(rule, token(kind), {}) == ["fail"]


@pytest.mark.parametrize(
    ("logs", "results"),
    [
        ({"cloudwatchLogs": {"enabled": True, "logGroup": "kafka"}}, []),
        ({"cloudwatchLogs": {"enabled": False}, "s3": {"enabled": True, "bucket": "logs"}}, []),
        ({"cloudwatchLogs": {"enabled": False}}, ["fail"]),
        ({"firehose": {"enabled": UNKNOWN}}, ["unknown"]),
        ({}, ["fail"]),
        (UNKNOWN, ["unknown"]),
    ],
)
def test_a_log_that_is_off_is_none(logs: Any, results: list[str]) -> None:
    assert _results("aws-msk-logs", BROKERS, {"loggingInfo": {"brokerLogs": logs}}) == results
