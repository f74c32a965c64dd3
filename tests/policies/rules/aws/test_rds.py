"""Area of concern: databases that are copies or replicas, clusters beside instances, and defaults that differ."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

INSTANCE, CLUSTER = token("rds/Instance"), token("rds/Cluster")


def _results(rule: str, kind: str, inputs: dict[str, Any], wires: dict[str, str] | None = None, **params: Any):
    parts = (part(token("rds/Snapshot"), "other"), part(kind, "one", inputs, **(wires or {})))
    return [found.result.value for found in by_id(rule)(graph_of(parts), **params)]


@pytest.mark.parametrize("rule", ["aws-rds-encrypted", "aws-rds-cmk"])
@pytest.mark.parametrize(
    ("kind", "source"),
    [
        (INSTANCE, "replicateSourceDb"),
        (INSTANCE, "snapshotIdentifier"),
        (CLUSTER, "replicationSourceIdentifier"),
        (CLUSTER, "snapshotIdentifier"),
    ],
)
def test_a_copy_has_the_encryption_of_its_source_known_or_not(rule: str, kind: str, source: str) -> None:
    assert _results(rule, kind, {source: "main"}) == []
    assert _results(rule, kind, {source: UNKNOWN}, {source: "other"}) == []
    assert _results(rule, kind, {source: UNKNOWN}) == ["unknown"]
    assert _results(rule, kind, {source: ""}) == ["fail"]


@pytest.mark.parametrize("rule", ["aws-rds-backup", "aws-rds-multi-az"])
def test_a_replica_has_its_backups_and_its_zones_at_its_source(rule: str) -> None:
    assert _results(rule, INSTANCE, {"replicateSourceDb": UNKNOWN}, {"replicateSourceDb": "other"}) == []
    assert _results(rule, INSTANCE, {}) == ["fail"]


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"engineMode": "serverless"}, []),
        ({"engineMode": "provisioned"}, ["fail"]),
        ({"engineMode": "serverless", "storageEncrypted": False}, ["fail"]),
        ({"engineMode": UNKNOWN}, ["unknown"]),
    ],
)
def test_a_serverless_cluster_is_encrypted_by_itself(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-rds-encrypted", CLUSTER, inputs) == results


@pytest.mark.parametrize(
    ("kind", "inputs", "results"),
    [
        (INSTANCE, {}, []),
        (CLUSTER, {"engine": "aurora-postgresql"}, []),
        (CLUSTER, {"dbClusterInstanceClass": "db.m6gd.large"}, ["fail"]),
        (CLUSTER, {"dbClusterInstanceClass": "db.m6gd.large", "dbSubnetGroupName": "default"}, ["fail"]),
        (CLUSTER, {"dbClusterInstanceClass": "db.m6gd.large", "dbSubnetGroupName": "inside"}, []),
        (CLUSTER, {"dbClusterInstanceClass": "db.m6gd.large", "dbSubnetGroupName": UNKNOWN}, []),
        (CLUSTER, {"dbClusterInstanceClass": UNKNOWN}, ["unknown"]),
        (CLUSTER, {"dbClusterInstanceClass": "db.m6gd.large", "publiclyAccessible": False}, []),
        (token("neptune/ClusterInstance"), {"publiclyAccessible": True}, ["fail"]),
        (token("neptune/ClusterInstance"), {}, []),
    ],
)
def test_a_cluster_in_the_default_subnets_is_public_unless_it_says_otherwise(
    kind: str, inputs: dict[str, Any], results: list[str]
) -> None:
    assert _results("aws-rds-private", kind, inputs) == results


@pytest.mark.parametrize(
    ("kind", "inputs", "params", "results"),
    [
        (CLUSTER, {}, {}, ["fail"]),
        (CLUSTER, {"backupRetentionPeriod": 7}, {}, []),
        (CLUSTER, {}, {"min_days": 1}, []),
        (INSTANCE, {}, {"min_days": 1}, ["fail"]),
        (CLUSTER, {"replicationSourceIdentifier": "main"}, {}, []),
    ],
)
def test_a_cluster_keeps_backups_for_a_day_where_an_instance_keeps_none(
    kind: str, inputs: dict[str, Any], params: dict[str, Any], results: list[str]
) -> None:
    assert _results("aws-rds-backup", kind, inputs, **params) == results
