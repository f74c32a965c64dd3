from dataclasses import replace
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

MODEL = token("sagemaker/Model")
KEY = "AKIAIOSFODNN7EXAMPLE"


def _found(inputs: dict[str, Any], *secrets: str) -> list[tuple[str, str]]:
    (model,) = graph_of((part(MODEL, "model", inputs),))
    graph = Graph([replace(model, secrets=frozenset(secrets))])
    return [(one.result.value, one.path) for one in by_id("ai-no-plaintext-secret")(graph)]


def _container(**environment: Any) -> dict[str, Any]:
    return {"primaryContainer": {"environment": environment}}


def test_a_credential_is_found_wherever_it_is_written() -> None:
    inputs = {"tags": {"note": f"use {KEY}"}, "list": [{"deep": [KEY]}]}
    assert _found(inputs) == [("fail", "tags.note"), ("fail", "list[0].deep[0]")]


def test_a_variable_that_is_named_like_a_credential_must_not_be_written_out() -> None:
    assert _found(_container(HF_HUB_TOKEN="correct-horse")) == [("fail", "primaryContainer.environment.HF_HUB_TOKEN")]


@pytest.mark.parametrize(
    "value", ["", "short", "arn:aws:secretsmanager:us-east-1:1:secret:hf", "${TOKEN}", "/stack/hub-token"]
)
def test_a_reference_to_a_secret_store_is_fine(value: str) -> None:
    assert _found(_container(HF_HUB_TOKEN=value)) == []


@pytest.mark.parametrize(
    ("variable", "results"),
    [
        ({"name": "HF_HUB_TOKEN", "value": "correct-horse"}, ["fail"]),
        ({"name": "HF_HUB_TOKEN", "value": "projects/lab/secrets/hub"}, []),
        ({"name": "HF_HUB_TOKEN", "value": "@Microsoft.KeyVault(SecretUri=x)"}, []),
        ({"name": "HF_HUB_TOKEN", "value": "https://lab.vault.azure.net/secrets/hub"}, []),
        ({"name": "WORKERS", "value": "correct-horse"}, []),
        ({"name": UNKNOWN, "value": "correct-horse"}, []),
    ],
)
def test_a_variable_may_be_written_as_a_name_beside_a_value(variable: dict[str, Any], results: list[str]) -> None:
    found = _found({"modelConfig": {"containerSpec": {"envs": [variable]}}})
    assert [result for result, _ in found] == results


def test_what_pulumi_keeps_encrypted_is_fine() -> None:
    inputs = _container(API_KEY=KEY)
    assert len(_found(inputs)) == 1
    assert _found(inputs, "primaryContainer") == []
    assert _found(inputs, "primaryContainer.environment.API_KEY") == []
    assert len(_found(inputs, "primaryContainer.environment.API")) == 1


def test_a_variable_out_of_nowhere_is_unknown_and_one_of_this_stack_is_not() -> None:
    assert _found(_container(API_KEY=UNKNOWN)) == [("unknown", "primaryContainer.environment.API_KEY")]
    bucket = part(token("s3/Bucket"), "data")
    wired = part(MODEL, "model", _container(API_KEY=UNKNOWN), primaryContainer="data")
    assert by_id("ai-no-plaintext-secret")(graph_of((bucket, wired))) == []


def test_no_message_repeats_the_credential() -> None:
    graph = graph_of((part(MODEL, "model", _container(API_KEY=KEY)),))
    assert all(KEY not in repr(found) for found in by_id("ai-no-plaintext-secret")(graph))
