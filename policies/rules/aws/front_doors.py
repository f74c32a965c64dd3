"""Rules about what the internet meets first: balancers, gateways, distributions, identities for guests."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Graph, Resource
from stackwright.policies.demands import PROD_ADVISORY, demand, demand_set, judged, only
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, rule
from stackwright.policies.shapes import all_in, all_of, among
from stackwright.policies.tokens import token

BALANCERS: Final = tuple(
    token(f"{module}/LoadBalancer") for module in ("lb", "alb", "applicationloadbalancing", "elasticloadbalancingv2")
)
STAGES: Final = (token("apigatewayv2/Stage"), token("apigateway/Stage"))
METHOD: Final = token("apigateway/Method")
ROUTE: Final = token("apigatewayv2/Route")
SITE: Final = token("cloudfront/Distribution")
DELIVERY: Final = token("cloudwatch/LogDeliverySource")
WEB: Final = only({"loadBalancerType": (MISSING, "application")})
_VIEWERS: Final = tuple(
    f"{behaviour}.viewerProtocolPolicy" for behaviour in ("defaultCacheBehavior", "orderedCacheBehaviors[*]")
)
_HTTPS: Final = ("https-only", "redirect-to-https")
_STAGE: Final = {"apiId": "a"}
_METHOD: Final = {"restApi": "a", "resourceId": "r", "httpMethod": "GET"}
_ORIGIN: Final = {"originId": "web", "domainName": "origin.example.com"}


def _custom(policy: str) -> dict[str, Any]:
    ports = {"httpPort": 80, "httpsPort": 443}
    return {"customOriginConfig": {**ports, "originProtocolPolicy": policy, "originSslProtocols": ["TLSv1.2"]}}


def _cached(policy: str) -> dict[str, Any]:
    return {
        "targetOriginId": "web",
        "viewerProtocolPolicy": policy,
        "allowedMethods": ["GET", "HEAD"],
        "cachedMethods": ["GET", "HEAD"],
    }


_SITE: Final = {
    "enabled": True,
    "origins": [{**_ORIGIN, **_custom("https-only")}],
    "defaultCacheBehavior": _cached("redirect-to-https"),
    "restrictions": {"geoRestriction": {"restrictionType": "none"}},
    "viewerCertificate": {"acmCertificateArn": "arn", "minimumProtocolVersion": "TLSv1.2_2021"},
    "loggingConfig": {"bucket": "logs.s3.amazonaws.com"},
}
BALANCING = (
    demand(
        "accessLogs.enabled",
        True,
        id="aws-lb-access-logs",
        title="Load balancers log who calls",
        types=BALANCERS,
        inputs={"accessLogs": {"bucket": "logs"}},
        when=only({"loadBalancerType": (MISSING, "application", "network")}),
        text="is not true",
        fix="set `access_logs` to enabled and give it a bucket",
        severity="medium",
        frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_91", hub="ELB.5"),
    ),
    demand(
        "dropInvalidHeaderFields",
        True,
        id="aws-lb-drops-invalid-headers",
        title="Load balancers pass no malformed headers on",
        types=BALANCERS,
        when=WEB,
        text="is not true",
        fix="set `drop_invalid_header_fields` to true",
        severity="medium",
        frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_131", hub="ELB.4"),
    ),
    demand(
        "enableDeletionProtection",
        True,
        id="aws-lb-deletion-protection",
        title="Load balancers of prod stacks refuse deletion",
        types=BALANCERS,
        text="is not true",
        fix="set `enable_deletion_protection` to true",
        severity="low",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.RECOVERY, checkov="CKV_AWS_150", hub="ELB.6"),
    ),
)
GATEWAYS = (
    demand_set(
        "accessLogSettings.destinationArn",
        "arn:aws:logs:us-east-1:111122223333:log-group:api",
        id="aws-api-access-logs",
        title="APIs log who calls",
        types=STAGES,
        inputs=_STAGE,
        text="is not given, so calls leave no trace",
        fix="give `access_log_settings` a log group and a format",
        severity="medium",
        frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_76 CKV_AWS_95", hub="APIGateway.1 APIGateway.9"),
    ),
    demand(
        "xrayTracingEnabled",
        True,
        id="aws-api-traced",
        title="Calls of APIs can be followed",
        types=(token("apigateway/Stage"),),
        inputs={"restApi": "a", "deployment": "d", "stageName": "live"},
        text="is not true",
        fix="set `xray_tracing_enabled` to true",
        severity="low",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_73", hub="APIGateway.3"),
    ),
    demand(
        "allowUnauthenticatedIdentities",
        False,
        MISSING,
        refused=True,
        id="aws-cognito-no-guests",
        title="Identity pools give credentials to nobody unknown",
        types=(token("cognito/IdentityPool"),),
        inputs={"identityPoolName": "people"},
        text="gives AWS credentials to everybody",
        fix="leave `allow_unauthenticated_identities` out",
        severity="high",
        frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_366", hub="Cognito.2"),
    ),
)


@rule(
    id="aws-api-authorized",
    types={METHOD, ROUTE},
    severity="medium",
    fix="give the method or route an authorizer, IAM or an API key",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_59 CKV_AWS_309", hub="APIGateway.8"),
    good=(part(METHOD, "orders", {**_METHOD, "authorization": "AWS_IAM"}),),
    bad=but("orders", authorization="NONE"),
)
def authorized(call: Resource, graph: Graph) -> Iterator[Finding]:
    """APIs know who calls."""
    yield from judged(_can_ask(call, graph), _for_everybody(call))


def _can_ask(call: Resource, graph: Graph) -> bool | Absent:
    """Whether callers have something to show: browsers do not with OPTIONS, and web sockets are asked once."""
    name = call.get("httpMethod" if call.type == METHOD else "routeKey")
    if not isinstance(name, str):
        return UNKNOWN if name is UNKNOWN else True
    if call.type == METHOD or name == "$connect":
        return name != "OPTIONS"
    socket = any(api.get("protocolType") == "WEBSOCKET" for api in graph.wired(call, "apiId"))
    return not socket and not name.startswith("OPTIONS ") and (" " in name or name == "$default")


def _for_everybody(call: Resource) -> Iterator[Finding]:
    path = "authorization" if call.type == METHOD else "authorizationType"
    value, key = call.get(path), call.get("apiKeyRequired")
    if value not in (MISSING, UNKNOWN, "NONE", "") or key is True:
        return
    yield unknown(path) if UNKNOWN in (value, key) else fail(path, "lets everybody call")


@rule(
    id="aws-cloudfront-https",
    types={SITE},
    severity="high",
    fix="set `viewer_protocol_policy` to redirect-to-https or https-only",
    frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AWS_34", hub="CloudFront.3"),
    good=(part(SITE, "site", _SITE),),
    bad=but("site", defaultCacheBehavior=_cached("allow-all")),
)
def site_over_https(site: Resource) -> Iterator[Finding]:
    """Distributions answer over HTTPS only."""
    for path in _VIEWERS:
        yield from all_in(site, path, *_HTTPS, text="answers over plain HTTP too")


@rule(
    id="aws-cloudfront-tls12",
    types={SITE},
    severity="medium",
    fix="give the distribution a certificate of its own and `minimum_protocol_version` TLSv1.2_2021",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AWS_174", hub="CloudFront.7 CloudFront.15"),
    good=(part(SITE, "site", _SITE),),
    bad=but("site", viewerCertificate={"cloudfrontDefaultCertificate": True}),
)
def site_tls(site: Resource) -> Iterator[Finding]:
    """Distributions speak TLS 1.2 or later."""
    path = "viewerCertificate.minimumProtocolVersion"
    value, shared = site.get(path), site.get("viewerCertificate.cloudfrontDefaultCertificate")
    if shared is True:
        yield fail("viewerCertificate", "is the one of CloudFront's own domain, which takes TLS 1.0 too")
    elif value is not UNKNOWN and not str(value).startswith(("TLSv1.2", "TLSv1.3")):
        yield fail(path, "accepts TLS before 1.2 (so does the default)")
    elif UNKNOWN in (value, shared):
        yield unknown(path)


@rule(
    id="aws-cloudfront-origin-tls",
    types={SITE},
    severity="medium",
    fix="set `origin_protocol_policy` to https-only, or to match-viewer where all viewers come over HTTPS",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.TRANSPORT, checkov="CKV2_AWS_72", hub="CloudFront.9"),
    good=(part(SITE, "site", _SITE),),
    bad=but("site", origins=[{**_ORIGIN, **_custom("http-only")}]),
)
def origin_over_tls(site: Resource, graph: Graph) -> Iterator[Finding]:
    """Distributions fetch from their origin over TLS."""
    made = {one.type.partition("/")[0] for one in graph.wired(site, "origins")}
    for path, protocol in site.all("origins[*].customOriginConfig.originProtocolPolicy"):
        name = site.get(path.replace("customOriginConfig.originProtocolPolicy", "domainName"))
        website = "s3-website" in str(name) or (name is UNKNOWN and "aws:s3" in made)
        if website and (name is not UNKNOWN or made <= {"aws:s3", "aws:cloudfront"}):
            continue  # the website of a bucket speaks HTTP only
        tls = _over_tls(site, protocol)
        if tls is not True:
            yield unknown(path) if website or tls is UNKNOWN else fail(path, "fetches over plain HTTP")


def _over_tls(site: Resource, protocol: Any) -> bool | Absent:
    """Whether an origin is asked over TLS: as the viewers ask, where it says so."""
    if protocol == "match-viewer":
        viewers = [value for path in _VIEWERS for _, value in site.all(path)]
        return all_of(UNKNOWN if one is UNKNOWN else among(one, _HTTPS) for one in viewers)
    return UNKNOWN if protocol is UNKNOWN else protocol in ("https-only", MISSING)


@rule(
    id="aws-cloudfront-logs",
    types={SITE},
    severity="low",
    fix="give `logging_config` a bucket, or add a log delivery source for the distribution",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_86", hub="CloudFront.5"),
    good=(part(SITE, "site", _SITE),),
    bad=but("site", loggingConfig=MISSING),
)
def site_logs(site: Resource, graph: Graph) -> Iterator[Finding]:
    """Distributions log who calls."""
    value = site.get("loggingConfig")
    if value is UNKNOWN:
        yield unknown("loggingConfig")
    elif value in (MISSING, {}) and graph.pointing_at(site, DELIVERY, "resourceArn") is None:
        yield fail("loggingConfig", "is not given, and no log delivery points at it")


SITES = (site_over_https, site_tls, origin_over_tls, site_logs)
RULES = (*BALANCING, *GATEWAYS, authorized, *SITES)
