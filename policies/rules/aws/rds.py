"""Rules about relational databases: instances, Aurora clusters and their members."""

from typing import Final

from stackwright.plan.graph import MISSING
from stackwright.policies.demands import PROD_ADVISORY, demand, demand_days, demand_key, demand_set, only
from stackwright.policies.frameworks import Family, maps_to
from stackwright.policies.tokens import token

INSTANCE: Final = token("rds/Instance")
CLUSTER: Final = token("rds/Cluster")
MEMBER: Final = token("rds/ClusterInstance")
POSTGRES: Final = {"instanceClass": "db.t3.medium", "engine": "postgres"}
# a copy has the encryption of what it was made from, and a replica the backups of its source
NO_COPY: Final = only(dict.fromkeys(("snapshotIdentifier", "replicateSourceDb", "restoreToPointInTime"), (MISSING, "")))
NO_REPLICA: Final = only(dict.fromkeys(("replicateSourceDb", "replicationSourceIdentifier"), (MISSING, "")))
WITH_IAM: Final = ("mysql", "postgres", "mariadb", "aurora-mysql", "aurora-postgresql")

encrypted = demand(
    "storageEncrypted",
    True,
    id="aws-rds-encrypted",
    title="Databases are encrypted",
    types=(INSTANCE, CLUSTER),
    inputs=POSTGRES,
    when=NO_COPY,
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
private = demand(
    "publiclyAccessible",
    False,
    MISSING,
    refused=True,
    id="aws-rds-private",
    title="Databases have no public address",
    types=(INSTANCE, MEMBER, CLUSTER),
    inputs=POSTGRES,
    text="gives the database a public address",
    fix="leave `publicly_accessible` out, and reach the database from inside the network",
    severity="critical",
    frameworks=maps_to(Family.EXPOSURE, checkov="CKV_AWS_17", hub="RDS.2", cis="2.2.3"),
)
backups = demand_days(
    "backupRetentionPeriod",
    least=7,
    default=0,
    id="aws-rds-backup",
    title="Databases are backed up, and backups are kept",
    types=(INSTANCE,),
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
    text="is not given, so nothing below the database is measured",
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
