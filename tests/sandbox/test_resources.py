"""A resource is made, changed and taken away as a cloud does it."""

import pytest

from stackwright.sandbox.configuration import Settings
from stackwright.sandbox.resources import LAUNCH_TEMPLATE, Cloud, RefusedError
from stackwright.sandbox.store import NameTakenError, Store
from stackwright.sandbox.wire import UNKNOWN, opened, secret

BUCKET = "aws:s3/bucket:Bucket"
HERE = Settings({"region": "us-east-1", "defaultTags": {"tags": {"owner": "research"}}})


def urn(token: str, name: str) -> str:
    return f"urn:pulumi:dev::shop::{token}::{name}"


@pytest.fixture
def cloud(tmp_path):
    store = Store(tmp_path / "cloud.sqlite")
    yield Cloud(store)
    store.close()


def make(cloud: Cloud, token: str, name: str, inputs: dict, taken: str = "") -> tuple[str, dict]:
    return cloud.create(token, name, urn(token, name), inputs, HERE, taken)


def test_a_new_resource_has_its_inputs_and_all_that_the_cloud_decides(cloud):
    id, outputs = make(cloud, BUCKET, "data", {"bucket": "data-1", "__defaults": ["bucket"]})
    assert id == "data-1"
    assert outputs["arn"] == "arn:aws:s3:::data-1"
    assert outputs["tagsAll"] == {"owner": "research"}
    assert "__defaults" not in outputs


def test_before_it_is_made_what_the_cloud_decides_is_unknown(cloud):
    given = {"name": "c", "roleArn": UNKNOWN, "vpcConfig": {"subnetIds": ["s"]}}
    outputs = cloud.expected("aws:eks/cluster:Cluster", "c", given)
    assert outputs["endpoint"] == UNKNOWN
    assert outputs["vpcConfig"] == {"subnetIds": ["s"], "clusterSecurityGroupId": UNKNOWN, "vpcId": UNKNOWN}
    assert outputs["name"] == "c"
    assert cloud.store.is_empty()


def test_secrets_stay_secret_and_what_the_sdk_calls_secret_becomes_one(cloud):
    _, outputs = make(cloud, "aws:ssm/parameter:Parameter", "p", {"name": "p", "value": secret("s3"), "type": "String"})
    assert outputs["value"] == secret("s3")
    _, outputs = make(cloud, "aws:rds/instance:Instance", "d", {"password": "p4ss", "instanceClass": "db.t3.micro"})
    assert outputs["password"] == secret("p4ss")
    assert opened(outputs)["password"] == "p4ss"


def test_a_replacement_made_first_is_another_resource(cloud):
    one, _ = make(cloud, "aws:ec2/vpc:Vpc", "v", {"cidrBlock": "10.0.0.0/16"})
    two, _ = make(cloud, "aws:ec2/vpc:Vpc", "v", {"cidrBlock": "10.1.0.0/16"})
    assert one != two
    assert len(cloud.store.resources()) == 2


def test_a_taken_name_is_refused_in_the_clouds_words(cloud):
    make(cloud, BUCKET, "a", {"bucket": "x"}, taken="x")
    with pytest.raises(NameTakenError, match="BucketAlreadyExists: there is a aws:s3/bucket:Bucket named x already"):
        make(cloud, BUCKET, "b", {"bucket": "x"}, taken="x")


def test_an_update_keeps_what_the_cloud_decided(cloud):
    id, before = make(cloud, "aws:ec2/vpc:Vpc", "v", {"cidrBlock": "10.0.0.0/16"})
    place = urn("aws:ec2/vpc:Vpc", "v")
    after = cloud.update(
        "aws:ec2/vpc:Vpc", id, place, {"cidrBlock": "10.0.0.0/16", "tags": {"a": "1"}}, HERE, preview=False
    )
    assert after["tagsAll"] == {"owner": "research", "a": "1"}
    assert {**before, "tags": {"a": "1"}, "tagsAll": after["tagsAll"]} == after
    assert cloud.store.find("aws:ec2/vpc:Vpc", id).outputs == after


def test_a_preview_of_an_update_changes_nothing(cloud):
    id, before = make(cloud, BUCKET, "b", {"bucket": "b"})
    cloud.update(BUCKET, id, urn(BUCKET, "b"), {"bucket": "b", "tags": {"a": "1"}}, HERE, preview=True)
    assert cloud.store.find(BUCKET, id).outputs == before


def test_a_launch_template_gets_a_new_version_with_each_update(cloud):
    id, made = make(cloud, LAUNCH_TEMPLATE, "t", {"name": "t"})
    assert made["latestVersion"] == 1
    place = urn(LAUNCH_TEMPLATE, "t")
    assert cloud.update(LAUNCH_TEMPLATE, id, place, {"name": "t"}, HERE, preview=True)["latestVersion"] == UNKNOWN
    assert cloud.update(LAUNCH_TEMPLATE, id, place, {"name": "t"}, HERE, preview=False)["latestVersion"] == 2
    assert cloud.update(LAUNCH_TEMPLATE, id, place, {"name": "t"}, HERE, preview=False)["latestVersion"] == 3


def test_a_replacement_with_the_id_of_the_old_one_stays(cloud):
    token = "aws:s3/bucketVersioning:BucketVersioning"
    old, _ = make(cloud, token, "v", {"bucket": "b", "expectedBucketOwner": "1"})
    new, made = make(cloud, token, "v", {"bucket": "b", "expectedBucketOwner": "2"})
    assert old == new
    cloud.delete(token, old, urn(token, "v"))
    assert cloud.store.find(token, new, urn(token, "v")).outputs == made


def test_what_does_not_exist_cannot_change_but_may_go(cloud):
    with pytest.raises(RefusedError, match=r"NotFound: .* run `pulumi refresh`"):
        cloud.update(BUCKET, "gone", urn(BUCKET, "b"), {"bucket": "b"}, HERE, preview=False)
    cloud.delete(BUCKET, "gone", urn(BUCKET, "b"))


def test_a_protected_resource_does_not_go(cloud):
    token = "aws:eks/cluster:Cluster"
    id, _ = make(cloud, token, "c", {"name": "c", "deletionProtection": True})
    with pytest.raises(RefusedError, match="has `deletionProtection` on"):
        cloud.delete(token, id, urn(token, "c"))
    cloud.update(token, id, urn(token, "c"), {"name": "c", "deletionProtection": False}, HERE, preview=False)
    cloud.delete(token, id, urn(token, "c"))
    assert cloud.store.is_empty()


def test_a_network_that_is_in_use_does_not_go(cloud):
    vpc, _ = make(cloud, "aws:ec2/vpc:Vpc", "v", {"cidrBlock": "10.0.0.0/16"})
    subnet, _ = make(cloud, "aws:ec2/subnet:Subnet", "s", {"vpcId": vpc})
    with pytest.raises(RefusedError, match=f"DependencyViolation: {vpc} has a dependent object"):
        cloud.delete("aws:ec2/vpc:Vpc", vpc, urn("aws:ec2/vpc:Vpc", "v"))
    cloud.delete("aws:ec2/subnet:Subnet", subnet, urn("aws:ec2/subnet:Subnet", "s"))
    cloud.delete("aws:ec2/vpc:Vpc", vpc, urn("aws:ec2/vpc:Vpc", "v"))
    assert cloud.store.is_empty()
