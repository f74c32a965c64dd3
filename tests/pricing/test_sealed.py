"""Area of concern: a secret is not priced, so that no price tells it."""

from stackwright.plan.graph import UNKNOWN, Graph, Resource
from stackwright.pricing.estimate import estimate
from stackwright.pricing.model import Status
from stackwright.pricing.sealed import sealed

INPUTS = {"instanceType": "hunter2.large", "tags": {"a.b": "x"}, "disks": [{"size": 1}, {"size": 2}]}
TOKEN = "aws:ec2/instance:Instance"


def _graph(*secrets: str) -> Graph:
    return Graph([Resource("urn:pulumi:d::p::x::n", TOKEN, "n", INPUTS, secrets=frozenset(secrets))])


def test_a_secret_is_unknown_wherever_it_is() -> None:
    found = sealed(_graph("instanceType", 'tags["a.b"]', "disks[1].size")).resources[0]
    assert found.inputs == {
        "instanceType": UNKNOWN,
        "tags": {"a.b": UNKNOWN},
        "disks": [{"size": 1}, {"size": UNKNOWN}],
    }


def test_a_stack_without_secrets_is_priced_as_it_is() -> None:
    graph = _graph()
    assert sealed(graph) is graph


def test_a_machine_type_that_is_a_secret_has_no_price_and_is_not_named() -> None:
    found = estimate(_graph("instanceType"), region="us-east-1")
    assert "hunter2" not in str(found.to_json()) + str(found.unpriced)
    assert Status.UNKNOWN_INPUT in {item.status for item in found.items}
    assert "hunter2" in str(estimate(_graph(), region="us-east-1").unpriced)
