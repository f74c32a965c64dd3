"""Rules about databases, caches and message brokers."""

from collections.abc import Iterator
from ipaddress import IPv4Address
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Graph, Resource
from stackwright.policies.demands import demand, judged, only, unless_given
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
FIREWALLS: Final = tokens(
    "dbformysql/FirewallRule",
    "dbforpostgresql/FirewallRule",
    "dbforpostgresql/ServerGroupFirewallRule",
    "sql/FirewallRule",
    of=azure,
)
SWITCHES: Final = {
    SQL: "publicNetworkAccess",
    POSTGRES: "network.publicNetworkAccess",
    MYSQL: "network.publicNetworkAccess",
    **dict.fromkeys((*REDIS, *COSMOS, *BROKERS), "publicNetworkAccess"),
}
SUBNETS: Final = {
    **dict.fromkeys((POSTGRES, MYSQL), ("network.delegatedSubnetResourceId",)),
    **dict.fromkeys(REDIS, ("subnetId",)),
}
"""Where a store names the subnet that it is in, which closes it too."""
RANGES: Final = {
    **dict.fromkeys(FIREWALLS, ("startIpAddress", "endIpAddress")),
    azure("redis/FirewallRule"): ("startIP", "endIP"),
}
"""First and last address that a rule of a firewall lets in."""
_WIDEST: Final = 2**24
"""Addresses of a /8: a range with more of them is a large part of the internet."""
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
        azure_policy="1b8ca024-1d5c-4dec-8995-b1a932b41780 5e1de0e3-42cb-4ebc-a86d-61d0c619ca48 "
        "c9299215-ae47-4f50-9c54-8a392f68a052 470baccb-7e51-4549-8b1a-3e5be069f663 "
        "797b37f7-06b8-444c-b1ad-fc62867f335a cbd11fd3-3002-4907-b6c8-579f0e700e13 "
        "0602787f-9896-402a-a6e1-39ee63ee435e",
    ),
    good=(part(SQL, "orders", {**_GROUP, "publicNetworkAccess": "Disabled"}),),
    bad=but("orders", publicNetworkAccess="Enabled"),
)
def private(store: Resource, graph: Graph) -> Iterator[Finding]:
    """Databases, caches and brokers are closed to the internet."""
    outside = unless_given(*SUBNETS.get(store.type, ()))
    yield from judged(outside(store, graph), closed(store, SWITCHES[store.type]))


@rule(
    id="azure-database-no-open-firewall",
    types=frozenset(RANGES),
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
    first, last = RANGES[opening.type]
    values = [opening.get(path) for path in (first, last)]
    if values[0] == "0.0.0.0":
        yield fail(first, "lets everybody in: the internet, or all of Azure")
    elif UNKNOWN in values:
        yield unknown(first if values[0] is UNKNOWN else last)
    elif _width(*map(str, values)) > _WIDEST:
        yield fail(last, "lets a large part of the internet in")


def _width(first: str, last: str) -> int:
    """Number of addresses in a range; none in what is no range."""
    try:
        return int(IPv4Address(last)) - int(IPv4Address(first)) + 1
    except ValueError:
        return 0


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
        frameworks=maps_to(
            Family.TRANSPORT,
            checkov="CKV_AZURE_52",
            azure_policy="32e6bbec-16b6-44c2-be37-c5b672d103cf",
        ),
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
        frameworks=maps_to(
            Family.TRANSPORT,
            checkov="CKV_AZURE_91",
            azure_policy="22bee202-a82f-4305-9a2a-6d7f44d4dedb",
        ),
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
        when=only({"kind": (MISSING, "GlobalDocumentDB")}),  # MongoDB has keys and nothing else
        text="is not true, so a key opens everything",
        fix="set `disable_local_auth` to true, and grant data roles",
        severity="medium",
        frameworks=maps_to(
            Family.ACCESS,
            checkov="CKV_AZURE_140",
            azure_policy="5450f5bd-9c72-4390-a9c4-a7aba4edfdd2",
        ),
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
        frameworks=maps_to(
            Family.ACCESS,
            checkov="CKV_AZURE_203",
            azure_policy="cfb11c26-f069-4c14-8e36-56c394dae5af 5d4e3c65-4873-47be-94f3-6f8b953a3598",
        ),
    ),
)

RULES = (private, firewall_closed, *TLS, *BY_ROLE)
