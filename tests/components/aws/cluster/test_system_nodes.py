from typing import Any

import pytest

from stackwright.components.aws.cluster.system_nodes import AwsSystemNodes, AwsSystemNodesArgs
from stackwright.testing.plugin import Cloud, Plan

NODES = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


def _plan(cloud: Cloud, **knobs: Any) -> Plan:
    args = AwsSystemNodesArgs(
        cluster_name="c",
        version="1.34",
        subnet_ids=["subnet-1", "subnet-2"],
        security_group_id="sg-1",
        key_arn="arn:aws:kms:us-east-1:123456789012:key/1",
        **knobs,
    )
    return cloud.deploy(lambda: AwsSystemNodes("system", args))


@pytest.mark.parametrize(
    "knobs",
    [{}, {"machine_type": "m5.large", "nodes": 5, "disk_gib": 100, "tags": {"owner": "x"}}],
    ids=["defaults", "max"],
)
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    assert contract_errors(_plan(cloud, **knobs)) == []


def test_nodes_are_standard_and_of_a_fixed_number(cloud: Cloud) -> None:
    group = _plan(cloud, nodes=3).only(NODES)
    assert group.inputs["amiType"] == "AL2023_x86_64_STANDARD"
    assert group.inputs["scalingConfig"] == {"minSize": 3, "maxSize": 3, "desiredSize": 3}
    assert group.inputs["nodeRepairConfig"] == {"enabled": True}


def test_the_role_has_what_eks_documents_for_nodes_and_no_more(cloud: Cloud) -> None:
    plan = _plan(cloud)
    attached = plan.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    assert {r.inputs["policyArn"].rpartition("/")[2] for r in attached} == {
        "AmazonEKSWorkerNodePolicy",
        "AmazonEC2ContainerRegistryPullOnly",
    }
    assert {r.urn for r in attached} <= set(plan.only(NODES).dependencies)


def test_a_changed_template_reaches_the_nodes(cloud: Cloud) -> None:
    plan = _plan(cloud)
    assert plan.wired(plan.only(NODES), "launchTemplate") == [plan.only(TEMPLATE)]
    assert plan.only(NODES).inputs["launchTemplate"]["version"].isdigit()
