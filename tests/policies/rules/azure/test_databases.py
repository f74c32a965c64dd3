"""Area of concern: stores inside a network, firewalls that are open under another name, and accounts with keys only."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import azure


def _results(rule: str, kind: str, inputs: dict[str, Any], **wires: str) -> list[str]:
    parts = (part(azure("network/Subnet"), "subnet"), part(azure(kind), "one", inputs, **wires))
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


@pytest.mark.parametrize("kind", ["dbforpostgresql/Server", "dbformysql/Server"])
def test_a_server_in_a_subnet_is_private(kind: str) -> None:
    def inside(subnet: Any, **wires: str) -> list[str]:
        return _results("azure-database-private", kind, {"network": {"delegatedSubnetResourceId": subnet}}, **wires)

    assert inside("subnet-1") == []
    assert inside(UNKNOWN, network="subnet") == []
    assert inside(UNKNOWN) == ["unknown"]
    assert inside("") == ["fail"]


def test_a_cache_in_a_subnet_is_private() -> None:
    assert _results("azure-database-private", "redis/Redis", {"subnetId": UNKNOWN}, subnetId="subnet") == []
    assert _results("azure-database-private", "redis/Redis", {"subnetId": "subnet-1"}) == []
    assert _results("azure-database-private", "redis/Redis", {"subnetId": UNKNOWN}) == ["unknown"]
    assert _results("azure-database-private", "redis/Redis", {}) == ["fail"]


def test_a_subnet_of_another_kind_of_store_closes_nothing() -> None:
    assert _results("azure-database-private", "cosmosdb/DatabaseAccount", {"subnetId": "subnet-1"}) == ["fail"]
    assert _results("azure-database-private", "sql/Server", {"publicNetworkAccess": "SecuredByPerimeter"}) == []


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        ("sql/FirewallRule", "startIpAddress", "endIpAddress"),
        ("dbforpostgresql/FirewallRule", "startIpAddress", "endIpAddress"),
        ("dbforpostgresql/ServerGroupFirewallRule", "startIpAddress", "endIpAddress"),
        ("redis/FirewallRule", "startIP", "endIP"),
    ],
)
@pytest.mark.parametrize(
    ("start", "end", "results"),
    [
        ("203.0.113.7", "203.0.113.7", []),
        ("10.0.0.0", "10.255.255.255", []),
        ("0.0.0.0", "0.0.0.0", ["fail"]),
        ("0.0.0.0", UNKNOWN, ["fail"]),
        ("0.0.0.1", "255.255.255.255", ["fail"]),
        ("1.0.0.0", "223.255.255.255", ["fail"]),
        (UNKNOWN, "203.0.113.7", ["unknown"]),
        ("203.0.113.7", UNKNOWN, ["unknown"]),
        ("office", "203.0.113.7", []),
    ],
)
def test_a_range_as_wide_as_the_internet_is_the_internet(
    kind: str, first: str, last: str, start: Any, end: Any, results: list[str]
) -> None:
    assert _results("azure-database-no-open-firewall", kind, {first: start, last: end}) == results


@pytest.mark.parametrize(
    ("kind", "results"), [("MongoDB", []), ("GlobalDocumentDB", ["fail"]), (None, ["fail"]), (UNKNOWN, ["unknown"])]
)
def test_an_account_whose_protocol_knows_only_keys_may_have_them(kind: Any, results: list[str]) -> None:
    assert _results("azure-cosmos-no-keys", "cosmosdb/DatabaseAccount", {"kind": kind}) == results
