from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.aws.cluster import AwsCluster, AwsClusterArgs
from stackwright.components.aws.cluster.control_plane import VERSION
from stackwright.components.aws.identity import AwsRole, AwsRoleArgs
from stackwright.components.aws.keys import AwsKey, AwsKeyArgs
from stackwright.components.intents import FilesystemKind, RunsOn
from stackwright.testing.plugin import Cloud

CLUSTER = "aws:eks/cluster:Cluster"
ADDON = "aws:eks/addon:Addon"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
NODES = "aws:eks/nodeGroup:NodeGroup"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
PLACE: dict[str, Any] = {
    "network_id": "vpc-1",
    "network_cidr": "10.0.0.0/16",
    "subnet_ids": ["subnet-1", "subnet-2"],
}
ADMIN = "arn:aws:iam::123456789012:role/teams/Platform"
MAX: dict[str, Any] = {
    "version": "1.33",
    "public_cidrs": ["203.0.113.0/24"],
    "admin_principals": [ADMIN],
    "log_retention_days": 90,
    "system_machine_type": "m6i.large",
    "system_nodes": 3,
    "addon_versions": {"coredns": "v1.12.4-eksbuild.1"},
    "tags": {"owner": "research"},
    "protect": True,
}


def _cluster(**knobs: Any) -> AwsCluster:
    key = AwsKey("key", AwsKeyArgs())
    return AwsCluster("train", AwsClusterArgs(key_arn=key.id, **PLACE, **knobs))


def _max() -> None:
    cluster = _cluster(**MAX)
    cluster.add_driver(FilesystemKind.LUSTRE)
    cluster.add_driver(FilesystemKind.NFS)
    cluster.bind(AwsRole("data", AwsRoleArgs(runs_on=RunsOn.POD)), namespace="jobs", service_account="trainer")


@pytest.mark.parametrize("program", [_cluster, _max], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, unreadable_documents, program) -> None:
    assert contract_errors(cloud.deploy(program)) == []
    assert unreadable_documents(cloud.preview(program)) == []


def test_the_api_is_private_by_default(cloud: Cloud) -> None:
    config = cloud.preview(_cluster).only(CLUSTER).inputs["vpcConfig"]
    assert config["endpointPrivateAccess"] is True
    assert config["endpointPublicAccess"] is False
    assert "publicAccessCidrs" not in config


def test_listed_ranges_reach_the_api_and_no_others(cloud: Cloud) -> None:
    config = cloud.preview(lambda: _cluster(public_cidrs=["203.0.113.0/24"])).only(CLUSTER).inputs["vpcConfig"]
    assert config["endpointPrivateAccess"] is True
    assert config["publicAccessCidrs"] == ["203.0.113.0/24"]


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0", "1.2.3.4/0"])
def test_the_api_is_never_open_to_the_internet(cidr: str) -> None:
    with pytest.raises(ValidationError, match="opens the Kubernetes API to the internet"):
        AwsClusterArgs(key_arn="arn", public_cidrs=[cidr], **PLACE)


def test_what_is_no_range_is_refused() -> None:
    with pytest.raises(ValidationError, match="does not appear to be an IPv4 or IPv6 network"):
        AwsClusterArgs(key_arn="arn", public_cidrs=["office"], **PLACE)


def test_secrets_logs_and_disks_are_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = cloud.preview(_cluster)
    key = plan.only("aws:kms/key:Key")
    assert plan.only(CLUSTER).inputs["encryptionConfig"]["resources"] == ["secrets"]
    assert plan.wired(plan.only(CLUSTER), "encryptionConfig") == [key]
    assert plan.wired(plan.only(LOGS), "kmsKeyId") == [key]
    assert plan.wired(plan.only("aws:ec2/launchTemplate:LaunchTemplate"), "blockDeviceMappings") == [key]


def test_all_logs_of_the_control_plane_are_kept_in_a_group_that_exists_first(cloud: Cloud) -> None:
    plan = cloud.preview(_cluster)
    cluster, logs = plan.only(CLUSTER), plan.only(LOGS)
    assert set(cluster.inputs["enabledClusterLogTypes"]) == {
        "api",
        "audit",
        "authenticator",
        "controllerManager",
        "scheduler",
    }
    assert logs.inputs["name"] == f"/aws/eks/{cluster.inputs['name']}/cluster"
    assert logs.urn in cluster.dependencies
    assert logs.inputs["retentionInDays"] == 365


def test_two_stacks_of_one_account_have_clusters_of_different_names(cloud: Cloud) -> None:
    names = {cloud.preview(_cluster, stack=stack).only(CLUSTER).inputs["name"] for stack in ("dev", "prod")}
    assert len(names) == 2


