"""Instances, networks, roles, clusters and functions, each well and badly set up."""

import json

import pulumi_aws as aws

IMAGE = "ami-0123456789abcdef0"
VPC = "vpc-0123456789abcdef0"
SUBNETS = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
GROUP = "sg-0123456789abcdef0"
SERVICE = "arn:aws:iam::123456789012:role/service"
WORLD = "0.0.0.0/0"


def declare(key: aws.kms.Key) -> None:
    """Good ones are encrypted with `key`."""
    _instances(key)
    _groups()
    _roles()
    _clusters(key)
    _functions(key)


def _instances(key: aws.kms.Key) -> None:
    aws.ec2.Instance(
        "BadInstance",
        ami=IMAGE,
        instance_type="m5.large",
        subnet_id=SUBNETS[0],
        associate_public_ip_address=True,
        user_data="export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
        ebs_block_devices=[{"device_name": "/dev/sdf", "volume_size": 10, "encrypted": False}],
    )
    disk = {"volume_size": 10, "encrypted": "true", "kms_key_id": key.arn}
    aws.ec2.LaunchTemplate(
        "GoodTemplate",
        image_id=IMAGE,
        instance_type="m5.large",
        metadata_options={"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1},
        monitoring={"enabled": True},
        ebs_optimized="true",
        block_device_mappings=[{"device_name": "/dev/xvda", "ebs": disk}],
    )
    aws.ec2.LaunchTemplate(
        "BadTemplate",
        image_id=IMAGE,
        instance_type="m5.large",
        metadata_options={"http_endpoint": "enabled", "http_tokens": "optional"},
        network_interfaces=[{"device_index": 0, "associate_public_ip_address": "true"}],
    )


def _groups() -> None:
    inside = {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.0.0.0/16"]}
    aws.ec2.SecurityGroup(
        "GoodGroup",
        description="web",
        vpc_id=VPC,
        ingress=[{**inside, "description": "from the network"}],
        egress=[{**inside, "description": "to the network"}],
    )
    ports = (22, 3389, 80)
    aws.ec2.SecurityGroup(
        "BadGroup",
        description="open",
        vpc_id=VPC,
        ingress=[{"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": [WORLD]} for port in ports],
        egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [WORLD]}],
    )


def _roles() -> None:
    def document(**statement: object) -> str:
        return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})

    objects = document(Action=["s3:GetObject"], Resource="arn:aws:s3:::side-by-side-data/*")
    aws.iam.Role(
        "GoodRole",
        assume_role_policy=document(Principal={"Service": "lambda.amazonaws.com"}, Action="sts:AssumeRole"),
        inline_policies=[{"name": "read", "policy": objects}],
    )
    aws.iam.Role(
        "BadRole",
        assume_role_policy=document(Principal={"AWS": "*"}, Action="sts:AssumeRole"),
        inline_policies=[{"name": "all", "policy": document(Action="*", Resource="*")}],
    )
    aws.iam.Policy(
        "BadPolicy",
        policy=document(
            Action=[
                "iam:PassRole",
                "iam:PutUserPolicy",
                "s3:GetObject",
                "s3:PutObject",
                "secretsmanager:GetSecretValue",
            ],
            Resource="*",
        ),
    )


def _clusters(key: aws.kms.Key) -> None:
    aws.eks.Cluster(
        "GoodCluster",
        role_arn=SERVICE,
        version="1.35",
        vpc_config={"subnet_ids": SUBNETS, "endpoint_private_access": True, "endpoint_public_access": False},
        enabled_cluster_log_types=["api", "audit", "authenticator", "controllerManager", "scheduler"],
        encryption_config={"resources": ["secrets"], "provider": {"key_arn": key.arn}},
        deletion_protection=True,
    )
    aws.eks.Cluster("BadCluster", role_arn=SERVICE, version="1.35", vpc_config={"subnet_ids": SUBNETS})
    aws.eks.NodeGroup(
        "BadNodes",
        cluster_name="side-by-side",
        node_role_arn=SERVICE,
        subnet_ids=SUBNETS,
        scaling_config={"min_size": 1, "desired_size": 1, "max_size": 2},
        remote_access={"ec2_ssh_key": "people"},
    )
    aws.ecs.Cluster("GoodTasks", settings=[{"name": "containerInsights", "value": "enabled"}])
    aws.ecs.Cluster("BadTasks")


def _functions(key: aws.kms.Key) -> None:
    aws.lambda_.Function(
        "GoodFunction",
        role=SERVICE,
        runtime=aws.lambda_.Runtime.PYTHON3D13,
        handler="main.handle",
        s3_bucket="side-by-side-code",
        s3_key="main.zip",
        reserved_concurrent_executions=10,
        dead_letter_config={"target_arn": "arn:aws:sqs:us-east-1:123456789012:dead"},
        vpc_config={"subnet_ids": SUBNETS, "security_group_ids": [GROUP]},
        environment={"variables": {"TABLE": "data"}},
        kms_key_arn=key.arn,
        tracing_config={"mode": "Active"},
    )
    function = aws.lambda_.Function(
        "BadFunction",
        role=SERVICE,
        runtime="python3.7",
        handler="main.handle",
        s3_bucket="side-by-side-code",
        s3_key="main.zip",
        environment={"variables": {"AWS_SECRET": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}},
    )
    aws.lambda_.FunctionUrl(
        "BadUrl",
        function_name="side-by-side",
        authorization_type="NONE",
        cors={"allow_origins": ["*"], "allow_methods": ["*"]},
    )
    aws.lambda_.Permission(
        "BadPermission", action="lambda:InvokeFunction", function=function.name, principal="s3.amazonaws.com"
    )
