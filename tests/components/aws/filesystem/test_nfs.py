from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.aws.filesystem import AwsNfs, AwsNfsArgs
from stackwright.components.aws.keys import AwsKey, AwsKeyArgs
from stackwright.testing.plugin import Cloud, Plan

FILES = "aws:efs/fileSystem:FileSystem"
MOUNT = "aws:efs/mountTarget:MountTarget"


def _nfs(**knobs: Any) -> AwsNfs:
    chosen: dict[str, Any] = {"subnet_ids": ["subnet-1", pulumi.Output.from_input("subnet-2")], **knobs}
    key = AwsKey("key", AwsKeyArgs())
    return AwsNfs("home", AwsNfsArgs(network_id="vpc-1", network_cidr="10.0.0.0/16", key_arn=key.id, **chosen))


def _plan(cloud: Cloud, **knobs: Any) -> Plan:
    return cloud.preview(lambda: _nfs(**knobs))


@pytest.mark.parametrize("knobs", [{}, {"backups": False, "protect": True}], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(
    cloud: Cloud, contract_errors, unreadable_documents, knobs: dict[str, Any]
) -> None:
    assert contract_errors(cloud.deploy(lambda: _nfs(**knobs))) == []
    assert unreadable_documents(_plan(cloud, **knobs)) == []


def test_it_is_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = _plan(cloud)
    assert plan.only(FILES).inputs["encrypted"] is True
    assert plan.wired(plan.only(FILES), "kmsKeyId") == [plan.only("aws:kms/key:Key")]


def test_it_takes_connections_by_tls_alone(cloud: Cloud, statements) -> None:
    found = statements(_plan(cloud).only("aws:efs/fileSystemPolicy:FileSystemPolicy"))
    assert found["TlsOnly"]["Effect"] == "Deny"
    assert found["TlsOnly"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    through_mounts = {"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}
    assert found["ThroughMountTargets"]["Condition"] == through_mounts


def test_every_subnet_has_an_address_of_it_for_nfs_from_the_network(cloud: Cloud) -> None:
    plan = _plan(cloud)
    assert [r.inputs["subnetId"] for r in plan.of_type(MOUNT)] == ["subnet-1", "subnet-2"]
    rule = plan.only("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").inputs
    assert (rule["fromPort"], rule["toPort"], rule["cidrIpv4"]) == (2049, 2049, "10.0.0.0/16")
    group = plan.only("aws:ec2/securityGroup:SecurityGroup")
    assert all(group in plan.wired(mount, "securityGroups") for mount in plan.of_type(MOUNT))


def test_it_is_backed_up_unless_told_otherwise(cloud: Cloud) -> None:
    for backups, status in ((True, "ENABLED"), (False, "DISABLED")):
        policy = _plan(cloud, backups=backups).only("aws:efs/backupPolicy:BackupPolicy")
        assert policy.inputs["backupPolicy"] == {"status": status}


def test_unread_files_move_to_cheaper_storage_and_back(cloud: Cloud) -> None:
    assert _plan(cloud).only(FILES).inputs["lifecyclePolicies"] == [
        {"transitionToIa": "AFTER_30_DAYS"},
        {"transitionToPrimaryStorageClass": "AFTER_1_ACCESS"},
    ]


def test_a_protected_one_is_not_deleted(cloud: Cloud) -> None:
    assert _plan(cloud, protect=True).only(FILES).protect
    assert not _plan(cloud).only(FILES).protect


def test_it_is_mounted_by_its_id_once_there_are_addresses(cloud: Cloud) -> None:
    def program() -> None:
        home = _nfs()
        pulumi.export("source", home.mount_source)
        pulumi.export("type", home.mount_type)

    plan = cloud.deploy(program)
    assert plan.outputs == {"source": f"{plan.only(FILES).id}:/", "type": "efs"}


def test_it_needs_a_subnet() -> None:
    with pytest.raises(ValidationError, match="subnet_ids"):
        AwsNfsArgs(network_id="vpc-1", network_cidr="10.0.0.0/16", key_arn="arn", subnet_ids=[])
