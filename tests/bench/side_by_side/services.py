"""Queues, load balancers, logs, models, secrets and gateways, each well and badly set up."""

import json

import pulumi_aws as aws

SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
GROUP = "sg-0123456789abcdef0"
SERVICE = "arn:aws:iam::123456789012:role/service"
CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000"
BALANCER = "arn:aws:elasticloadbalancing:us-east-1:123456789012:loadbalancer/app/web/0123456789abcdef"
TARGETS = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/0123456789abcdef"


def declare(key: aws.kms.Key) -> None:
    """Good ones are encrypted with `key`."""
    _messages(key)
    _balancers()
    _logs(key)
    _models(key)
    _search(key)
    _gateways()
    _streams()


def _messages(key: aws.kms.Key) -> None:
    aws.sqs.Queue("GoodQueue", kms_master_key_id=key.id)
    queue = aws.sqs.Queue("BadQueue", sqs_managed_sse_enabled=False)
    sent = {"Effect": "Allow", "Principal": "*", "Action": "sqs:*", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [sent]})
    aws.sqs.QueuePolicy("BadQueuePolicy", queue_url=queue.url, policy=policy)
    aws.sns.Topic("GoodTopic", kms_master_key_id=key.id)
    topic = aws.sns.Topic("BadTopic")
    published = {"Effect": "Allow", "Principal": "*", "Action": "sns:Publish", "Resource": "*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [published]})
    aws.sns.TopicPolicy("BadTopicPolicy", arn=topic.arn, policy=policy)


def _balancers() -> None:
    aws.lb.LoadBalancer(
        "GoodBalancer",
        load_balancer_type="application",
        internal=True,
        subnets=SUBNETS,
        security_groups=[GROUP],
        access_logs={"enabled": True, "bucket": "side-by-side-logs"},
        drop_invalid_header_fields=True,
        enable_deletion_protection=True,
    )
    aws.lb.LoadBalancer(
        "BadBalancer", load_balancer_type="application", internal=False, subnets=SUBNETS, security_groups=[GROUP]
    )
    forward = [{"type": "forward", "target_group_arn": TARGETS}]
    aws.lb.Listener(
        "GoodListener",
        load_balancer_arn=BALANCER,
        port=443,
        protocol="HTTPS",
        ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
        certificate_arn=CERTIFICATE,
        default_actions=forward,
    )
    aws.lb.Listener("BadListener", load_balancer_arn=BALANCER, port=80, protocol="HTTP", default_actions=forward)


def _logs(key: aws.kms.Key) -> None:
    aws.cloudwatch.LogGroup("GoodLogs", kms_key_id=key.arn, retention_in_days=365)
    aws.cloudwatch.LogGroup("BadLogs")
    aws.cloudtrail.Trail(
        "GoodTrail",
        s3_bucket_name="side-by-side-logs",
        kms_key_id=key.arn,
        enable_log_file_validation=True,
        is_multi_region_trail=True,
    )
    aws.cloudtrail.Trail("BadTrail", s3_bucket_name="side-by-side-logs", is_multi_region_trail=False)


def _models(key: aws.kms.Key) -> None:
    aws.sagemaker.NotebookInstance(
        "GoodNotebook",
        instance_type="ml.t3.medium",
        role_arn=SERVICE,
        kms_key_id=key.id,
        subnet_id=SUBNETS[0],
        security_groups=[GROUP],
        direct_internet_access="Disabled",
        root_access="Disabled",
        lifecycle_config_name="stop-when-idle",
        instance_metadata_service_configuration={"minimum_instance_metadata_service_version": "2"},
    )
    aws.sagemaker.NotebookInstance("BadNotebook", instance_type="ml.t3.medium", role_arn=SERVICE)
    aws.sagemaker.Model(
        "BadModel",
        execution_role_arn=SERVICE,
        primary_container={"image": "123456789012.dkr.ecr.us-east-1.amazonaws.com/model:1"},
    )


def _search(key: aws.kms.Key) -> None:
    secret = aws.secretsmanager.Secret("GoodSecret", kms_key_id=key.arn)
    aws.secretsmanager.SecretRotation(
        "GoodSecretRotation",
        secret_id=secret.id,
        rotation_lambda_arn="arn:aws:lambda:us-east-1:123456789012:function:rotate",
        rotation_rules={"automatically_after_days": 30},
    )
    aws.secretsmanager.Secret("BadSecret")
    aws.opensearch.Domain(
        "GoodSearch",
        engine_version="OpenSearch_2.17",
        cluster_config={"instance_type": "r6g.large.search", "instance_count": 3, "zone_awareness_enabled": True},
        ebs_options={"ebs_enabled": True, "volume_size": 10},
        encrypt_at_rest={"enabled": True, "kms_key_id": key.arn},
        node_to_node_encryption={"enabled": True},
        domain_endpoint_options={"enforce_https": True, "tls_security_policy": "Policy-Min-TLS-1-2-PFS-2023-10"},
        vpc_options={"subnet_ids": SUBNETS, "security_group_ids": [GROUP]},
        log_publishing_options=[
            {
                "log_type": "AUDIT_LOGS",
                "enabled": True,
                "cloudwatch_log_group_arn": "arn:aws:logs:us-east-1:123456789012:log-group:search",
            }
        ],
    )
    aws.opensearch.Domain("BadSearch", ebs_options={"ebs_enabled": True, "volume_size": 10})


def _gateways() -> None:
    aws.apigateway.Stage("BadStage", rest_api="abcdef1234", deployment="fedcba", stage_name="live")
    aws.apigateway.Method(
        "BadMethod", rest_api="abcdef1234", resource_id="abc", http_method="GET", authorization="NONE"
    )
    aws.cloudfront.Distribution(
        "BadSite",
        enabled=True,
        origins=[
            {
                "origin_id": "web",
                "domain_name": "origin.example.com",
                "custom_origin_config": {
                    "http_port": 80,
                    "https_port": 443,
                    "origin_protocol_policy": "http-only",
                    "origin_ssl_protocols": ["TLSv1"],
                },
            }
        ],
        default_cache_behavior={
            "target_origin_id": "web",
            "viewer_protocol_policy": "allow-all",
            "allowed_methods": ["GET", "HEAD"],
            "cached_methods": ["GET", "HEAD"],
            "forwarded_values": {"query_string": False, "cookies": {"forward": "none"}},
        },
        restrictions={"geo_restriction": {"restriction_type": "none"}},
        viewer_certificate={"cloudfront_default_certificate": True},
    )


def _streams() -> None:
    aws.kinesis.Stream("BadStream", shard_count=1)
    aws.msk.Cluster(
        "BadBroker",
        kafka_version="3.6.0",
        number_of_broker_nodes=2,
        broker_node_group_info={
            "client_subnets": SUBNETS,
            "security_groups": [GROUP],
            "instance_type": "kafka.m5.large",
            "connectivity_info": {"public_access": {"type": "SERVICE_PROVIDED_EIPS"}},
        },
        encryption_info={"encryption_in_transit": {"client_broker": "TLS_PLAINTEXT", "in_cluster": False}},
    )
    aws.cognito.IdentityPool("BadIdentities", identity_pool_name="people", allow_unauthenticated_identities=True)
