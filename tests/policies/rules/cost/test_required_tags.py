import json
from dataclasses import replace
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import azure, gcp, token


def _results(tags: Any, defaults: Any) -> list[str]:
    provider, bucket = graph_of(
        (
            part("pulumi:providers:aws", "aws", {"defaultTags": defaults}),
            part(token("s3/Bucket"), "data", {"tags": tags}),
        )
    )
    graph = Graph([provider, replace(bucket, provider=provider.urn)])
    return [found.result.value for found in by_id("ai-required-tags")(graph, keys=["owner"])]


@pytest.mark.parametrize(
    ("tags", "defaults", "results"),
    [
        ({"owner": "me"}, None, []),
        ({}, None, ["fail"]),
        ({"owner": ""}, None, ["fail"]),
        (None, {"tags": {"owner": "me"}}, []),
        (None, json.dumps({"tags": {"owner": "me"}}), []),
        (None, "not json", ["fail"]),
        (UNKNOWN, None, ["unknown"]),
        (UNKNOWN, {"tags": {"owner": "me"}}, []),
        ({"owner": UNKNOWN}, None, ["unknown"]),
    ],
)
def test_a_tag_may_be_the_resource_s_or_the_provider_s(tags: Any, defaults: Any, results: list[str]) -> None:
    assert _results(tags, defaults) == results


def test_no_tag_is_wanted_until_somebody_says_so() -> None:
    assert by_id("ai-required-tags")(graph_of((part(token("s3/Bucket"), "data"),))) == []


@pytest.mark.parametrize(
    ("provider", "defaults", "kind", "inputs", "results"),
    [
        ("gcp", {"defaultLabels": '{"owner": "me"}'}, gcp("storage/Bucket"), {}, []),
        ("gcp", {}, gcp("storage/Bucket"), {"labels": {"owner": "me"}}, []),
        ("gcp", {}, gcp("storage/Bucket"), {"tags": {"owner": "me"}}, ["fail"]),
        ("gcp", {}, gcp("container/Cluster"), {"resourceLabels": {"owner": "me"}}, []),
        ("gcp", {}, gcp("container/NodePool"), {"nodeConfig": {"resourceLabels": {"owner": "me"}}}, []),
        ("azure-native", {}, azure("storage/StorageAccount"), {"tags": {"owner": "me"}}, []),
        ("azure-native", {}, azure("storage/StorageAccount"), {}, ["fail"]),
        ("azure-native", {}, azure("storage/StorageAccount"), {"tags": UNKNOWN}, ["unknown"]),
    ],
)
def test_every_cloud_has_its_own_word_for_tags(
    provider: str, defaults: dict[str, Any], kind: str, inputs: dict[str, Any], results: list[str]
) -> None:
    made, one = graph_of((part(f"pulumi:providers:{provider}", "provider", defaults), part(kind, "a", inputs)))
    graph = Graph([made, replace(one, provider=made.urn)])
    assert [found.result.value for found in by_id("ai-required-tags")(graph, keys=["owner"])] == results


@pytest.mark.parametrize(
    ("tags", "results"),
    [
        ({"cost_center": "42"}, []),
        ({"cost_center": "forty-two"}, ["fail"]),
        ({"cost_center": "42 "}, ["fail"]),
        ({"cost_center": UNKNOWN}, ["unknown"]),
        (UNKNOWN, ["unknown"]),
        ({"owner": "me"}, []),
        ({"cost_center": ""}, []),
    ],
)
def test_the_value_of_a_tag_may_have_to_be_of_a_form(tags: Any, results: list[str]) -> None:
    graph = graph_of((part(token("s3/Bucket"), "data", {"tags": tags}),))
    found = by_id("ai-required-tags")(graph, patterns={"cost_center": r"\d+"})
    assert [one.result.value for one in found] == results
