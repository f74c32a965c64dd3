"""`stackwright.pricing.aws.edge`."""

from collections.abc import Callable
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Resource
from stackwright.pricing.model import Estimate, Status
from stackwright.pricing.usage import Usage

Make = Callable[..., Resource]
Priced = Callable[..., Estimate]

RECORD = "aws:route53/record:Record"
API = "aws:apigatewayv2/api:Api"
STAGE = "aws:apigateway/stage:Stage"


def test_a_content_network_pays_in_tiers_and_says_where_it_sends(make: Make, priced: Priced) -> None:
    found = priced(make("aws:cloudfront/distribution:Distribution"), usage=Usage().with_values({"cdn_gb": 20_000}))
    assert [item.unit_price for item in found.items if item.unit == "GB"] == [0.085, 0.08]
    assert "content networks send to the US, Mexico and Canada only" in found.assumptions


@pytest.mark.parametrize("region", ["us-east-1", "eu-central-1"])
def test_names_cost_the_same_everywhere(make: Make, priced: Priced, region: str) -> None:
    found = priced(make("aws:route53/zone:Zone"), make(RECORD), region=region)
    assert f"{found.expected:.2f}" == f"{0.5 + 0.4 * 0.1:.2f}"


@pytest.mark.parametrize(
    ("policy", "rate"),
    [({"latencyRoutingPolicies": [{"region": "eu-west-1"}]}, 0.6), ({"geolocationRoutingPolicies": [{}]}, 0.7)],
)
def test_answers_that_depend_on_who_asks_are_charged(
    make: Make, priced: Priced, policy: dict[str, Any], rate: float
) -> None:
    assert [item.unit_price for item in priced(make(RECORD, inputs=policy)).items] == [rate]


def test_records_by_proximity_are_named(make: Make, priced: Priced) -> None:
    assert priced(make(RECORD, inputs={"geoproximityRoutingPolicy": {"bias": 1}})).coverage == 0


def test_requests_to_an_api_are_tiered(make: Make, priced: Priced) -> None:
    usage = Usage().with_values({"api_requests": 400_000_000})
    http = priced(make(API, inputs={"protocolType": "HTTP"}), usage=usage)
    rest = priced(make("aws:apigateway/restApi:RestApi"), usage=usage)
    assert [item.unit_price for item in http.items] == [1, 0.9]
    assert f"{rest.expected:.2f}" == f"{333 * 3.5 + 67 * 2.8:.2f}"


def test_a_socket_pays_for_messages_and_minutes(make: Make, priced: Priced) -> None:
    assert priced(make(API, inputs={"protocolType": "WEBSOCKET"})).expected == 1 + 10 * 0.25
    assert priced(make(API, inputs={"protocolType": UNKNOWN})).coverage == 0


def test_a_stage_is_free_until_it_keeps_a_cache(make: Make, priced: Priced) -> None:
    assert priced(make(STAGE)).items[0].status is Status.FREE
    assert priced(make(STAGE, inputs={"cacheClusterEnabled": True})).coverage == 0


def test_a_web_firewall_pays_for_each_rule(make: Make, priced: Priced) -> None:
    acl = "aws:wafv2/webAcl:WebAcl"
    assert round(priced(make(acl, inputs={"rules": [{}, {}, {}]})).expected, 6) == 5 + 3 + 0.6
    assert priced(make(acl, inputs={"ruleJson": "[]"})).at_least
