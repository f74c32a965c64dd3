"""Area of concern: routes that no browser authorizes, distributions and their origins, balancers by their old names."""

from dataclasses import replace
from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN, Graph
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token

ROUTE, METHOD, SITE = token("apigatewayv2/Route"), token("apigateway/Method"), token("cloudfront/Distribution")


def _results(rule: str, kind: str, inputs: dict[str, Any], *others: Any, **wires: str) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of((*others, part(kind, "one", inputs, **wires))))]


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"routeKey": "GET /orders"}, ["fail"]),
        ({"routeKey": "ANY /orders"}, ["fail"]),
        ({"routeKey": "$default"}, ["fail"]),
        ({"routeKey": "GET /orders", "authorizationType": "JWT"}, []),
        ({"routeKey": "OPTIONS /orders"}, []),
        ({"routeKey": "$connect"}, ["fail"]),
        ({"routeKey": "$disconnect"}, []),
        ({"routeKey": "send"}, []),
        ({"routeKey": UNKNOWN}, ["unknown"]),
        ({"routeKey": UNKNOWN, "authorizationType": "AWS_IAM"}, []),
    ],
)
def test_a_route_is_authorized_where_it_can_be(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-api-authorized", ROUTE, inputs) == results


def test_only_the_first_call_of_a_web_socket_is_authorized() -> None:
    api = part(token("apigatewayv2/Api"), "api", {"protocolType": "WEBSOCKET"})
    inputs = {"apiId": UNKNOWN, "routeKey": "$default"}
    assert _results("aws-api-authorized", ROUTE, inputs, api, apiId="api") == []
    assert _results("aws-api-authorized", ROUTE, {**inputs, "routeKey": "$connect"}, api, apiId="api") == ["fail"]


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"httpMethod": "GET", "authorization": "NONE"}, ["fail"]),
        ({"httpMethod": "OPTIONS", "authorization": "NONE"}, []),
        ({"httpMethod": UNKNOWN, "authorization": "NONE"}, ["unknown"]),
        ({"httpMethod": "GET", "authorization": "NONE", "apiKeyRequired": True}, []),
    ],
)
def test_a_method_is_authorized_unless_browsers_ask_before_they_know(
    inputs: dict[str, Any], results: list[str]
) -> None:
    assert _results("aws-api-authorized", METHOD, inputs) == results


@pytest.mark.parametrize(
    ("certificate", "results"),
    [
        ({"acmCertificateArn": "arn", "minimumProtocolVersion": "TLSv1.2_2021"}, []),
        ({"acmCertificateArn": "arn", "minimumProtocolVersion": "TLSv1.3_2025"}, []),
        ({"acmCertificateArn": "arn", "minimumProtocolVersion": "TLSv1.1_2016"}, ["fail"]),
        ({"acmCertificateArn": "arn"}, ["fail"]),
        ({"cloudfrontDefaultCertificate": True, "minimumProtocolVersion": "TLSv1.2_2021"}, ["fail"]),
        ({"cloudfrontDefaultCertificate": UNKNOWN, "minimumProtocolVersion": "TLSv1.2_2021"}, ["unknown"]),
        (UNKNOWN, ["unknown"]),
    ],
)
def test_the_certificate_of_cloudfront_takes_old_tls_whatever_is_asked(certificate: Any, results: list[str]) -> None:
    assert _results("aws-cloudfront-tls12", SITE, {"viewerCertificate": certificate}) == results


def _site(protocol: Any, domain: Any, viewers: Any = "redirect-to-https") -> dict[str, Any]:
    origin = {"originId": "web", "domainName": domain, "customOriginConfig": {"originProtocolPolicy": protocol}}
    return {"origins": [origin], "defaultCacheBehavior": {"targetOriginId": "web", "viewerProtocolPolicy": viewers}}


@pytest.mark.parametrize(
    ("site", "results"),
    [
        (_site("https-only", "origin.example.com"), []),
        (_site("http-only", "origin.example.com"), ["fail"]),
        (_site("http-only", "data.s3-website-eu-west-1.amazonaws.com"), []),
        (_site("match-viewer", "origin.example.com"), []),
        (_site("match-viewer", "origin.example.com", "allow-all"), ["fail"]),
        (_site("match-viewer", "origin.example.com", UNKNOWN), ["unknown"]),
        (_site(UNKNOWN, "origin.example.com"), ["unknown"]),
        (_site("http-only", UNKNOWN), ["fail"]),
    ],
)
def test_an_origin_is_reached_as_its_viewers_are_or_better(site: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-cloudfront-origin-tls", SITE, site) == results


def test_a_bucket_beside_a_balancer_excuses_no_plain_http() -> None:
    parts = (
        part(token("s3/BucketWebsiteConfiguration"), "web"),
        part(token("lb/LoadBalancer"), "balancer"),
        part(SITE, "site", _site("http-only", UNKNOWN), origins="web"),
    )
    web, balancer, site = graph_of(parts)
    assert by_id("aws-cloudfront-origin-tls")(Graph((web, balancer, site))) == []
    mixed = replace(site, property_dependencies={"origins": (web.urn, balancer.urn)})
    found = by_id("aws-cloudfront-origin-tls")(Graph((web, balancer, mixed)))
    assert [one.result.value for one in found] == ["unknown"]


@pytest.mark.parametrize("module", ["alb", "applicationloadbalancing", "elasticloadbalancingv2", "lb"])
def test_a_balancer_is_judged_by_each_of_its_names(module: str) -> None:
    assert _results("aws-lb-access-logs", f"aws:{module}/loadBalancer:LoadBalancer", {}) == ["fail"]
