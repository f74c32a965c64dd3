"""Rules about caches, document and graph databases, warehouses and streams."""

from dataclasses import dataclass
from typing import Any, Final

from stackwright.plan.graph import MISSING, UNKNOWN
from stackwright.policies.demands import PROD_ADVISORY, demand, demand_days, demand_set, only
from stackwright.policies.example import but, part, without
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import Level, Rule, rule
from stackwright.policies.shapes import merged, must_be, must_be_joined
from stackwright.policies.tokens import token

CACHE: Final = token("elasticache/ReplicationGroup")
WAREHOUSE: Final = token("redshift/Cluster")
BROKERS: Final = token("msk/Cluster")
STREAM: Final = token("kinesis/Stream")
# Valkey is encrypted unless it is told otherwise
REDIS: Final = only({"engine": (MISSING, "redis")})
_CACHE: Final = {"description": "sessions"}
_WAREHOUSE: Final = {"clusterIdentifier": "sales", "nodeType": "ra3.large"}
_BROKERS: Final[dict[str, Any]] = {"kafkaVersion": "3.6.0", "numberOfBrokerNodes": 2, "brokerNodeGroupInfo": {}}
_TRANSIT: Final = "encryptionInfo.encryptionInTransit"
_ENCRYPTED: Final[dict[str, Any]] = {"text": "is not true", "severity": "high"}


def _in_transit(clients: str) -> dict[str, Any]:
    return {"encryptionInfo": {"encryptionInTransit": {"clientBroker": clients}}}


CACHES = (
    demand(
        "atRestEncryptionEnabled",
        True,
        id="aws-elasticache-encrypted",
        title="Caches are encrypted at rest",
        types=(CACHE,),
        inputs=_CACHE,
        when=REDIS,
        fix="set `at_rest_encryption_enabled` to true",
        frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_29", hub="ElastiCache.4"),
        **_ENCRYPTED,
    ),
    demand(
        "transitEncryptionEnabled",
        True,
        id="aws-elasticache-tls",
        title="Caches answer over TLS only",
        types=(CACHE,),
        inputs=_CACHE,
        when=REDIS,
        fix="set `transit_encryption_enabled` to true",
        frameworks=maps_to(Family.TRANSPORT, checkov="CKV_AWS_30", hub="ElastiCache.5"),
        **_ENCRYPTED,
    ),
    demand_set(
        "authToken",
        "{{resolve}}",
        id="aws-elasticache-auth",
        title="Caches ask who is there",
        types=(CACHE,),
        inputs=_CACHE,
        when=only({name: (MISSING, [], "") for name in ("userGroupIds", "authTokenWo")}),
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
        types=(WAREHOUSE,),
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
        when=only({"snapshotIdentifier": (MISSING, "")}),
        fix="set `storage_encrypted` to true",
        frameworks=maps_to(Family.ENCRYPTION, **ids),
        **_ENCRYPTED,
    )


def _logged(store: Clustered, **ids: str) -> Rule:
    return demand_set(
        store.logs,
        ["audit"],
        id=f"aws-{store.service}-logs",
        title=f"{store.what} databases hand their audit log on",
        types=(store.type,),
        text="hands no log on to CloudWatch",
        fix="list `audit` among the logs that are exported",
        severity="medium",
        frameworks=maps_to(Family.LOGGING, **ids),
    )


def _backed_up(store: Clustered, **ids: str) -> Rule:
    return demand_days(
        "backupRetentionPeriod",
        least=7,
        default=1,
        id=f"aws-{store.service}-backup",
        title=f"{store.what} databases keep their backups",
        types=(store.type,),
        when=only({"replicationSourceIdentifier": (MISSING, "")}),
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
    demand_set(
        "loggingInfo.brokerLogs",
        {"cloudwatchLogs": {"enabled": True, "logGroup": "kafka"}},
        id="aws-msk-logs",
        title="Kafka brokers hand their logs on",
        types=(BROKERS,),
        inputs=_BROKERS,
        text="hands no log on",
        fix="give `logging_info` a log group, a bucket or a stream",
        severity="medium",
        frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_80"),
    ),
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
