"""Rules about relational databases: instances, Aurora clusters and their members."""

from collections.abc import Iterator
from typing import Final

from stackwright.plan.graph import MISSING, UNKNOWN, Absent, Graph, Resource
from stackwright.policies.demands import (
    PROD_ADVISORY,
    demand,
    demand_days,
    demand_key,
    demand_set,
    judged,
    only,
    unless_given,
)
from stackwright.policies.example import but, part
from stackwright.policies.finding import Finding, fail
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.rule import rule
from stackwright.policies.shapes import all_of, is_set, must_be
from stackwright.policies.tokens import token

INSTANCE: Final = token("rds/Instance")
CLUSTER: Final = token("rds/Cluster")
MEMBER: Final = token("rds/ClusterInstance")
POSTGRES: Final = {"instanceClass": "db.t3.medium", "engine": "postgres"}
# a copy has the encryption of what it was made from, and a replica the backups of its source
SOURCES: Final = ("replicateSourceDb", "replicationSourceIdentifier")
NO_REPLICA: Final = unless_given(*SOURCES)
NO_COPY: Final = unless_given(*SOURCES, "snapshotIdentifier", "restoreToPointInTime")
_PROVISIONED: Final = only({"engineMode": (MISSING, "", "global", "parallelquery", "provisioned")})
WITH_IAM: Final = ("mysql", "postgres", "mariadb", "aurora-mysql", "aurora-postgresql")


def _is_told(database: Resource, graph: Graph) -> bool | Absent:
    """Whether its encryption is as it says; a serverless cluster that says nothing is encrypted."""
    says = database.get("storageEncrypted") is not MISSING
    return all_of((NO_COPY(database, graph), says or _PROVISIONED(database)))


encrypted = demand(
    "storageEncrypted",
    True,
    id="aws-rds-encrypted",
    title="Databases are encrypted",
    types=(INSTANCE, CLUSTER),
    inputs=POSTGRES,
    when=_is_told,
    text="is not true",
    fix="set `storage_encrypted` to true; a database that exists is encrypted by restoring a copy of its snapshot",
    severity="high",
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_16 CKV_AWS_96", hub="RDS.3 RDS.27", cis="2.2.1"),
)
own_key = demand_key(
    "kmsKeyId",
    key=token("kms/Key"),
    id="aws-rds-cmk",
    title="Databases are encrypted with a key that the account owns",
    types=(INSTANCE, CLUSTER),
    inputs=POSTGRES,
    when=NO_COPY,
    fix="give `kms_key_id` a key of this account",
    severity="medium",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.ENCRYPTION, checkov="CKV_AWS_327"),
)


@rule(
    id="aws-rds-private",
    types={INSTANCE, MEMBER, CLUSTER, token("neptune/ClusterInstance")},
    severity="critical",
    fix="set `publicly_accessible` to false, and reach the database from inside the network",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_17", hub="RDS.2", cis="2.2.3"),
    good=(part(INSTANCE, "orders", {**POSTGRES, "publiclyAccessible": False}),),
    bad=but("orders", publiclyAccessible=True),
)
def private(database: Resource) -> Iterator[Finding]:
    """Databases have no public address."""
    path = "publiclyAccessible"
    if database.type == CLUSTER and database.get(path) is MISSING:
        text = "is not given, which makes the cluster public in the default subnets"
        yield from judged(_public_by_default(database), iter((fail(path, text),)))
    else:
        yield from must_be(path, False, MISSING, text="gives the database a public address")(database)


def _public_by_default(cluster: Resource) -> bool | Absent:
    """Whether it has machines of its own, in the default subnets; other clusters have no address themselves."""
    machines = cluster.get("dbClusterInstanceClass")
    # a name that is not known yet is that of a group which somebody makes
    default = cluster.get("dbSubnetGroupName") in (MISSING, "", "default")
    return all_of((UNKNOWN if machines is UNKNOWN else is_set(machines), default))


backups = demand_days(
    "backupRetentionPeriod",
    least=7,
    default={INSTANCE: 0, CLUSTER: 1},
    id="aws-rds-backup",
    title="Databases are backed up, and backups are kept",
    types=(INSTANCE, CLUSTER),
    inputs=POSTGRES,
    when=NO_REPLICA,
    text="keeps backups for too short a time, or none",
    fix="set `backup_retention_period` to the days that a mistake may go unnoticed",
    severity="medium",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.RECOVERY, checkov="CKV_AWS_133", hub="RDS.11"),
)
upgrades = demand(
    "autoMinorVersionUpgrade",
    True,
    MISSING,
    refused=False,
    id="aws-rds-minor-upgrades",
    title="Databases get the fixes of their version",
    types=(INSTANCE, MEMBER),
    inputs=POSTGRES,
    text="keeps fixes out",
    fix="leave `auto_minor_version_upgrade` out, and give a `maintenance_window`",
    severity="medium",
    frameworks=maps_to(Family.INTEGRITY, checkov="CKV_AWS_226", hub="RDS.13 RDS.35", cis="2.2.2"),
)
two_zones = demand(
    "multiAz",
    True,
    id="aws-rds-multi-az",
    title="Databases of prod stacks survive the loss of a zone",
    types=(INSTANCE,),
    inputs=POSTGRES,
    when=NO_REPLICA,
    text="is not true",
    fix="set `multi_az` to true; it doubles the price",
    severity="low",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.RECOVERY, checkov="CKV_AWS_157", hub="RDS.5", cis="2.2.4"),
)
logs = demand_set(
    "enabledCloudwatchLogsExports",
    ["postgresql"],
    id="aws-rds-logs",
    title="Databases hand their logs on",
    types=(INSTANCE, CLUSTER),
    inputs=POSTGRES,
    text="hands no log on to CloudWatch",
    fix="list the engine's logs in `enabled_cloudwatch_logs_exports`",
    severity="low",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_129 CKV_AWS_324", hub="RDS.9 RDS.34 RDS.36 RDS.37"),
)
monitored = demand(
    "monitoringInterval",
    *(60, 30, 15, 10, 5, 1),
    id="aws-rds-enhanced-monitoring",
    title="Databases of prod stacks report what their machine does",
    types=(INSTANCE,),
    inputs=POSTGRES,
    text="is 0 or not given, so nothing below the database is measured",
    fix="set `monitoring_interval` to 60 and give a `monitoring_role_arn`",
    severity="low",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.LOGGING, checkov="CKV_AWS_118", hub="RDS.6"),
)
by_role = demand(
    "iamDatabaseAuthenticationEnabled",
    True,
    id="aws-rds-iam-auth",
    title="Databases let people and programs in by their role",
    types=(INSTANCE, CLUSTER),
    inputs=POSTGRES,
    when=only({"engine": WITH_IAM}),
    text="is not true, so a password is the only way in",
    fix="set `iam_database_authentication_enabled` to true, and grant `rds-db:connect`",
    severity="low",
    level=PROD_ADVISORY,
    frameworks=maps_to(Family.ACCESS, checkov="CKV_AWS_161 CKV_AWS_162", hub="RDS.10 RDS.12"),
)

RULES = (
    encrypted,
    own_key,
    private,
    backups,
    upgrades,
    two_zones,
    logs,
    monitored,
    by_role,
)
