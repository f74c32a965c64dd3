from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.aws.filesystem import AwsLustre, AwsLustreArgs
from stackwright.components.aws.keys import AwsKey, AwsKeyArgs
from stackwright.components.limits import LUSTRE
from stackwright.testing.plugin import Cloud, Plan

FILES = "aws:fsx/lustreFileSystem:LustreFileSystem"
LINK = "aws:fsx/dataRepositoryAssociation:DataRepositoryAssociation"
LOGS = "aws:cloudwatch/logGroup:LogGroup"
GROUP = "aws:ec2/securityGroup:SecurityGroup"
PLACE: dict[str, Any] = {"network_id": "vpc-1", "network_cidr": "10.0.0.0/16", "subnet_id": "subnet-1"}
MAX: dict[str, Any] = {
    "size_gib": 9600,
    "throughput": 500,
    "source_bucket": "datasets",
    "efa": True,
    "fabric_security_group_id": "sg-fabric",
    "backup_days": 30,
    "log_retention_days": 90,
    "protect": True,
}


def _lustre(**knobs: Any) -> AwsLustre:
    return AwsLustre("scratch", AwsLustreArgs(key_arn=AwsKey("key", AwsKeyArgs()).id, **PLACE, **knobs))


def _plan(cloud: Cloud, **knobs: Any) -> Plan:
    return cloud.preview(lambda: _lustre(**knobs))


@pytest.mark.parametrize("knobs", [{}, MAX], ids=["defaults", "max"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    assert contract_errors(cloud.deploy(lambda: _lustre(**knobs))) == []


def test_it_is_durable_compressed_and_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = _plan(cloud)
    files = plan.only(FILES)
    assert files.inputs["deploymentType"] == "PERSISTENT_2"
    assert files.inputs["dataCompressionType"] == "LZ4"
    key = plan.only("aws:kms/key:Key")
    assert plan.wired(files, "kmsKeyId") == plan.wired(plan.only(LOGS), "kmsKeyId") == [key]


def test_its_log_is_where_fsx_wants_it(cloud: Cloud) -> None:
    plan = _plan(cloud)
    assert plan.only(LOGS).inputs["name"].startswith("/aws/fsx/scratch-")
    assert plan.wired(plan.only(FILES), "logConfiguration") == [plan.only(LOGS)]


def test_without_a_bucket_it_is_backed_up(cloud: Cloud) -> None:
    files = _plan(cloud, protect=True).only(FILES)
    assert files.inputs["automaticBackupRetentionDays"] == 7
    assert files.inputs["skipFinalBackup"] is False
    assert files.protect


def test_an_unprotected_one_leaves_no_backup_behind(cloud: Cloud) -> None:
    assert _plan(cloud).only(FILES).inputs["skipFinalBackup"] is True


def test_a_linked_one_cannot_have_backups(cloud: Cloud) -> None:
    files = _plan(cloud, source_bucket="datasets", backup_days=30, protect=True).only(FILES)
    assert files.inputs["automaticBackupRetentionDays"] == 0
    assert files.inputs["skipFinalBackup"] is True


def test_the_bucket_fills_it_and_receives_files_but_loses_none(cloud: Cloud) -> None:
    link = _plan(cloud, source_bucket="datasets").only(LINK).inputs
    assert link["dataRepositoryPath"] == "s3://datasets"
    assert link["batchImportMetaDataOnCreate"] is True
    assert link["s3"]["autoImportPolicy"]["events"] == ["NEW", "CHANGED", "DELETED"]
    assert link["s3"]["autoExportPolicy"]["events"] == ["NEW", "CHANGED"]


def test_without_a_bucket_nothing_is_linked(cloud: Cloud) -> None:
    assert _plan(cloud).of_type(LINK) == []


def test_only_lustre_from_the_network_reaches_it(cloud: Cloud) -> None:
    plan = _plan(cloud)
    rules = plan.of_type(
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
    )
    assert {(r.inputs["fromPort"], r.inputs["toPort"], r.inputs["cidrIpv4"]) for r in rules} == {
        (988, 988, "10.0.0.0/16"),
        (1018, 1023, "10.0.0.0/16"),
    }
    assert len(rules) == 4
    assert plan.only(GROUP) in plan.wired(plan.only(FILES), "securityGroupIds")


def test_it_joins_the_fabric_for_efa_and_for_that_alone(cloud: Cloud) -> None:
    # security groups are fixed at creation: a pool that is replaced must not replace the file system
    without = _plan(cloud, fabric_security_group_id="sg-fabric").only(FILES).inputs
    assert "sg-fabric" not in without["securityGroupIds"]
    assert "efaEnabled" not in without
    joined = _plan(cloud, **MAX).only(FILES).inputs
    assert "sg-fabric" in joined["securityGroupIds"]
    assert joined["efaEnabled"] is True


@pytest.mark.parametrize(("throughput", "step"), LUSTRE["aws"].fabric_gib.items())
def test_efa_is_sold_in_large_sizes(throughput: int, step: int) -> None:
    chosen = {"key_arn": "arn", "efa": True, "fabric_security_group_id": "sg", "throughput": throughput, **PLACE}
    assert AwsLustreArgs(size_gib=step, **chosen).size_gib == step
    with pytest.raises(ValidationError, match=f"multiple of {step} GiB"):
        AwsLustreArgs(size_gib=2400, **chosen)


def test_efa_needs_the_group_of_its_clients() -> None:
    with pytest.raises(ValidationError, match="needs fabric_security_group_id"):
        AwsLustreArgs(key_arn="arn", size_gib=9600, throughput=500, efa=True, **PLACE)


@pytest.mark.parametrize(
    ("size", "hint"), [(1000, "use 1200 or 2400"), (3000, "use 2400 or 4800"), (0, "use 1200 or 2400")]
)
def test_a_size_that_is_not_sold_names_the_nearest(size: int, hint: str) -> None:
    with pytest.raises(ValidationError, match=hint):
        AwsLustreArgs(key_arn="arn", size_gib=size, **PLACE)


def test_a_throughput_that_is_not_sold_names_those_that_are() -> None:
    with pytest.raises(ValidationError, match="not among 125, 250, 500, 1000"):
        AwsLustreArgs(key_arn="arn", throughput=200, **PLACE)


def test_it_is_mounted_by_host_and_name(cloud: Cloud) -> None:
    kept: list[AwsLustre] = []

    def program() -> None:
        kept.append(_lustre(size_gib=4800))
        pulumi.export("source", kept[0].mount_source)

    source = cloud.deploy(program).outputs["source"]
    host, _, name = source.partition("@tcp:/")
    assert host
    assert name
    assert (kept[0].mount_type, kept[0].size_gib) == ("lustre", 4800)
