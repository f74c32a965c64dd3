"""Rules about databases, caches, topics and functions."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Resource
from stackwright.policies.demands import PROD_ADVISORY, demand, demand_key, unless_given
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, rule
from stackwright.policies.shapes import among, must_be, none_of
from stackwright.policies.tokens import gcp

DATABASE: Final = gcp("sql/DatabaseInstance")
CACHE: Final = gcp("redis/Instance")
CACHE_CLUSTER: Final = gcp("redis/Cluster")
VALKEY: Final = gcp("memorystore/Instance")
FUNCTION: Final = gcp("cloudfunctionsv2/Function")
KEY: Final = gcp("kms/CryptoKey")
WORLD: Final = ("0.0.0.0/0", "::/0")
_PATH: Final = "settings.ipConfiguration"
_PRIMARY: Final = unless_given("masterInstanceName")


def _database(**reach: Any) -> dict[str, Any]:
    return {
        "databaseVersion": "POSTGRES_16",
        "settings": {"tier": "db-custom-2-7680", "ipConfiguration": reach},
    }


_PRIVATE: Final = _database(ipv4Enabled=False, privateNetwork="network", sslMode="ENCRYPTED_ONLY")


@rule(
    id="gcp-sql-no-open-network",
    types={DATABASE},
    severity="critical",
    fix="name the networks that may connect, or give the database a private address only",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_11", cis_gcp="6.5"),
    good=(part(DATABASE, "orders", _database(authorizedNetworks=[{"value": "203.0.113.7/32"}])),),
    bad=but("orders", **_database(authorizedNetworks=[{"value": "0.0.0.0/0"}])),
)
def not_open(database: Resource) -> Iterator[Finding]:
    """Databases let nobody in from the whole internet."""
    yield from none_of(f"{_PATH}.authorizedNetworks[*].value", WORLD, text="is the whole internet")(database)


@rule(
    id="gcp-sql-private",
    types={DATABASE},
    severity="high",
    fix="set `ipv4_enabled` to false and give a `private_network` or a Private Service Connect configuration",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_60", cis_gcp="6.6", org="sql.restrictPublicIp"),
    good=(part(DATABASE, "orders", _PRIVATE),),
    bad=but("orders", **_database(privateNetwork="network")),
)
def no_public_address(database: Resource) -> Iterator[Finding]:
    """Databases have no public address."""
    value = database.get(f"{_PATH}.ipv4Enabled")
    if value is UNKNOWN:
        yield unknown(f"{_PATH}.ipv4Enabled")
    elif value is not False:
        yield fail(f"{_PATH}.ipv4Enabled", "gives the database a public address (so does the default)")


SQL = (
    demand(
        f"{_PATH}.sslMode",
        "ENCRYPTED_ONLY",
        "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
        id="gcp-sql-tls",
        title="Databases answer over TLS only",
        types=(DATABASE,),
        inputs=_database(ipv4Enabled=False, privateNetwork="network"),
        text="does not ask for TLS",
        fix="set `ssl_mode` to ENCRYPTED_ONLY",
        severity="high",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_GCP_6", cis_gcp="6.4"),
    ),
    demand(
        "settings.backupConfiguration.enabled",
        True,
        id="gcp-sql-backup",
        title="Databases are backed up",
        types=(DATABASE,),
        inputs=_database(ipv4Enabled=False, privateNetwork="network"),
        when=_PRIMARY,
        text="is not true",
        fix="set `backup_configuration` to enabled, with point-in-time recovery",
        severity="medium",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.RECOVERY, checkov="CKV_GCP_14", cis_gcp="6.7"),
    ),
    demand(
        "settings.availabilityType",
        "REGIONAL",
        refused="ZONAL",
        id="gcp-sql-regional",
        title="Databases of prod stacks survive the loss of a zone",
        types=(DATABASE,),
        inputs=_database(ipv4Enabled=False, privateNetwork="network"),
        when=_PRIMARY,
        text="is not REGIONAL",
        fix="set `availability_type` to REGIONAL; it doubles the price",
        severity="low",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.RECOVERY),
    ),
)
_AUTH: Final = {
    CACHE: ("authEnabled", True),
    CACHE_CLUSTER: ("authorizationMode", "AUTH_MODE_IAM_AUTH"),
    VALKEY: ("authorizationMode", "IAM_AUTH", "TOKEN_AUTH"),
}
"""Property of each cache that asks who is there, and what it has to be."""


@rule(
    id="gcp-redis-auth",
    types=frozenset(_AUTH),
    severity="medium",
    fix="set `auth_enabled` to true, or `authorization_mode` to IAM",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_GCP_95"),
    good=(part(CACHE, "sessions", {"memorySizeGb": 1, "authEnabled": True}),),
    bad=but("sessions", authEnabled=MISSING),
)
def known_callers(cache: Resource) -> Iterator[Finding]:
    """Caches ask who is there."""
    path, *allowed = _AUTH[cache.type]
    yield from must_be(path, *allowed, text="lets everybody in who reaches the cache (so does the default)")(cache)


CACHES = (
    demand(
        "transitEncryptionMode",
        "SERVER_AUTHENTICATION",
        "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION",
        refused="DISABLED",
        id="gcp-redis-tls",
        title="Caches answer over TLS only",
        types=(CACHE, CACHE_CLUSTER, VALKEY),
        inputs={"memorySizeGb": 1},
        text="does not ask for TLS",
        fix="set `transit_encryption_mode` to SERVER_AUTHENTICATION",
        severity="high",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_GCP_97"),
    ),
    known_callers,
)
KEYS = (
    demand_key(
        "kmsKeyName",
        key=KEY,
        id="gcp-pubsub-cmek",
        title="Topics are encrypted with a key that the project owns",
        types=(gcp("pubsub/Topic"),),
        fix="give `kms_key_name` a key of this project",
        severity="low",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_GCP_83"),
    ),
    demand_key(
        "defaultEncryptionConfiguration.kmsKeyName",
        key=KEY,
        id="gcp-bigquery-cmek",
        title="Datasets are encrypted with a key that the project owns",
        types=(gcp("bigquery/Dataset"),),
        inputs={"datasetId": "orders"},
        fix="give `default_encryption_configuration` a key of this project",
        severity="low",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_GCP_81", cis_gcp="7.3"),
    ),
)
_INGRESS: Final = {FUNCTION: "serviceConfig.ingressSettings", gcp("cloudfunctions/Function"): "ingressSettings"}


@rule(
    id="gcp-functions-ingress",
    types=frozenset(_INGRESS),
    severity="medium",
    fix="set `ingress_settings` to ALLOW_INTERNAL_ONLY or ALLOW_INTERNAL_AND_GCLB",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_GCP_124", org="cloudfunctions.allowedIngressSettings"),
    good=(
        part(
            FUNCTION, "job", {"location": "europe-west4", "serviceConfig": {"ingressSettings": "ALLOW_INTERNAL_ONLY"}}
        ),
    ),
    bad=but("job", serviceConfig={"ingressSettings": "ALLOW_ALL"}),
)
def called_from_inside(function: Resource) -> Iterator[Finding]:
    """Functions that answer calls are reached from the network or through a balancer."""
    if function.type != FUNCTION and function.get("eventTrigger") is not MISSING:
        return
    path = _INGRESS[function.type]
    value = function.get(path)
    if value is UNKNOWN:
        yield unknown(path)
    elif not among(value, ("ALLOW_INTERNAL_ONLY", "ALLOW_INTERNAL_AND_GCLB")):
        yield fail(path, "takes calls from the whole internet (so does the default)")


RULES = (not_open, no_public_address, *SQL, *CACHES, *KEYS, called_from_inside)
