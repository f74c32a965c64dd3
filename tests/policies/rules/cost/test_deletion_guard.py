"""Area of concern: data that cannot be deleted by mistake, by Pulumi's option or by the switch of its provider."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import azure, gcp, token


def _results(kind: str, inputs: dict[str, Any] | None = None, *, protect: bool = False) -> list[str]:
    found = by_id("ai-deletion-guard")(graph_of((part(kind, "one", inputs, protect=protect),)))
    return [one.result.value for one in found]


@pytest.mark.parametrize(
    "kind", ["docdb/Cluster", "docdb/GlobalCluster", "neptune/Cluster", "neptune/GlobalCluster", "rds/GlobalCluster"]
)
def test_a_database_is_kept_by_its_own_switch(kind: str) -> None:
    assert _results(token(kind)) == ["fail"]
    assert _results(token(kind), {"deletionProtection": True}) == []
    assert _results(token(kind), {"deletionProtection": False}) == ["fail"]
    assert _results(token(kind), {"deletionProtection": UNKNOWN}) == ["unknown"]


@pytest.mark.parametrize(
    "kind",
    [
        token("docdb/ElasticCluster"),
        token("redshift/Cluster"),
        token("redshiftserverless/Namespace"),
        azure("cosmosdb/DatabaseAccount"),
        azure("dbformysql/Server"),
        azure("dbforpostgresql/Server"),
        azure("sql/Database"),
    ],
)
def test_what_has_no_switch_is_kept_by_the_option(kind: str) -> None:
    assert _results(kind) == ["fail"]
    assert _results(kind, protect=True) == []


@pytest.mark.parametrize("kind", ["container/Cluster", "sql/DatabaseInstance"])
def test_a_switch_that_is_on_by_itself_has_to_be_switched_off(kind: str) -> None:
    assert _results(gcp(kind)) == []
    assert _results(gcp(kind), {"deletionProtection": False}) == ["fail"]
