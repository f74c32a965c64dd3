"""Inputs are refused where the cloud's provider refuses them, with the path and a way out."""

import pytest

from stackwright.sandbox.check import check_inputs
from stackwright.sandbox.wire import UNKNOWN, secret

NODES = "aws:eks/nodeGroup:NodeGroup"
GOOD = {
    "clusterName": "c",
    "nodeRoleArn": "arn",
    "subnetIds": ["subnet-1"],
    "scalingConfig": {"minSize": 0, "maxSize": 2, "desiredSize": 1},
}


def failures(token: str, inputs: dict) -> dict[str, str]:
    return dict(check_inputs(token, inputs)[1])


def test_good_inputs_pass():
    checked, found = check_inputs(NODES, GOOD)
    assert found == []
    assert checked == GOOD


def test_an_unknown_property_is_refused_with_the_nearest_one():
    given = {**GOOD, "scalingConfig": {**GOOD["scalingConfig"], "desiredSizes": 1}}
    assert failures(NODES, given) == {"scalingConfig.desiredSizes": "no such property; did you mean `desiredSize`?"}
    assert failures("aws:s3/bucket:Bucket", {"qqqqq": 1}) == {"qqqqq": "no such property"}


def test_a_missing_property_is_refused_at_its_path():
    assert failures(NODES, {**GOOD, "clusterName": None}) == {"clusterName": "missing required property"}
    found = failures(NODES, {**GOOD, "scalingConfig": {"minSize": 1, "maxSize": 1}})
    assert found == {"scalingConfig.desiredSize": "missing required property"}


@pytest.mark.parametrize(
    ("given", "path", "reason"),
    [
        ({"subnetIds": "subnet-1"}, "subnetIds", "expected a list, got a string"),
        ({"scalingConfig": [1]}, "scalingConfig", "expected an object, got a list"),
        ({"subnetIds": ["a", {"b": 1}]}, "subnetIds[1]", "expected a string, got an object"),
        ({"diskSize": "big"}, "diskSize", "expected a whole number, got a string"),
        ({"diskSize": 1.5}, "diskSize", "expected a whole number, got a number"),
        ({"labels": {"a": ["b"]}}, 'labels["a"]', "expected a string, got a list"),
    ],
)
def test_a_wrong_type_is_refused_at_its_path(given, path, reason):
    assert failures(NODES, GOOD | given) == {path: reason}


def test_bridged_providers_take_scalars_of_another_kind():
    checked, found = check_inputs(NODES, {**GOOD, "diskSize": "200", "labels": {"gpu": True, "count": 8}})
    assert found == []
    assert checked["diskSize"] == 200
    assert checked["labels"] == {"gpu": "true", "count": "8"}


def test_other_providers_do_not():
    given = {"metadata": {"name": "x"}, "spec": {"replicas": "2", "selector": {}, "template": {}}}
    assert failures("kubernetes:apps/v1:Deployment", given)["spec.replicas"] == "expected a whole number, got a string"


def test_a_closed_enum_lists_its_values_and_an_open_one_takes_any_text():
    account = {"resourceGroupName": "g", "kind": "Another", "sku": {"name": "Standard_LRS"}}
    token = "azure-native:storage:StorageAccount"
    assert failures(token, account) == {}
    found = failures(token, {**account, "accessTier": "Freezing"})
    assert found["accessTier"].startswith("expected one of Hot, Cool")


def test_unknown_values_pass_and_secrets_stay_secret():
    checked, found = check_inputs("aws:s3/bucket:Bucket", {"bucket": UNKNOWN, "tags": secret({"a": 1})})
    assert found == []
    assert checked["bucket"] == UNKNOWN
    assert checked["tags"] == secret({"a": "1"})


def test_no_message_repeats_a_secret():
    given = {"resourceGroupName": "g", "kind": "x", "sku": {"name": "s"}, "accessTier": secret("hunter2")}
    found = failures("azure-native:storage:StorageAccount", given)
    assert "accessTier" in found
    assert "hunter2" not in str(found)


def test_defaults_are_filled():
    checked, _ = check_inputs("aws:ec2/securityGroup:SecurityGroup", {})
    assert checked["description"] == "Managed by Pulumi"


def test_a_type_that_no_sdk_has_is_refused_but_custom_resources_pass():
    assert "has no type" in failures("aws:s3/bukkit:Bukkit", {})[""]
    assert "is not installed" in failures("nosuchcloud:x/y:Z", {})[""]
    assert failures("kubernetes:example.com/v1:Widget", {"spec": {"anything": 1}}) == {}


def test_the_alternative_that_fits_is_taken():
    policy = {"Version": "2012-10-17", "Statement": []}
    assert failures("aws:iam/rolePolicy:RolePolicy", {"role": "r", "policy": "{}"}) == {}
    assert failures("aws:iam/rolePolicy:RolePolicy", {"role": "r", "policy": policy}) == {}
    assert failures("aws:iam/rolePolicy:RolePolicy", {"role": "r", "policy": [1]}) != {}
