"""Rules about caches, document and graph databases, warehouses and streams."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Graph, Resource
from stackwright.policies.demands import PROD_ADVISORY, demand, demand_days, demand_set, judged, only, unless_given
from stackwright.policies.example import but, part, without
from stackwright.policies.finding import Finding, fail, unknown
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, Rule, rule
from stackwright.policies.shapes import all_of, merged, must_be, must_be_joined, must_hold
from stackwright.policies.tokens import token

CACHE: Final = token("elasticache/ReplicationGroup")
WAREHOUSE: Final = token("redshift/Cluster")
BROKERS: Final = token("msk/Cluster")
STREAM: Final = token("kinesis/Stream")
REDIS: Final = only({"engine": (MISSING, "", "redis")})
PRIMARY: Final = unless_given("globalReplicationGroupId")
"""Caches that follow no cache of another region, as which they are encrypted and let people in."""
_CACHE: Final = {"description": "sessions"}
_WAREHOUSE: Final = {"clusterIdentifier": "sales", "nodeType": "ra3.large"}
_BROKERS: Final[dict[str, Any]] = {"kafkaVersion": "3.6.0", "numberOfBrokerNodes": 2, "brokerNodeGroupInfo": {}}
_TRANSIT: Final = "encryptionInfo.encryptionInTransit"
_ENCRYPTED: Final[dict[str, Any]] = {"text": "is not true", "severity": "high"}


def _in_transit(clients: str) -> dict[str, Any]:
    return {"encryptionInfo": {"encryptionInTransit": {"clientBroker": clients}}}


def _is_told(cache: Resource, graph: Graph) -> bool | Absent:
    """Whether its encryption is as it says; Valkey is encrypted where nothing is said."""
    says = cache.get("atRestEncryptionEnabled") is not MISSING
    return all_of((PRIMARY(cache, graph), says or REDIS(cache)))


@rule(
    id="aws-elasticache-tls",
    types={CACHE},
    severity="high",
    fix="set `transit_encryption_enabled` to true, and `transit_encryption_mode` to required",
    frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AWS_30", hub="ElastiCache.5"),
    good=(part(CACHE, "sessions", {**_CACHE, "transitEncryptionEnabled": True}),),
    bad=but("sessions", transitEncryptionEnabled=MISSING),
)
def over_tls(cache: Resource, graph: Graph) -> Iterator[Finding]:
    """Caches answer over TLS only."""
    found = merged(
        must_be("transitEncryptionEnabled", True, text="is not true"),
        must_be("transitEncryptionMode", "required", MISSING, text="lets clients talk in the clear"),
    )
    yield from judged(PRIMARY(cache, graph), found(cache))


CACHES = (
    over_tls,
    demand(
        "atRestEncryptionEnabled",
        True,
        id="aws-elasticache-encrypted",
        title="Caches are encrypted at rest",
        types=(CACHE,),
        inputs=_CACHE,
        when=_is_told,
        fix="set `at_rest_encryption_enabled` to true",
        frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_29", hub="ElastiCache.4"),
        **_ENCRYPTED,
    ),
    demand_set(
        "authToken",
        "{{resolve}}",
        id="aws-elasticache-auth",
        title="Caches ask who is there",
        types=(CACHE,),
        inputs=_CACHE,
        when=unless_given("userGroupIds", "authTokenWo", "globalReplicationGroupId"),
        text="is not given, and no user group either",
        fix="give an `auth_token` or `user_group_ids`",
        severity="medium",
        frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_31", hub="ElastiCache.6"),
    ),
)
WAREHOUSES = (
    demand(
        "encrypted",
        "true",
        True,
        MISSING,
        refused="false",
        id="aws-redshift-encrypted",
        title="Warehouses are encrypted",
        types=(WAREHOUSE,),
        inputs=_WAREHOUSE,
        fix="leave `encrypted` out, or set it to true",
        frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_64", hub="Redshift.10"),
        **_ENCRYPTED,
    ),
    demand(
        "publiclyAccessible",
        False,
        MISSING,
        refused=True,
        id="aws-redshift-private",
        title="Warehouses have no public address",
        types=(WAREHOUSE, token("redshiftserverless/Workgroup")),
        inputs=_WAREHOUSE,
        text="gives the warehouse a public address",
        fix="leave `publicly_accessible` out",
        severity="critical",
        frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_87", hub="Redshift.1"),
    ),
    rule(
        id="aws-redshift-logs",
        title="Warehouses log who asks what",
        types={WAREHOUSE},
        severity="medium",
        fix="add a redshift logging for the cluster",
        level=Level.ADVISORY,
        frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_71", hub="Redshift.4"),
        good=(
            part(WAREHOUSE, "sales", _WAREHOUSE),
            part(token("redshift/Logging"), "logs", {"clusterIdentifier": UNKNOWN}, clusterIdentifier="sales"),
        ),
        bad=without("logs"),
    )(must_be_joined(frozenset({token("redshift/Logging")}), "clusterIdentifier", text="no logging points at it")),
)


@dataclass(frozen=True, slots=True)
class Clustered:
    """A database that keeps its data in a cluster volume, as Aurora does."""

    service: str
    type: str
    what: str
    logs: str
    """Property that lists the logs which are handed on."""


def _encrypted(store: Clustered, **ids: str) -> Rule:
    return demand(
        "storageEncrypted",
        True,
        id=f"aws-{store.service}-encrypted",
        title=f"{store.what} databases are encrypted",
        types=(store.type,),
        when=unless_given("snapshotIdentifier", "restoreToPointInTime", "replicationSourceIdentifier"),
        fix="set `storage_encrypted` to true",
        frameworks=maps_to(Family.ENCRYPTION, **ids),
        **_ENCRYPTED,
    )


def _logged(store: Clustered, **ids: str) -> Rule:
    return rule(
        id=f"aws-{store.service}-logs",
        title=f"{store.what} databases hand their audit log on",
        types={store.type},
        severity="medium",
        fix="list `audit` among the logs that are exported",
        level=Level.ADVISORY,
        frameworks=maps_to(Family.LOGGING, **ids),
        good=(part(store.type, "judged", {store.logs: ["audit"]}),),
        bad=(part(store.type, "judged"),),
    )(must_hold(store.logs, "audit", text="does not hand the audit log on to CloudWatch"))


def _backed_up(store: Clustered, **ids: str) -> Rule:
    return demand_days(
        "backupRetentionPeriod",
        least=7,
        default=1,
        id=f"aws-{store.service}-backup",
        title=f"{store.what} databases keep their backups",
        types=(store.type,),
        when=unless_given("replicationSourceIdentifier"),
        text="keeps backups for too short a time",
        fix="set `backup_retention_period` to the days that a mistake may go unnoticed",
        severity="medium",
        level=PROD_ADVISORY,
        frameworks=maps_to(Family.RECOVERY, **ids),
    )


DOCUMENTS: Final = Clustered("docdb", token("docdb/Cluster"), "Document", "enabledCloudwatchLogsExports")
GRAPHS: Final = Clustered("neptune", token("neptune/Cluster"), "Graph", "enableCloudwatchLogsExports")
CLUSTERED = (
    _encrypted(DOCUMENTS, checkov="CKV_AWS_74", hub="DocumentDB.1"),
    _logged(DOCUMENTS, checkov="CKV_AWS_85", hub="DocumentDB.4"),
    _backed_up(DOCUMENTS, checkov="CKV_AWS_360", hub="DocumentDB.2"),
    _encrypted(GRAPHS, checkov="CKV_AWS_44", hub="Neptune.1"),
    _logged(GRAPHS, checkov="CKV_AWS_101", hub="Neptune.2"),
    _backed_up(GRAPHS, checkov="CKV_AWS_361", hub="Neptune.5"),
)
_LOGGED: Final = {"loggingInfo": {"brokerLogs": {"cloudwatchLogs": {"enabled": True, "logGroup": "kafka"}}}}


@rule(
    id="aws-msk-logs",
    types={BROKERS},
    severity="medium",
    fix="give `logging_info` a log group, a bucket or a stream, and enable it",
    level=Level.ADVISORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_80"),
    good=(part(BROKERS, "events", {**_BROKERS, **_LOGGED}),),
    bad=but("events", loggingInfo=MISSING),
)
def brokers_logged(brokers: Resource) -> Iterator[Finding]:
    """Kafka brokers hand their logs on."""
    path = "loggingInfo.brokerLogs"
    on = [brokers.get(f"{path}.{where}.enabled") for where in ("cloudwatchLogs", "firehose", "s3")]
    if True not in on:
        yield unknown(path) if UNKNOWN in on else fail(path, "hands no log on")


STREAMS = (
    rule(
        id="aws-msk-tls",
        title="Kafka clusters talk over TLS only",
        types={BROKERS},
        severity="high",
        fix="leave `encryption_in_transit` out, or set `client_broker` to TLS and `in_cluster` to true",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AWS_81", hub="MSK.1"),
        good=(part(BROKERS, "events", {**_BROKERS, **_in_transit("TLS")}),),
        bad=but("events", **_in_transit("TLS_PLAINTEXT")),
    )(
        merged(
            must_be(f"{_TRANSIT}.clientBroker", "TLS", MISSING, text="lets clients talk in the clear"),
            must_be(f"{_TRANSIT}.inCluster", True, MISSING, text="lets brokers talk in the clear"),
        )
    ),
    demand(
        "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
        "DISABLED",
        MISSING,
        refused="SERVICE_PROVIDED_EIPS",
        id="aws-msk-private",
        title="Kafka brokers have no public address",
        types=(BROKERS,),
        inputs=_BROKERS,
        text="gives the brokers public addresses",
        fix="leave `public_access` out",
        severity="high",
        frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_291", hub="MSK.4"),
    ),
    brokers_logged,
    demand(
        "encryptionType",
        "KMS",
        id="aws-kinesis-encrypted",
        title="Streams are encrypted",
        types=(STREAM,),
        text="is not KMS",
        fix="set `encryption_type` to KMS and give `kms_key_id`",
        severity="medium",
        frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_43", hub="Kinesis.1"),
    ),
    demand(
        "serverSideEncryption.enabled",
        True,
        id="aws-dax-encrypted",
        title="Caches of tables are encrypted",
        types=(token("dax/Cluster"),),
        inputs={"clusterName": "c", "iamRoleArn": "arn", "nodeType": "dax.t3.small", "replicationFactor": 1},
        fix="set `server_side_encryption` to enabled",
        frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_47", hub="DynamoDB.3"),
        **_ENCRYPTED,
    ),
)

RULES = (*CACHES, *WAREHOUSES, *CLUSTERED, *STREAMS)
