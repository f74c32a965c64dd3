"""Rules about databases, caches and message brokers."""

from collections.abc import Iterator
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.demands import demand
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.rules.azure.reach import closed
from stackwright.policies.tokens import azure, tokens

SQL: Final = azure("sql/Server")
POSTGRES: Final = azure("dbforpostgresql/Server")
MYSQL: Final = azure("dbformysql/Server")
REDIS: Final = (azure("redis/Redis"), azure("cache/Redis"))
COSMOS: Final = (azure("cosmosdb/DatabaseAccount"), azure("documentdb/DatabaseAccount"))
BROKERS: Final = (azure("servicebus/Namespace"), azure("eventhub/Namespace"))
FIREWALLS: Final = tokens("sql/FirewallRule", "dbforpostgresql/FirewallRule", "dbformysql/FirewallRule", of=azure)
SWITCHES: Final = {
    SQL: "publicNetworkAccess",
    POSTGRES: "network.publicNetworkAccess",
    MYSQL: "network.publicNetworkAccess",
    **dict.fromkeys((*REDIS, *COSMOS, *BROKERS), "publicNetworkAccess"),
}
_GROUP: Final = {"resourceGroupName": "shop"}
_REDIS: Final[dict[str, Any]] = {**_GROUP, "sku": {"name": "Standard", "family": "C", "capacity": 1}}
_COSMOS: Final[dict[str, Any]] = {
    **_GROUP,
    "databaseAccountOfferType": "Standard",
    "locations": [{"locationName": "westeurope"}],
}


@rule(
    id="azure-database-private",
    types=frozenset(SWITCHES),
    severity="high",
    fix="set `public_network_access` to Disabled and add a private endpoint, or give the server a subnet",
    frameworks=maps_to(
        Family.EXPOSURE,
        checkov="CKV_AZURE_113 CKV_AZURE_68 CKV_AZURE_53 CKV_AZURE_89 CKV_AZURE_101 CKV_AZURE_204",
    ),
    good=(part(SQL, "orders", {**_GROUP, "publicNetworkAccess": "Disabled"}),),
    bad=but("orders", publicNetworkAccess="Enabled"),
)
def private(store: Resource, graph: Graph) -> Iterator[Finding]:
    """Databases, caches and brokers are closed to the internet."""
    subnet = store.get("network.delegatedSubnetResourceId")
    if subnet is MISSING or (subnet is UNKNOWN and not graph.wired(store, "network")):
        yield from closed(store, SWITCHES[store.type])


@rule(
    id="azure-database-no-open-firewall",
    types=FIREWALLS,
    severity="critical",
    fix="name the addresses that may connect, or use a private endpoint",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AZURE_11 CKV2_AZURE_26 CKV2_AZURE_6"),
    good=(
        part(
            azure("sql/FirewallRule"),
            "office",
            {**_GROUP, "serverName": "s", "startIpAddress": "203.0.113.7", "endIpAddress": "203.0.113.7"},
        ),
    ),
    bad=but("office", startIpAddress="0.0.0.0", endIpAddress="255.255.255.255"),
)
def firewall_closed(opening: Resource) -> Iterator[Finding]:
    """Firewalls of databases let nobody in from the whole internet, nor from other people's Azure."""
    value = opening.get("startIpAddress")
    if value is UNKNOWN:
        yield unknown("startIpAddress")
    elif value == "0.0.0.0":
        yield fail("startIpAddress", "lets everybody in: the internet, or all of Azure")


_OLD: Final[dict[str, Any]] = {"text": "accepts TLS before 1.2", "severity": "high"}
TLS = (
    demand(
        "minimalTlsVersion",
        "1.2",
        "1.3",
        MISSING,
        refused="1.0",
        id="azure-sql-min-tls",
        title="SQL servers speak TLS 1.2 or later",
        types=(SQL,),
        inputs=_GROUP,
        fix="leave `minimal_tls_version` out, or set it to 1.2",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AZURE_52"),
        **_OLD,
    ),
    demand(
        "minimumTlsVersion",
        "1.2",
        MISSING,
        refused="1.0",
        id="azure-redis-min-tls",
        title="Caches speak TLS 1.2 or later",
        types=REDIS,
        inputs=_REDIS,
        fix="leave `minimum_tls_version` out, or set it to 1.2",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AZURE_148"),
        **_OLD,
    ),
    demand(
        "minimumTlsVersion",
        "1.2",
        "1.3",
        MISSING,
        refused="1.0",
        id="azure-broker-min-tls",
        title="Message brokers speak TLS 1.2 or later",
        types=BROKERS,
        inputs=_GROUP,
        fix="leave `minimum_tls_version` out, or set it to 1.2",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AZURE_205 CKV_AZURE_223"),
        **_OLD,
    ),
    demand(
        "enableNonSslPort",
        False,
        MISSING,
        refused=True,
        id="azure-redis-tls-only",
        title="Caches answer over TLS only",
        types=REDIS,
        inputs=_REDIS,
        text="opens a port without TLS",
        fix="leave `enable_non_ssl_port` out",
        severity="high",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AZURE_91"),
    ),
)
BY_ROLE = (
    demand(
        "disableLocalAuth",
        True,
        id="azure-cosmos-no-keys",
        title="Document databases know who asks, not who has a key",
        types=COSMOS,
        inputs=_COSMOS,
        text="is not true, so a key opens everything",
        fix="set `disable_local_auth` to true, and grant data roles",
        severity="medium",
        frameworks=maps_to(Family.ACCESS, checkov="CKV_AZURE_140"),
    ),
    demand(
        "disableLocalAuth",
        True,
        id="azure-broker-no-keys",
        title="Message brokers know who sends, not who has a key",
        types=BROKERS,
        inputs=_GROUP,
        text="is not true, so a key opens everything",
        fix="set `disable_local_auth` to true, and grant data roles",
        severity="medium",
        frameworks=maps_to(Family.ACCESS, checkov="CKV_AZURE_203"),
    ),
)

RULES = (private, firewall_closed, *TLS, *BY_ROLE)
