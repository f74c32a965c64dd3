"""Rules about what stands around an AI stack: log groups, trails, secrets, load balancers, tables, vector stores."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource, leaves
from stackwright.policies.documents import MALFORMED
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.remedy import Remedy
from stackwright.policies.rule import Level, Param, rule
from stackwright.policies.shapes import key_findings, must_be, number
from stackwright.policies.tokens import token, tokens

LOG_GROUP = token("cloudwatch/LogGroup")
SECRET = token("secretsmanager/Secret")
ROTATION = token("secretsmanager/SecretRotation")
TRAIL = token("cloudtrail/Trail")
LISTENER = token("lb/Listener")
LISTENERS = tokens(
    "lb/Listener", "alb/Listener", "applicationloadbalancing/Listener", "elasticloadbalancingv2/Listener"
)
SEARCH = token("opensearch/Domain")
SEARCH_ACCESS = token("opensearch/ServerlessSecurityPolicy")
TABLE = token("dynamodb/Table")
OLD_TLS = ("ELBSecurityPolicy-2015", "ELBSecurityPolicy-2016", "ELBSecurityPolicy-TLS-1-")
RETENTIONS = (365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653)
"""Numbers of days of a year and more that CloudWatch takes."""
KEY = part(token("kms/Key"), "key")


def _kept_days(group: Resource, config: Mapping[str, Any]) -> int:
    """A year, or as long as is wanted."""
    return next((days for days in RETENTIONS if days >= config["min_days"]), RETENTIONS[-1])


@rule(
    id="aws-logs-cmk-retention",
    types={LOG_GROUP},
    severity="medium",
    fix="give `kms_key_id` and `retention_in_days`",
    remedy=Remedy({"retentionInDays": _kept_days}),
    frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_158 CKV_AWS_66"),
    params=(Param("min_days", 1, {"type": "number", "minimum": 1}, "Shortest time that logs are kept."),),
    good=(KEY, part(LOG_GROUP, "logs", {"kmsKeyId": UNKNOWN, "retentionInDays": 365}, kmsKeyId="key")),
    bad=but("logs", retentionInDays=0),
)
def logs_kept(group: Resource, graph: Graph, config: Mapping[str, Any]) -> Iterator[Finding]:
    """Logs are encrypted with a key that the account owns, and expire."""
    yield from key_findings(group, graph, "kmsKeyId")
    days = group.get("retentionInDays")
    if days is UNKNOWN:
        yield unknown("retentionInDays")
    elif not number(days, 0):
        yield fail("retentionInDays", "is not given, so logs are kept for good")
    elif (number(days) or 0) < config["min_days"]:
        yield fail("retentionInDays", "is shorter than wanted")


@rule(
    id="aws-secret-cmk-rotation",
    types={SECRET},
    severity="medium",
    fix="give `kms_key_id` and add a secret rotation",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_149 CKV_AWS_304", hub="SecretsManager.1 SecretsManager.4"),
    good=(
        KEY,
        part(SECRET, "token", {"kmsKeyId": UNKNOWN}, kmsKeyId="key"),
        part(ROTATION, "rotation", {"secretId": UNKNOWN, "rotationRules": {}}, secretId="token"),
    ),
    bad=but("token", kmsKeyId=MISSING),
)
def secrets_rotated(secret: Resource, graph: Graph) -> Iterator[Finding]:
    """Secrets are encrypted with a key that the account owns, and rotated."""
    yield from key_findings(secret, graph, "kmsKeyId")
    if graph.pointing_at(secret, ROTATION, "secretId") is None:
        yield fail("", "no rotation points at this secret")


@rule(
    id="aws-cloudtrail-baseline",
    types={TRAIL},
    severity="medium",
    fix="give the trail a key, log file validation and all regions",
    level=Level.ADVISORY,
    frameworks=maps_to(
        Family.LOGGING,
        checkov="CKV_AWS_35 CKV_AWS_36 CKV_AWS_67",
        hub="CloudTrail.1 CloudTrail.2 CloudTrail.4",
        cis="3.1 3.2 3.5",
    ),
    good=(
        KEY,
        part(
            TRAIL,
            "trail",
            {
                "s3BucketName": "b",
                "kmsKeyId": UNKNOWN,
                "enableLogFileValidation": True,
                "isMultiRegionTrail": True,
            },
            kmsKeyId="key",
        ),
    ),
    bad=but("trail", isMultiRegionTrail=False),
)
def trail_complete(trail: Resource, graph: Graph) -> Iterator[Finding]:
    """Trails cover all regions, are encrypted and cannot be altered unseen."""
    yield from key_findings(trail, graph, "kmsKeyId")
    for path in ("enableLogFileValidation", "isMultiRegionTrail"):
        yield from must_be(path, True, text="is not true")(trail)


@rule(
    id="aws-lb-tls12",
    types=LISTENERS,
    severity="high",
    fix="listen with HTTPS or TLS and a policy of TLS 1.2 or later, and redirect HTTP",
    frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AWS_2 CKV_AWS_103"),
    good=(
        part(
            LISTENER,
            "https",
            {
                "loadBalancerArn": "arn",
                "protocol": "HTTPS",
                "sslPolicy": "ELBSecurityPolicy-TLS13-1-2-2021-06",
                "defaultActions": [{"type": "forward"}],
            },
        ),
    ),
    bad=but("https", protocol="HTTP"),
)
def modern_tls(listener: Resource) -> Iterator[Finding]:
    """Load balancers speak TLS 1.2 or later."""
    protocol, policy = listener.get("protocol"), listener.get("sslPolicy")
    if protocol is UNKNOWN:
        yield unknown("protocol")
    elif protocol in ("HTTPS", "TLS"):
        if policy is UNKNOWN:
            yield unknown("sslPolicy")
        elif policy is MISSING or str(policy).startswith(OLD_TLS):
            yield fail("sslPolicy", "accepts TLS before 1.2 (so does the default)")
    elif protocol == "HTTP" or (protocol is MISSING and listener.get("port") is not MISSING):
        actions = [listener.all(f"defaultActions[*].{name}") for name in ("type", "redirect.protocol")]
        said = [value for found in actions for _, value in found]
        if UNKNOWN in said:
            yield unknown("defaultActions")
        elif said != ["redirect", "HTTPS"]:
            yield fail("protocol", "is HTTP without a redirect to HTTPS (an absent protocol is HTTP)")


@rule(
    id="aws-vector-store-private",
    types={SEARCH, SEARCH_ACCESS},
    severity="high",
    fix="encrypt at rest and between nodes, enforce HTTPS, and place the domain in your network",
    frameworks=maps_to(
        Family.ENCRYPTION,
        checkov="CKV_AWS_5 CKV_AWS_6 CKV_AWS_83 CKV_AWS_137",
        hub="Opensearch.1 Opensearch.2 Opensearch.3",
    ),
    good=(
        part(
            SEARCH,
            "vectors",
            {
                "encryptAtRest": {"enabled": True},
                "nodeToNodeEncryption": {"enabled": True},
                "domainEndpointOptions": {"enforceHttps": True},
                "vpcOptions": {"subnetIds": ["subnet-1"]},
            },
        ),
    ),
    bad=but("vectors", nodeToNodeEncryption={"enabled": False}),
)
def search_private(domain: Resource, graph: Graph) -> Iterator[Finding]:
    """Search domains and collections are encrypted and private."""
    if domain.type == SEARCH_ACCESS:
        yield from _collections_private(domain)
        return
    for path in ("encryptAtRest.enabled", "nodeToNodeEncryption.enabled", "domainEndpointOptions.enforceHttps"):
        yield from must_be(path, True, text="is not true")(domain)
    subnets = domain.get("vpcOptions.subnetIds")
    if subnets is UNKNOWN:
        if not graph.wired(domain, "vpcOptions"):
            yield unknown("vpcOptions.subnetIds")
    elif subnets in (MISSING, []):
        yield fail("vpcOptions.subnetIds", "is not given, so the domain is public")


def _collections_private(access: Resource) -> Iterator[Finding]:
    """Findings where a network policy lets the internet reach collections."""
    kind, text = access.get("type"), access.get("policy")
    if kind not in ("network", UNKNOWN):
        return
    if text is UNKNOWN or kind is UNKNOWN:
        yield unknown("policy")
    elif not isinstance(text, str) or (rules := _json(text)) is None:
        yield fail("policy", MALFORMED)
    elif any(value is True for path, value in leaves(rules) if path.endswith("AllowFromPublic")):
        yield fail("policy", "lets the internet reach collections")


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


@rule(
    id="aws-dynamodb-cmk-pitr",
    types={TABLE},
    severity="medium",
    fix="encrypt with a key of this account, and turn on point-in-time recovery and deletion protection",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.RECOVERY, checkov="CKV_AWS_119 CKV_AWS_28", hub="DynamoDB.2 DynamoDB.6"),
    good=(
        KEY,
        part(
            TABLE,
            "table",
            {
                "serverSideEncryption": {"enabled": True, "kmsKeyArn": UNKNOWN},
                "pointInTimeRecovery": {"enabled": True},
                "deletionProtectionEnabled": True,
            },
            serverSideEncryption="key",
        ),
    ),
    bad=but("table", pointInTimeRecovery=MISSING),
)
def table_kept(table: Resource, graph: Graph) -> Iterator[Finding]:
    """Tables are encrypted with a key that the account owns, and can be brought back."""
    yield from key_findings(table, graph, "serverSideEncryption.kmsKeyArn")
    for path in ("pointInTimeRecovery.enabled", "deletionProtectionEnabled"):
        yield from must_be(path, True, text="is not true")(table)


RULES = (
    logs_kept,
    secrets_rotated,
    trail_complete,
    modern_tls,
    search_private,
    table_kept,
)
