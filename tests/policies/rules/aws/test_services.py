"""Area of concern: listeners under each of their names, and collections that a policy opens."""

import json
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token


def _results(rule: str, kind: str, inputs: dict[str, Any]) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of((part(token(kind), "one", inputs),)))]


def _redirect(protocol: Any) -> list[Any]:
    return [{"type": "redirect", "redirect": {"protocol": protocol, "statusCode": "HTTP_301"}}]


@pytest.mark.parametrize("kind", ["lb/Listener", "alb/Listener", "applicationloadbalancing/Listener"])
@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"port": 80, "protocol": "HTTP", "defaultActions": [{"type": "forward"}]}, ["fail"]),
        ({"port": 80, "defaultActions": [{"type": "forward"}]}, ["fail"]),
        ({"port": 80, "protocol": "HTTP", "defaultActions": _redirect("HTTPS")}, []),
        ({"port": 80, "protocol": "HTTP", "defaultActions": _redirect("HTTP")}, ["fail"]),
        ({"port": 80, "protocol": "HTTP", "defaultActions": _redirect(UNKNOWN)}, ["unknown"]),
        ({"defaultActions": [{"type": "forward"}]}, []),
        ({"port": 443, "protocol": "TCP"}, []),
    ],
)
def test_plain_http_passes_only_as_a_redirect_to_https(kind: str, inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-lb-tls12", kind, inputs) == results


def _network(*, public: bool) -> str:
    rules = [{"ResourceType": "collection", "Resource": ["collection/vectors"]}]
    return json.dumps([{"Rules": rules, "AllowFromPublic": public}])


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"type": "network", "policy": _network(public=False)}, []),
        ({"type": "network", "policy": _network(public=True)}, ["fail"]),
        ({"type": "network", "policy": UNKNOWN}, ["unknown"]),
        ({"type": "network", "policy": "{"}, ["fail"]),
        ({"type": "encryption", "policy": _network(public=True)}, []),
        ({"type": UNKNOWN, "policy": _network(public=True)}, ["unknown"]),
    ],
)
def test_a_network_policy_may_not_let_the_internet_in(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-vector-store-private", "opensearch/ServerlessSecurityPolicy", inputs) == results
