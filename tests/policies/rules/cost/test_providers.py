"""Area of concern: what a default provider looks like at preview, in a stack export and in the engine's request."""

from dataclasses import replace
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import gcp, token

URN = "urn:pulumi:prod::shop::pulumi:providers:aws::"


def _made_with(provider: str, kind: str = token("s3/Bucket"), *, custom: bool = True) -> list[str]:
    (one,) = graph_of((part(kind, "one"),))
    graph = Graph([replace(one, provider=provider, custom=custom)])
    return [found.result.value for found in by_id("ai-provider-explicit")(graph)]


@pytest.mark.parametrize("provider", ["", f"{URN}default", f"{URN}default_7_51_1", f"{URN}default_7_51_1_https_//x"])
def test_a_default_provider_is_told_in_each_of_its_forms(provider: str) -> None:
    assert _made_with(provider) == ["fail"]


@pytest.mark.parametrize("name", ["here", "defaults", "default-eu", "my_default"])
def test_a_provider_of_the_program_is_explicit_whatever_its_name(name: str) -> None:
    assert _made_with(f"{URN}{name}") == []


def test_a_component_and_what_is_in_no_account_have_no_provider_to_give() -> None:
    assert _made_with("", "stackwright:index:AwsBucket", custom=False) == []
    assert _made_with("", "random:index/randomId:RandomId") == []
    assert _made_with("", "pulumi:providers:aws") == []


def test_one_package_is_named_once_with_its_number_of_resources() -> None:
    parts = (part(token("s3/Bucket"), "b"), part(token("s3/Bucket"), "a"), part(gcp("storage/Bucket"), "c"))
    found = by_id("ai-provider-explicit")(graph_of(parts))
    assert [(one.urn.rpartition("::")[2], "one of 2" in one.message) for one in found] == [("a", True), ("c", False)]


def _accounts(kind: str, inputs: dict[str, Any], **knobs: Any) -> list[str]:
    return [
        found.result.value for found in by_id("ai-allowed-accounts")(graph_of((part(kind, "one", inputs),)), **knobs)
    ]


AWS, GCP, AZURE = "pulumi:providers:aws", "pulumi:providers:gcp", "pulumi:providers:azure-native"


@pytest.mark.parametrize(
    ("kind", "inputs", "results"),
    [
        (AWS, {}, ["fail"]),
        (AWS, {"allowedAccountIds": '["1"]'}, []),
        (AWS, {"allowedAccountIds": ["1"]}, []),
        (AWS, {"allowedAccountIds": "[]"}, ["fail"]),
        (AWS, {"allowedAccountIds": UNKNOWN}, ["unknown"]),
        (GCP, {"region": "europe-west4"}, ["fail"]),
        (GCP, {"project": "lab"}, []),
        (AZURE, {"subscriptionId": ""}, ["fail"]),
        (AZURE, {"subscriptionId": "1"}, []),
        (gcp("storage/Bucket"), {"project": "lab"}, []),
        (gcp("storage/Bucket"), {}, ["unknown"]),
        (token("s3/Bucket"), {}, ["unknown"]),
        ("random:index/randomId:RandomId", {}, []),
    ],
)
def test_a_provider_may_have_to_name_its_account(kind: str, inputs: dict[str, Any], results: list[str]) -> None:
    assert _accounts(kind, inputs, required=True) == results
    assert _accounts(kind, inputs) == []


@pytest.mark.parametrize(
    ("kind", "inputs", "results"),
    [
        (AWS, {"allowedAccountIds": '["1"]'}, []),
        (AWS, {"allowedAccountIds": '["1", "3"]'}, ["fail"]),
        (AWS, {}, ["fail"]),
        (gcp("storage/Bucket"), {"project": "2"}, []),
        (gcp("storage/Bucket"), {"project": "elsewhere"}, ["fail"]),
        (gcp("storage/Bucket"), {"project": UNKNOWN}, ["unknown"]),
        (gcp("storage/Bucket"), {}, ["unknown"]),
    ],
)
def test_accounts_may_be_limited_to_those_allowed(kind: str, inputs: dict[str, Any], results: list[str]) -> None:
    assert _accounts(kind, inputs, allowed=["1", "2"]) == results
