"""Databases, tables, warehouses and caches, each well and badly set up."""

import pulumi_aws as aws

PASSWORD = "correct-horse-battery"


def declare(key: aws.kms.Key) -> None:
    """Good ones are encrypted with `key`."""
    _relational(key)
    _open_relational()
    _tables(key)
    _warehouses(key)


def _relational(key: aws.kms.Key) -> None:
    aws.rds.Instance(
        "GoodDatabase",
        engine="postgres",
        engine_version="16.4",
        instance_class="db.t3.medium",
        allocated_storage=20,
        username="owner",
        manage_master_user_password=True,
        storage_encrypted=True,
        kms_key_id=key.arn,
        publicly_accessible=False,
        multi_az=True,
        backup_retention_period=14,
        deletion_protection=True,
        iam_database_authentication_enabled=True,
        auto_minor_version_upgrade=True,
        copy_tags_to_snapshot=True,
        monitoring_interval=60,
        monitoring_role_arn="arn:aws:iam::123456789012:role/monitoring",
        performance_insights_enabled=True,
        performance_insights_kms_key_id=key.arn,
        enabled_cloudwatch_logs_exports=["postgresql", "upgrade"],
        final_snapshot_identifier="side-by-side-last",
    )


def _open_relational() -> None:
    aws.rds.Instance(
        "BadDatabase",
        engine="postgres",
        engine_version="16.4",
        instance_class="db.t3.medium",
        allocated_storage=20,
        username="owner",
        password=PASSWORD,
        publicly_accessible=True,
        backup_retention_period=0,
        auto_minor_version_upgrade=False,
        skip_final_snapshot=True,
    )
    aws.rds.Cluster(
        "BadAurora",
        engine="aurora-postgresql",
        master_username="owner",
        master_password=PASSWORD,
        skip_final_snapshot=True,
    )


def _tables(key: aws.kms.Key) -> None:
    aws.dynamodb.Table(
        "GoodTable",
        billing_mode="PAY_PER_REQUEST",
        hash_key="id",
        attributes=[{"name": "id", "type": "S"}],
        server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
        point_in_time_recovery={"enabled": True},
        deletion_protection_enabled=True,
    )
    aws.dynamodb.Table(
        "BadTable", billing_mode="PAY_PER_REQUEST", hash_key="id", attributes=[{"name": "id", "type": "S"}]
    )


def _warehouses(key: aws.kms.Key) -> None:
    aws.redshift.Cluster(
        "BadWarehouse",
        cluster_identifier="side-by-side",
        node_type="ra3.large",
        database_name="dev",
        master_username="owner",
        master_password=PASSWORD,
        encrypted="false",
        publicly_accessible=True,
        skip_final_snapshot=True,
    )
    aws.elasticache.ReplicationGroup(
        "GoodCache",
        description="good",
        node_type="cache.t3.micro",
        at_rest_encryption_enabled=True,
        transit_encryption_enabled=True,
        kms_key_id=key.arn,
        auth_token="{{resolve:secretsmanager:cache}}",
        automatic_failover_enabled=True,
        num_cache_clusters=2,
        snapshot_retention_limit=7,
    )
    aws.elasticache.ReplicationGroup("BadCache", description="bad", node_type="cache.t3.micro")
    aws.docdb.Cluster(
        "BadDocuments",
        master_username="owner",
        master_password=PASSWORD,
        backup_retention_period=1,
        skip_final_snapshot=True,
    )
    aws.neptune.Cluster("BadGraph", backup_retention_period=1, skip_final_snapshot=True)
