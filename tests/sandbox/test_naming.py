"""Names are filled once, kept while they are the provider's own, and unique where a cloud wants them unique."""

from stackwright.sandbox.check import DEFAULTS
from stackwright.sandbox.naming import cloud_name, settle

BUCKET = "aws:s3/bucket:Bucket"
SERVICE = "kubernetes:core/v1:Service"


def settled(token: str, name: str, inputs: dict, old: dict | None = None, **more) -> dict:
    settle(token, name, inputs, old or {}, **({"seed": b"1"} | more))
    return inputs


def test_a_filled_name_is_noted_as_the_providers_own():
    inputs = settled(BUCKET, "data", {})
    assert inputs["bucket"].startswith("data-")
    assert inputs[DEFAULTS] == ["bucket"]


def test_the_providers_own_name_is_kept_whatever_the_seed():
    first = settled(BUCKET, "data", {})
    assert settled(BUCKET, "data", {}, first, seed=b"2") == first


def test_a_name_that_was_the_users_is_not_kept():
    inputs = settled(BUCKET, "data", {}, {"bucket": "mine"})
    assert inputs["bucket"].startswith("data-")


def test_a_given_name_is_left_alone():
    assert settled(BUCKET, "data", {"bucket": "mine"}) == {"bucket": "mine"}


def test_a_proposed_name_is_taken_as_it_is():
    assert settled(BUCKET, "data", {}, proposed="shop-data")["bucket"] == "shop-data"
    assert settled(BUCKET, "data", {"bucket": "mine"}, proposed="shop-data") == {"bucket": "mine"}


def test_kubernetes_notes_the_name_in_an_annotation_and_keeps_it():
    first = settled(SERVICE, "web", {"metadata": {"namespace": "n"}})
    assert first["metadata"]["name"].startswith("web-")
    assert first["metadata"]["annotations"] == {"pulumi.com/autonamed": "true"}
    assert settled(SERVICE, "web", {"metadata": {"namespace": "n"}}, first, seed=b"2") == first


def test_names_are_unique_in_their_place():
    def name(inputs: dict, token: str = "aws:eks/nodeGroup:NodeGroup", region: str = "us-east-1") -> str:
        return cloud_name(token, inputs, region)

    one = name({"nodeGroupName": "gpu", "clusterName": "a"})
    assert one == name({"nodeGroupName": "gpu", "clusterName": "a"})
    assert one != name({"nodeGroupName": "gpu", "clusterName": "b"})
    assert one != name({"nodeGroupName": "gpu", "clusterName": "a"}, region="eu-west-1")
    assert one != name({"nodeGroupName": "gpu", "clusterName": "a", "region": "eu-west-1"})


def test_bucket_names_are_unique_in_the_world():
    assert cloud_name(BUCKET, {"bucket": "x"}, "us-east-1") == cloud_name(BUCKET, {"bucket": "x"}, "eu-west-1")


def test_types_without_a_name_have_none():
    assert cloud_name("aws:ec2/vpc:Vpc", {"cidrBlock": "10.0.0.0/16"}, "us-east-1") == ""
    assert cloud_name("aws:cloudwatch/dashboard:Dashboard", {"dashboardName": "d"}, "us-east-1") != ""
