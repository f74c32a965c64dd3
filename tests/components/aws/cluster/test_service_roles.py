import json
from typing import Any

import pulumi
import pytest

from stackwright.components.aws.account import Account, Statement, account_of
from stackwright.components.aws.cluster.service_roles import (
    control_plane_trust,
    node_trust,
    pod_trust,
    service_role,
)
from stackwright.testing.plugin import Cloud, Plan


def _pod_of_the_network(account: Account) -> Statement:
    return pod_trust(account, "aws-node")


def _plan(cloud: Cloud, trust: Any) -> Plan:
    def program() -> None:
        parent = pulumi.ComponentResource("test:index:Box", "box")
        account = account_of(parent)
        service_role("box", trust(account), account, parent, ["service-role/AmazonEBSCSIDriverPolicy"])

    return cloud.preview(program, region="eu-west-1")


@pytest.mark.parametrize(
    ("trust", "service"),
    [
        (control_plane_trust, "eks.amazonaws.com"),
        (node_trust, "ec2.amazonaws.com"),
        (_pod_of_the_network, "pods.eks.amazonaws.com"),
    ],
)
def test_a_service_takes_the_role_on_for_this_account_only(cloud: Cloud, trust: Any, service: str) -> None:
    (statement,) = json.loads(_plan(cloud, trust).only("aws:iam/role:Role").get("assumeRolePolicy"))["Statement"]
    assert statement["Principal"] == {"Service": service}
    assert statement["Condition"]["StringEquals"]["aws:SourceAccount"] == "123456789012"


def test_the_control_plane_is_named_by_its_kind_of_resource(cloud: Cloud) -> None:
    role = _plan(cloud, control_plane_trust).only("aws:iam/role:Role")
    (statement,) = json.loads(role.get("assumeRolePolicy"))["Statement"]
    assert statement["Condition"]["ArnLike"] == {"aws:SourceArn": "arn:aws:eks:eu-west-1:123456789012:cluster/*"}


def test_a_pod_role_is_for_one_service_account(cloud: Cloud) -> None:
    role = _plan(cloud, _pod_of_the_network).only("aws:iam/role:Role")
    (statement,) = json.loads(role.get("assumeRolePolicy"))["Statement"]
    assert statement["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    tags = {key: value for key, value in statement["Condition"]["StringEquals"].items() if "RequestTag" in key}
    assert tags == {
        "aws:RequestTag/kubernetes-namespace": "kube-system",
        "aws:RequestTag/kubernetes-service-account": "aws-node",
    }


def test_a_managed_policy_is_attached_by_its_path(cloud: Cloud) -> None:
    attached = _plan(cloud, node_trust).only("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
    assert attached.inputs["policyArn"] == "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy"
    assert attached.name == "box-AmazonEBSCSIDriverPolicy"
