"""Look-ups are answered without a cloud, always the same, and unknown ones are refused."""

import json

from stackwright.sdk.lookups import answer, known_lookups


def test_the_account_is_the_one_of_the_documentation():
    found = answer("aws:index/getCallerIdentity:getCallerIdentity", {}, "us-east-1")
    assert found is not None
    assert found["accountId"] == "123456789012"


def test_zones_carry_their_region_and_an_id():
    found = answer("aws:index/getAvailabilityZones:getAvailabilityZones", {"state": "available"}, "eu-west-1")
    assert found is not None
    assert found["names"] == ["eu-west-1a", "eu-west-1b", "eu-west-1c", "eu-west-1d"]
    assert found["zoneIds"][0] == "euw1-az1"
    assert found["state"] == "available"


def test_a_look_ups_own_region_wins():
    found = answer("aws:index/getRegion:getRegion", {"region": "us-west-2"}, "us-east-1")
    assert found is not None
    assert found["name"] == "us-west-2"


def test_partitions_follow_the_region():
    for region, partition in [("us-east-1", "aws"), ("cn-north-1", "aws-cn"), ("us-gov-west-1", "aws-us-gov")]:
        found = answer("aws:index/getPartition:getPartition", {}, region)
        assert found is not None
        assert found["partition"] == partition


def test_an_unknown_look_up_has_no_answer():
    assert answer("aws:rds/getInstance:getInstance", {}, "us-east-1") is None
    assert "aws:rds/getInstance:getInstance" not in known_lookups()


def test_every_look_up_answers_with_an_id():
    for token in set(known_lookups()) - {"kubernetes:yaml:decode"}:
        found = answer(token, {"name": "n"}, "us-east-1")
        assert found is not None
        assert found["id"], token


def test_a_google_project_has_a_number_that_its_agents_carry():
    found = answer("gcp:organizations/getProject:getProject", {"projectId": "lab"}, "us-central1")
    agent = answer("gcp:storage/getProjectServiceAccount:getProjectServiceAccount", {"project": "lab"}, "us-central1")
    assert found is not None
    assert agent is not None
    assert found["projectId"] == "lab"
    assert len(found["number"]) == 12
    assert agent["emailAddress"] == f"service-{found['number']}@gs-project-accounts.iam.gserviceaccount.com"


def test_an_image_parameter_is_an_image_id():
    name = "/aws/service/eks/optimized-ami/1.33/amazon-linux-2023/x86_64/nvidia/recommended/image_id"
    found = answer("aws:ssm/getParameter:getParameter", {"name": name}, "us-east-1")
    assert found is not None
    assert found["value"].startswith("ami-")


def test_a_policy_document_is_rendered_from_its_statements():
    statement = {
        "sid": "Read",
        "actions": ["s3:GetObject"],
        "resources": ["arn:aws:s3:::b/*", "arn:aws:s3:::b"],
        "principals": [{"type": "Service", "identifiers": ["sagemaker.amazonaws.com"]}],
        "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["123456789012"]}],
    }
    found = answer("aws:iam/getPolicyDocument:getPolicyDocument", {"statements": [statement]}, "us-east-1")
    assert found is not None
    assert json.loads(found["json"]) == json.loads(found["minifiedJson"])
    assert json.loads(found["json"]) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "Read",
                "Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": ["arn:aws:s3:::b/*", "arn:aws:s3:::b"],
                "Principal": {"Service": "sagemaker.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
            }
        ],
    }


def test_manifests_are_read_without_a_cluster() -> None:
    text = "kind: Pod\n---\n---\nkind: List\nitems:\n- {kind: Job, at: 2024-01-01}\n"
    found = answer("kubernetes:yaml:decode", {"text": text}, "us-east-1")
    assert found is not None
    assert found["result"] == [{"kind": "Pod"}, {"kind": "Job", "at": "2024-01-01"}]


def test_a_feature_of_a_subscription_is_registered():
    asked = {"providerNamespace": "Microsoft.ContainerService", "featureName": "AKSInfinibandSupport"}
    found = answer("azure-native:features:getSubscriptionFeatureRegistration", asked, "eastus")
    assert found is not None
    assert found["properties"]["state"] == "Registered"
    assert found["id"].endswith("/Microsoft.ContainerService/subscriptionFeatureRegistrations/AKSInfinibandSupport")
