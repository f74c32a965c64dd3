"""Area of concern: queues with keys of the stack, and policies in each of their forms."""

import json
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token


def _results(rule: str, kind: str, inputs: dict[str, Any], **wires: str) -> list[str]:
    parts = (part(token("kms/Key"), "key"), part(token(kind), "one", inputs, **wires))
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


def test_a_queue_with_a_key_of_the_stack_is_encrypted() -> None:
    inputs = {"sqsManagedSseEnabled": False, "kmsMasterKeyId": UNKNOWN}
    assert _results("aws-sqs-encrypted", "sqs/Queue", inputs, kmsMasterKeyId="key") == []
    assert _results("aws-sqs-encrypted", "sqs/Queue", inputs) == ["unknown"]
    assert _results("aws-sqs-encrypted", "sqs/Queue", {}) == []


@pytest.mark.parametrize("kind", ["sqs/Queue", "sqs/QueuePolicy", "sns/Topic", "sns/TopicPolicy"])
@pytest.mark.parametrize(
    ("statement", "results"),
    [
        ({"Principal": "*"}, ["fail"]),
        ({"Principal": {"AWS": ["111122223333", "*"]}}, ["fail"]),
        ({"NotPrincipal": {"AWS": "111122223333"}}, ["fail"]),
        ({"Principal": {"AWS": "111122223333"}}, []),
        ({"Principal": {"Service": "s3.amazonaws.com"}}, []),
        ({"Principal": "*", "Condition": {"StringEquals": {"AWS:SourceOwner": "111122223333"}}}, []),
        ({"Principal": "*", "Condition": {"StringNotEquals": {"aws:SourceAccount": "111122223333"}}}, ["fail"]),
        ({"Principal": "*", "Effect": "Deny"}, []),
    ],
)
def test_nobody_unnamed_sends_messages(kind: str, statement: dict[str, Any], results: list[str]) -> None:
    document = {"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*", **statement}}
    for policy in (document, json.dumps(document)):
        assert _results("aws-messages-no-wildcard-principal", kind, {"policy": policy}) == results
