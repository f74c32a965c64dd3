"""Area of concern: the policy of a key may stand in a resource of its own, and in keys that are copies or imported."""

from typing import Any

import pytest

from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

OPEN = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "kms:Decrypt", "Resource": "*"}]}'


def _results(rule: str, kind: str, inputs: dict[str, Any]) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of((part(token(kind), "key", inputs),)))]


@pytest.mark.parametrize("kind", ["kms/Key", "kms/KeyPolicy", "kms/ReplicaKey", "kms/ExternalKey"])
def test_a_policy_for_everybody_is_refused_wherever_it_stands(kind: str) -> None:
    assert _results("aws-kms-policy-scoped", kind, {"policy": OPEN}) == ["fail"]


def test_a_copy_of_a_key_waits_as_long_before_it_is_gone() -> None:
    assert _results("aws-kms-deletion-window", "kms/ReplicaKey", {"deletionWindowInDays": 7}) == ["fail"]
    assert _results("aws-kms-deletion-window", "kms/ExternalKey", {}) == []


def test_a_key_that_kms_cannot_rotate_is_not_asked_to_be() -> None:
    assert _results("aws-kms-rotation", "kms/Key", {}) == ["fail"]
    assert _results("aws-kms-rotation", "kms/Key", {"customKeyStoreId": "cks-1"}) == []
    assert _results("aws-kms-rotation", "kms/Key", {"customerMasterKeySpec": "RSA_4096"}) == []
