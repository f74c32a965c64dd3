import json
from dataclasses import replace
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token


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
