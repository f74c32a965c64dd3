"""`stackwright.pricing.aws.decisions`."""

import importlib.util
import re
from pathlib import Path

import pytest

from stackwright.plan.graph import Graph, Resource
from stackwright.pricing.aws.decisions import BY_MACHINE, DECISIONS, KEYS, PRICED
from stackwright.pricing.aws.reasons import FREE, UNPRICED
from stackwright.pricing.estimate import estimate
from stackwright.pricing.model import Status
from stackwright.pricing.prices import load


def _sdk() -> Path:
    found = importlib.util.find_spec("pulumi_aws")
    if found is None or found.origin is None:
        pytest.skip("pulumi_aws is not installed")
    return Path(found.origin).parent


def test_every_type_is_decided_once() -> None:
    assert set(PRICED) & (set(FREE) | set(UNPRICED)) == set()
    assert set(DECISIONS) == set(PRICED) | set(FREE) | set(UNPRICED)


def test_every_type_exists_in_the_installed_sdk() -> None:
    wanted: dict[str, set[str]] = {}
    for token in DECISIONS:
        module = token.split(":")[1].split("/")[0]
        wanted.setdefault({"lambda": "lambda_"}.get(module, module), set()).add(token)
    for module, tokens in wanted.items():
        sources = (file.read_text(encoding="utf-8") for file in (_sdk() / module).glob("*.py"))
        known = {token for text in sources for token in re.findall(r"'(aws:[\w/]+:\w+)'", text)}
        assert tokens <= known, tokens - known


@pytest.mark.parametrize("token", sorted(PRICED))
def test_a_resource_without_any_input_never_raises_and_is_never_silent(token: str) -> None:
    resource = Resource(f"urn:pulumi:dev::demo::{token}::it", token, "it", {})
    found = estimate(Graph([resource]), region="us-east-1")
    assert found.items
    assert all(item.unit_price != 0 or item.status is Status.FREE for item in found.items)


def test_no_price_is_asked_for_twice_and_every_row_is_asked_for() -> None:
    assert len(KEYS) == len(set(KEYS))
    asked = set(KEYS)
    for row in load("aws"):
        assert row.key.service in BY_MACHINE or row.key in asked, row


ORDINARY = """
    rds/instance:Instance rds/cluster:Cluster dynamodb/table:Table elasticache/replicationGroup:ReplicationGroup
    opensearch/domain:Domain opensearch/serverlessCollection:ServerlessCollection redshift/cluster:Cluster
    msk/cluster:Cluster ecs/service:Service apigateway/restApi:RestApi apigatewayv2/api:Api route53/zone:Zone
    cloudfront/distribution:Distribution sqs/queue:Queue sns/topic:Topic sfn/stateMachine:StateMachine
    efs/fileSystem:FileSystem fsx/lustreFileSystem:LustreFileSystem ecr/repository:Repository glue/job:Job
    lb/loadBalancer:LoadBalancer ec2/vpnConnection:VpnConnection ec2transitgateway/vpcAttachment:VpcAttachment
    wafv2/webAcl:WebAcl cloudtrail/trail:Trail cfg/recorder:Recorder athena/workgroup:Workgroup
    kinesis/stream:Stream lambda/function:Function sagemaker/endpoint:Endpoint sagemaker/trainingJob:TrainingJob
    sagemaker/hyperParameterTuningJob:HyperParameterTuningJob sagemaker/notebookInstance:NotebookInstance
    sagemaker/app:App bedrock/provisionedModelThroughput:ProvisionedModelThroughput eks/cluster:Cluster
    eks/nodeGroup:NodeGroup s3/bucket:Bucket ec2/instance:Instance ec2/natGateway:NatGateway
"""


def test_the_types_of_an_ordinary_stack_are_worked_out() -> None:
    assert {f"aws:{each}" for each in ORDINARY.split()} <= set(PRICED)
    assert len(DECISIONS) >= 800
