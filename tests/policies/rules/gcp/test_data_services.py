"""Area of concern: replicas of databases, and caches of each service."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import gcp

DATABASE, CACHE = gcp("sql/DatabaseInstance"), gcp("redis/Instance")
CLUSTER, VALKEY = gcp("redis/Cluster"), gcp("memorystore/Instance")


def _results(rule: str, kind: str, inputs: dict[str, Any], **wires: str) -> list[str]:
    parts = (part(gcp("compute/Network"), "other"), part(kind, "one", inputs, **wires))
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


@pytest.mark.parametrize("rule", ["gcp-sql-backup", "gcp-sql-regional"])
def test_a_replica_has_its_backups_and_its_zones_at_its_primary(rule: str) -> None:
    assert _results(rule, DATABASE, {"masterInstanceName": "main"}) == []
    assert _results(rule, DATABASE, {"masterInstanceName": UNKNOWN}, masterInstanceName="other") == []
    assert _results(rule, DATABASE, {"masterInstanceName": UNKNOWN}) == ["unknown"]
    assert _results(rule, DATABASE, {"masterInstanceName": ""}) == ["fail"]


@pytest.mark.parametrize(
    ("kind", "mode", "results"),
    [
        (CACHE, "SERVER_AUTHENTICATION", []),
        (CACHE, "DISABLED", ["fail"]),
        (CLUSTER, "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION", []),
        (CLUSTER, "TRANSIT_ENCRYPTION_MODE_DISABLED", ["fail"]),
        (CLUSTER, None, ["fail"]),
        (VALKEY, "SERVER_AUTHENTICATION", []),
        (VALKEY, "TRANSIT_ENCRYPTION_DISABLED", ["fail"]),
        (VALKEY, UNKNOWN, ["unknown"]),
    ],
)
def test_a_cache_of_any_service_answers_over_tls(kind: str, mode: Any, results: list[str]) -> None:
    assert _results("gcp-redis-tls", kind, {"transitEncryptionMode": mode}) == results


@pytest.mark.parametrize(
    ("kind", "inputs", "results"),
    [
        (CACHE, {"authEnabled": True}, []),
        (CACHE, {}, ["fail"]),
        (CLUSTER, {"authorizationMode": "AUTH_MODE_IAM_AUTH"}, []),
        (CLUSTER, {"authorizationMode": "AUTH_MODE_DISABLED"}, ["fail"]),
        (CLUSTER, {}, ["fail"]),
        (VALKEY, {"authorizationMode": "IAM_AUTH"}, []),
        (VALKEY, {"authorizationMode": "TOKEN_AUTH"}, []),
        (VALKEY, {"authorizationMode": "AUTH_DISABLED"}, ["fail"]),
        (VALKEY, {"authorizationMode": UNKNOWN}, ["unknown"]),
    ],
)
def test_a_cache_of_any_service_asks_who_is_there(kind: str, inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("gcp-redis-auth", kind, inputs) == results


@pytest.mark.parametrize(
    ("kind", "inputs", "results"),
    [
        ("cloudfunctions/Function", {"triggerHttp": True}, ["fail"]),
        ("cloudfunctions/Function", {"eventTrigger": {"eventType": "google.storage.object.finalize"}}, []),
        ("cloudfunctionsv2/Function", {"eventTrigger": {"eventType": "google.storage.object.finalize"}}, ["fail"]),
        ("cloudfunctionsv2/Function", {"serviceConfig": {"ingressSettings": "ALLOW_INTERNAL_AND_GCLB"}}, []),
        ("cloudfunctionsv2/Function", {"serviceConfig": UNKNOWN}, ["unknown"]),
    ],
)
def test_a_function_with_an_address_is_called_from_inside(
    kind: str, inputs: dict[str, Any], results: list[str]
) -> None:
    assert _results("gcp-functions-ingress", gcp(kind), inputs) == results
