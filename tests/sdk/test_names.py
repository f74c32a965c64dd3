"""Names are settled as the providers' Check settles them."""

import pytest

from stackwright.sdk.names import NameTooLongError, autoname, settled_name
from stackwright.sdk.schema import resource_schema


def test_a_role_gets_its_logical_name_a_dash_and_seven_hex_digits():
    found = settled_name("aws:iam/role:Role", "trainer", {}, b"seed")
    assert found is not None
    path, value = found
    assert path == "name"
    stem, _, digits = value.rpartition("-")
    assert stem == "trainer"
    assert len(digits) == 7
    assert int(digits, 16) >= 0


def test_the_same_seed_settles_the_same_name():
    one = settled_name("aws:s3/bucket:Bucket", "data", {}, "a")
    assert one == settled_name("aws:s3/bucket:Bucket", "data", {}, b"a")
    assert one != settled_name("aws:s3/bucket:Bucket", "data", {}, "b")


@pytest.mark.parametrize(
    ("token", "path", "start"),
    [
        ("aws:s3/bucket:Bucket", "bucket", "mydata-"),
        ("aws:eks/nodeGroup:NodeGroup", "nodeGroupName", "MyData-"),
        ("aws:efs/fileSystem:FileSystem", "creationToken", "MyData-"),
        ("aws:kms/alias:Alias", "name", "alias/MyData-"),
        ("gcp:storage/bucket:Bucket", "name", "MyData-"),
        ("azure-native:storage:StorageAccount", "accountName", "mydata"),
        ("azure-native:resources:ResourceGroup", "resourceGroupName", "MyData"),
        ("kubernetes:core/v1:Service", "metadata.name", "MyData-"),
        ("kubernetes:example.com/v1:Widget", "metadata.name", "MyData-"),
    ],
)
def test_each_type_has_its_own_name_property(token, path, start):
    found = settled_name(token, "MyData", {}, "seed")
    assert found is not None
    assert found[0] == path
    assert found[1].startswith(start)


def test_a_child_on_azure_takes_the_logical_name_as_it_is():
    given = {"accountName": "a", "resourceGroupName": "g"}
    assert settled_name("azure-native:storage:BlobContainer", "logs", given, "s") == ("containerName", "logs")


@pytest.mark.parametrize("given", [{"bucket": "mine"}, {"bucketPrefix": "mine-"}, {"bucket": object()}])
def test_a_given_name_is_left_alone(given):
    assert settled_name("aws:s3/bucket:Bucket", "data", given, "s") is None


def test_types_without_a_name_get_none():
    for token in ("aws:ec2/vpc:Vpc", "aws:route53/record:Record", "aws:cloudwatch/dashboard:Dashboard"):
        assert settled_name(token, "x", {}, "s") is None


def test_a_fifo_topic_ends_with_fifo():
    found = settled_name("aws:sns/topic:Topic", "t", {"fifoTopic": True}, "s")
    assert found is not None
    assert found[1].endswith(".fifo")


def test_a_name_without_room_is_refused_with_the_room_there_is():
    with pytest.raises(NameTooLongError, match="at most 56 characters"):
        settled_name("aws:iam/role:Role", "r" * 57, {}, "s")
    assert settled_name("aws:iam/role:Role", "r" * 56, {}, "s") is not None


def test_every_row_of_the_table_names_an_optional_input():
    from stackwright.sdk.names import _exceptions

    for token, rule in _exceptions().items():
        schema = resource_schema(token)
        assert schema is not None, token
        assert rule is None or (rule.property in schema.inputs and rule.property not in schema.required), token
        assert autoname(token) == rule
