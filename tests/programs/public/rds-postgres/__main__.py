import json

import network
import pulumi
from pulumi_aws import iam, kms, rds, secretsmanager, ssm

config = pulumi.Config()
service_name = config.get("service_name") or "shop"
db_name = config.get("db_name") or "lampdb"
db_user = config.get("db_user") or "admin"
db_password = config.require_secret("db_password")

net = network.Vpc(f"{service_name}-net", network.VpcArgs())

key = kms.Key("db-key", description="database", deletion_window_in_days=7)

group = rds.SubnetGroup(f"{service_name}-db-subnets", subnet_ids=[subnet.id for subnet in net.subnets])

db = rds.Instance(
    f"{service_name}-db",
    db_name=db_name,
    engine="postgres",
    engine_version="16.3",
    allocated_storage=20,
    instance_class="db.t3.micro",
    username=db_user,
    password=db_password,
    db_subnet_group_name=group.name,
    vpc_security_group_ids=[net.rds_security_group.id],
    skip_final_snapshot=True,
    publicly_accessible=True,
    kms_key_id=key.arn,
    storage_encrypted=True,
)

credentials = secretsmanager.Secret("db-credentials", recovery_window_in_days=0)
secretsmanager.SecretVersion(
    "db-credentials",
    secret_id=credentials.id,
    secret_string=pulumi.Output.all(db.address, db.port, db_user, db_password).apply(
        lambda parts: json.dumps({"host": parts[0], "port": parts[1], "user": parts[2], "password": parts[3]})
    ),
)

admin = iam.User("migrations")
iam.AccessKey("migrations", user=admin.name)

ssm.Parameter("db-host", type="String", value=db.address)

pulumi.export("DB Endpoint", db.address)
pulumi.export("DB User Name", db.username)
pulumi.export("DB Password", db.password)
