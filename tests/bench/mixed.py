"""What it costs to judge or to price: many AWS resources of twenty types, wired to each other, recorded in process.

Prints, in each of several rounds, judging (or, told `estimate`, pricing) ÷ recording of 1,000 resources, and of 2,000 ÷
200.
"""

import gc
import json
import sys
import time
from collections.abc import Callable

import pulumi_aws as aws

from stackwright.plan.graph import Graph
from stackwright.plan.record import record
from stackwright.policies.config import PolicyConfig
from stackwright.policies.judgement import judge
from stackwright.pricing.estimate import estimate

GROUP = 20
"""Resources that `_group` declares."""
ROUNDS = 3
TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)


def program(count: int) -> Callable[[], None]:
    """A program of `count` resources, a multiple of `GROUP`."""

    def run() -> None:
        for number in range(count // GROUP):
            _group(f"r{number}", good=number % 2 == 0)

    return run


def _group(name: str, *, good: bool) -> None:
    key = aws.kms.Key(name, enable_key_rotation=good, tags={"group": name})
    _storage(name, key, good)
    role = aws.iam.Role(name, assume_role_policy=TRUST)
    allowed = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{name}/*" if good else "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    aws.iam.RolePolicy(name, role=role.id, policy=document)
    network = aws.ec2.Vpc(name, cidr_block="10.0.0.0/16")
    subnet = aws.ec2.Subnet(name, vpc_id=network.id, cidr_block="10.0.0.0/24", map_public_ip_on_launch=not good)
    reach = "10.0.0.0/16" if good else "0.0.0.0/0"
    opened = [{"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": [reach]} for port in (22, 443)]
    group = aws.ec2.SecurityGroup(name, vpc_id=network.id, ingress=opened, egress=opened)
    aws.ec2.Instance(
        name,
        ami="ami-1",
        instance_type="m5.large",
        subnet_id=subnet.id,
        vpc_security_group_ids=[group.id],
        metadata_options={"http_tokens": "required" if good else "optional"},
        root_block_device={"encrypted": good, "kms_key_id": key.arn, "volume_size": 20},
    )
    aws.sns.Topic(name, kms_master_key_id=key.id if good else None)
    aws.secretsmanager.Secret(name, kms_key_id=key.arn)
    queue = aws.sqs.Queue(name, sqs_managed_sse_enabled=good)
    function = aws.lambda_.Function(
        name,
        role=role.arn,
        runtime="python3.13",
        handler="main.handle",
        s3_bucket="code",
        s3_key="main.zip",
        environment={"variables": {"QUEUE": queue.url}},
    )
    aws.lambda_.Permission(
        name, action="lambda:InvokeFunction", function=function.name, principal="s3.amazonaws.com", source_arn=key.arn
    )
    aws.cloudwatch.LogGroup(name, kms_key_id=key.arn, retention_in_days=365 if good else 0)


def _storage(name: str, key: aws.kms.Key, good: bool) -> None:
    bucket = aws.s3.Bucket(name)
    aws.s3.BucketVersioning(name, bucket=bucket.id, versioning_configuration={"status": "Enabled"})
    aws.s3.BucketPublicAccessBlock(name, bucket=bucket.id, block_public_acls=good)
    default = {"sse_algorithm": "aws:kms", "kms_master_key_id": key.arn}
    rules = [{"apply_server_side_encryption_by_default": default}]
    aws.s3.BucketServerSideEncryptionConfiguration(name, bucket=bucket.id, rules=rules)
    aws.ecr.Repository(name, image_tag_mutability="IMMUTABLE" if good else "MUTABLE")
    aws.efs.FileSystem(name, encrypted=good, kms_key_id=key.arn)
    aws.rds.Instance(
        name, instance_class="db.t3.medium", engine="postgres", allocated_storage=20, storage_encrypted=good
    )


def _recorded(count: int) -> tuple[float, Graph]:
    # processor time: the machine may have other things to do
    started = time.process_time()
    graph = record(program(count))
    gc.collect()
    assert len(graph) == count + 1
    return time.process_time() - started, graph


def _judged(graph: Graph) -> bool:
    return bool(judge(graph, PolicyConfig()).findings)


def _priced(graph: Graph) -> bool:
    return estimate(graph, region="us-east-1").expected > 0


def _taken(work: Callable[[Graph], bool], graph: Graph) -> float:
    # a graph of its own: what one keeps of the resources it has seen would help the next round
    fresh = Graph(graph.resources, project=graph.project, stack=graph.stack, outputs=graph.outputs)
    started = time.process_time()
    assert work(fresh)
    return time.process_time() - started


def main() -> None:
    """Print `<work ÷ recording> <2,000 ÷ 200>` of each round."""
    work = _priced if sys.argv[1:] == ["estimate"] else _judged
    _taken(work, _recorded(200)[1])
    for _ in range(ROUNDS):
        seconds, graph = _recorded(1000)
        share = _taken(work, graph) / seconds
        small, large = _recorded(200)[1], _recorded(2000)[1]
        sys.stdout.write(f"{share} {_taken(work, large) / _taken(work, small)}\n")


if __name__ == "__main__":
    main()
