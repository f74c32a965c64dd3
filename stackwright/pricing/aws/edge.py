"""What stands before a stack on AWS costs: content networks, names, APIs, web firewalls."""

from collections.abc import Iterable, Mapping
from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.pricing.bill import Bill, Decision
from stackwright.pricing.model import LineItem, Range
from stackwright.pricing.prices import Key

CDN_GB: Final = Key("CloudFront", "data out in the US, Mexico and Canada", "GB")
CDN_REQUESTS: Final = Key("CloudFront", "HTTPS requests in the US, Mexico and Canada", "10k requests")
ZONE: Final = Key("Route 53", "hosted zone", "zone-month")
QUERIES: Final = Key("Route 53", "standard queries", "1M queries")
LATENCY_QUERIES: Final = Key("Route 53", "latency queries", "1M queries")
GEO_QUERIES: Final = Key("Route 53", "geo queries", "1M queries")
REST: Final = Key("API Gateway", "REST API requests", "1M requests")
HTTP: Final = Key("API Gateway", "HTTP API requests", "1M requests")
MESSAGES: Final = Key("API Gateway", "WebSocket messages", "1M messages")
CONNECTION: Final = Key("API Gateway", "WebSocket connection", "1M minutes")
WEB_ACL: Final = Key("WAF", "web ACL", "ACL-month")
RULE: Final = Key("WAF", "rule", "rule-month")
INSPECTED: Final = Key("WAF", "requests", "1M requests")

KEYS: Final = (
    *(CDN_GB, CDN_REQUESTS, ZONE, QUERIES, LATENCY_QUERIES, GEO_QUERIES),
    *(REST, HTTP, MESSAGES, CONNECTION, WEB_ACL, RULE, INSPECTED),
)

_CONNECTION_MINUTES = 10


def distribution(bill: Bill) -> Iterable[LineItem]:
    """What a content network sends, at the rate of its cheapest places."""
    bill.stack.assumed["content networks send to the US, Mexico and Canada only"] = None
    yield from bill.used_in_tiers(CDN_GB, "cdn_gb")
    yield bill.used(CDN_REQUESTS, "api_requests", times=1e-4)


def zone(bill: Bill) -> Iterable[LineItem]:
    """A name zone, and the queries that it answers; those of a private zone come from its networks."""
    yield bill.priced(ZONE, Range.of(1))
    yield from bill.used_in_tiers(QUERIES, "dns_queries", times=1e-6)


def record(bill: Bill) -> Iterable[LineItem]:
    """Free in its zone, unless its answers depend on who asks."""
    key = (
        LATENCY_QUERIES
        if bill.get("latencyRoutingPolicies") not in (MISSING, [])
        else GEO_QUERIES
        if bill.get("geolocationRoutingPolicies") not in (MISSING, [])
        else None
    )
    if key:
        yield from bill.used_in_tiers(key, "dns_queries", times=1e-6)
    elif bill.get("geoproximityRoutingPolicy") is not MISSING or bill.get("cidrRoutingPolicy") is not MISSING:
        yield bill.unpriced("queries", "no dated price for queries by proximity or address")
    else:
        yield bill.free("its queries are counted at its zone (Amazon Route 53 pricing)")


def rest_api(bill: Bill) -> Iterable[LineItem]:
    """Requests to a REST API; what it answers leaves with the data of whoever asks."""
    yield from bill.used_in_tiers(REST, "api_requests", times=1e-6)


def stage(bill: Bill) -> Iterable[LineItem]:
    """Free, unless it keeps a cache."""
    if bill.get("cacheClusterEnabled") is True:
        yield bill.unpriced("cache", "no dated price for the cache of a stage")
    else:
        yield bill.free("its requests are counted at its API (Amazon API Gateway pricing)")


def api(bill: Bill) -> Iterable[LineItem]:
    """Requests to an HTTP API, or messages and minutes of a WebSocket API."""
    kind = bill.text("protocolType")
    if kind is None:
        yield bill.unknown("requests", "protocolType")
    elif kind == "WEBSOCKET":
        yield from bill.used_in_tiers(MESSAGES, "api_requests", times=1e-6)
        minutes = f"WebSocket connection, {_CONNECTION_MINUTES} minutes for each message"
        yield bill.used(CONNECTION, "api_requests", times=_CONNECTION_MINUTES * 1e-6, dimension=minutes)
    else:
        yield from bill.used_in_tiers(HTTP, "api_requests", times=1e-6)


def web_acl(bill: Bill) -> Iterable[LineItem]:
    """A list, its rules, and the requests that it looks at."""
    yield bill.priced(WEB_ACL, Range.of(1))
    if bill.get("ruleJson") is not MISSING:
        yield bill.unpriced("rules", "rules in JSON are not counted")
    else:
        yield bill.priced(RULE, Range.of(len(bill.resource.all("rules[*]"))))
    yield bill.used(INSPECTED, "api_requests", times=1e-6)


DECISIONS: Final[Mapping[str, Decision]] = {
    "aws:cloudfront/distribution:Distribution": distribution,
    "aws:route53/zone:Zone": zone,
    "aws:route53/record:Record": record,
    "aws:apigateway/restApi:RestApi": rest_api,
    "aws:apigateway/stage:Stage": stage,
    "aws:apigatewayv2/api:Api": api,
    "aws:wafv2/webAcl:WebAcl": web_acl,
}