def test_access_is_by_entries_alone(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _cluster(admin_principals=[ADMIN]))
    assert plan.only(CLUSTER).inputs["accessConfig"]["authenticationMode"] == "API"
    assert plan.only("aws:eks/accessEntry:AccessEntry").inputs["principalArn"] == ADMIN
    association = plan.only("aws:eks/accessPolicyAssociation:AccessPolicyAssociation").inputs
    assert association["policyArn"] == "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    assert association["accessScope"] == {"type": "cluster"}


def test_a_cluster_stays_in_standard_support(cloud: Cloud) -> None:
    cluster = cloud.preview(_cluster).only(CLUSTER)
    assert cluster.inputs["upgradePolicy"] == {"supportType": "STANDARD"}
    assert cluster.inputs["version"] == VERSION


def test_protection_is_pulumis_and_the_services(cloud: Cloud) -> None:
    for protect in (True, False):
        cluster = cloud.preview(lambda protect=protect: _cluster(protect=protect)).only(CLUSTER)
        assert (cluster.protect, cluster.inputs["deletionProtection"]) == (protect, protect)


def test_nodes_come_after_the_network_and_what_runs_on_them_after_the_nodes(cloud: Cloud) -> None:
    plan = cloud.preview(_cluster)
    nodes = plan.only(NODES)
    before = {"train-network-vpc-cni", "train-network-kube-proxy", "train-network-eks-pod-identity-agent"}
    assert before <= {plan.by_urn[urn].name for urn in nodes.dependencies}
    for addon in ("train-tools-coredns", "train-tools-ebs-csi", "train-tools-eks-node-monitoring-agent"):
        assert nodes.urn in plan.only(ADDON, addon).dependencies


def test_what_is_placed_in_the_cluster_waits_for_its_nodes(cloud: Cloud) -> None:
    plan = cloud.preview(_max)
    binding = plan.only("aws:eks/podIdentityAssociation:PodIdentityAssociation")
    assert plan.only(NODES) in plan.wired(binding, "clusterName")
    assert binding.inputs["clusterName"] == plan.only(CLUSTER).inputs["name"]
    assert (binding.inputs["namespace"], binding.inputs["serviceAccount"]) == ("jobs", "trainer")


def test_a_driver_is_installed_once(cloud: Cloud) -> None:
    def program() -> None:
        cluster = _cluster()
        cluster.add_driver(FilesystemKind.LUSTRE)
        cluster.add_driver(FilesystemKind.LUSTRE)

    assert [r.inputs["addonName"] for r in cloud.preview(program).of_type(ADDON)].count("aws-fsx-csi-driver") == 1


def test_nodes_and_control_plane_reach_each_other_and_nobody_else_comes_in(cloud: Cloud) -> None:
    plan = cloud.preview(_cluster)
    group = plan.only(GROUP)
    assert group in plan.wired(plan.only(CLUSTER), "vpcConfig")
    assert group in plan.wired(plan.only("aws:ec2/launchTemplate:LaunchTemplate"), "vpcSecurityGroupIds")
    entering = {r.name: r.get("cidrIpv4") for r in plan.of_type(INGRESS)}
    assert set(entering) == {"train-nodes-from-each-other", "train-nodes-from-kubernetes-clients"}
    assert entering["train-nodes-from-kubernetes-clients"] == "10.0.0.0/16"


def test_only_https_leaves_for_the_internet(cloud: Cloud) -> None:
    leaving = [r for r in cloud.preview(_cluster).of_type(EGRESS) if r.get("cidrIpv4") == "0.0.0.0/0"]
    assert [(r.inputs["ipProtocol"], r.inputs["fromPort"], r.inputs["toPort"]) for r in leaving] == [("tcp", 443, 443)]


def test_the_command_names_cluster_and_region(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("connect", _cluster().connect), region="eu-west-1")
    name = plan.only(CLUSTER).inputs["name"]
    assert plan.outputs["connect"] == f"aws eks update-kubeconfig --name {name} --region eu-west-1"


def test_a_plain_dict_is_taken_as_arguments(cloud: Cloud) -> None:
    arguments: Any = {"key_arn": "arn:aws:kms:us-east-1:123456789012:key/1", **PLACE, "system_nodes": 3.0}
    plan = cloud.preview(lambda: AwsCluster("train", arguments))
    assert plan.only(NODES).inputs["scalingConfig"] == {"minSize": 3, "maxSize": 3, "desiredSize": 3}
