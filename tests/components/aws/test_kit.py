"""Area of concern: how the AWS kit places roles: one log bucket, drivers for file systems, alarms on what is there."""

import pulumi
import pytest

from stackwright.accelerators.catalog import resolve
from stackwright.components.aws.kit import AwsKit
from stackwright.components.intents import ClusterAccess, FilesystemKind, Foundation, Nat, Purchase
from stackwright.testing.plugin import Cloud

FOUNDATION = Foundation("lab", "us-east-1", "dev", protect=False, log_retention_days=30)


def _ground() -> AwsKit:
    kit = AwsKit(FOUNDATION)
    kit.key("key")
    kit.network("network", cidr="10.20.0.0/16", zones=["us-east-1a", "us-east-1b"], nat=Nat.NONE, services=[])
    return kit


def _pool(kit: AwsKit, zone: str | None = None) -> None:
    kit.gpu_pool(
        "pool",
        machine=resolve("L4:1", "aws"),
        nodes=1,
        purchase=Purchase(),
        zone=zone,
        disk_gib=100,
        placement_group=False,
    )


def test_all_buckets_share_one_bucket_for_their_access_logs(cloud: Cloud) -> None:
    def program() -> None:
        kit = _ground()
        kit.object_store("one")
        kit.object_store("two")

    plan = cloud.deploy(program)
    logs = plan.only("aws:s3/bucket:Bucket", "lab-access-logs")
    targets = [r.get("targetBucket") for r in plan.of_type("aws:s3/bucketLogging:BucketLogging")]
    assert targets == [logs.outputs["bucket"]] * 2


def test_a_pool_without_a_cluster_is_refused(cloud: Cloud) -> None:
    with pytest.raises(pulumi.RunError, match=r"call kit\.cluster first"):
        cloud.deploy(lambda: _pool(_ground()))


def test_a_file_system_brings_its_driver_into_the_cluster(cloud: Cloud) -> None:
    def program() -> None:
        kit = _ground()
        kit.cluster("cluster", access=ClusterAccess())
        kit.filesystem("home", kind=FilesystemKind.NFS, size_gib=1, throughput=0, zone=None, source=None)

    plan = cloud.deploy(program)
    assert "aws-efs-csi-driver" in [r.get("addonName") for r in plan.of_type("aws:eks/addon:Addon")]
    assert len(plan.of_type("aws:efs/mountTarget:MountTarget")) == 2


def test_nodes_stand_in_the_zone_that_was_asked_for(cloud: Cloud) -> None:
    def program() -> None:
        kit = _ground()
        kit.cluster("cluster", access=ClusterAccess())
        _pool(kit, "us-east-1b")

    plan = cloud.deploy(program)
    subnet = next(r for r in plan.of_type("aws:ec2/subnet:Subnet") if r.get("availabilityZone") == "us-east-1b")
    assert plan.only("aws:eks/nodeGroup:NodeGroup", "lab-pool").get("subnetIds") == [subnet.id]


def test_a_stack_that_names_its_account_is_made_in_no_other(cloud: Cloud) -> None:
    def program() -> None:
        AwsKit(Foundation("lab", "us-east-1", "dev", protect=False, log_retention_days=30, account="123456789012"))

    assert cloud.deploy(program).only("pulumi:providers:aws").get("allowedAccountIds") == '["123456789012"]'
