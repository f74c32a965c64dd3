"""Area of concern: what a bucket says itself counts as much as what stands beside it, and is judged the same."""

import json
from typing import Any

import pytest

from stackwright.policies.example import Part, graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.rules.aws.s3_tls_only import TLS_ONLY
from stackwright.policies.tokens import token

BUCKET, OLD = token("s3/Bucket"), token("s3/BucketV2")
KEY = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": "arn:aws:kms:eu-west-1:1:key/a"}
PLAIN = {"sseAlgorithm": "AES256"}
SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


def _results(rule: str, *parts: Part) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of(parts))]


def _encryption(kind: str, default: dict[str, str]) -> dict[str, Any]:
    if kind == BUCKET:
        return {"serverSideEncryptionConfiguration": {"rule": {"applyServerSideEncryptionByDefault": default}}}
    return {"serverSideEncryptionConfigurations": [{"rules": [{"applyServerSideEncryptionByDefaults": [default]}]}]}


@pytest.mark.parametrize("kind", [BUCKET, OLD])
def test_encryption_may_stand_in_the_bucket(kind: str) -> None:
    for rule in ("aws-s3-encryption-at-rest", "aws-s3-encryption-cmk"):
        assert _results(rule, part(kind, "data", _encryption(kind, KEY))) == []
        assert _results(rule, part(kind, "data", _encryption(kind, PLAIN))) == ["fail"]


@pytest.mark.parametrize(
    ("rule", "kind", "inputs", "results"),
    [
        ("aws-s3-versioning", BUCKET, {"versioning": {"enabled": True}}, []),
        ("aws-s3-versioning", OLD, {"versionings": [{"enabled": True}]}, []),
        ("aws-s3-versioning", OLD, {"versionings": [{"enabled": False}]}, ["fail"]),
        ("aws-s3-access-logging", BUCKET, {"logging": {"targetBucket": "logs"}}, []),
        ("aws-s3-access-logging", OLD, {"loggings": [{"targetBucket": "logs"}]}, []),
        ("aws-s3-lifecycle", BUCKET, {"lifecycleRules": [{"enabled": True}]}, ["fail"]),
        ("aws-s3-lifecycle", OLD, {"lifecycleRules": [{"enabled": True, "abortIncompleteMultipartUploadDays": 7}]}, []),
        (
            "aws-s3-lifecycle",
            BUCKET,
            {"lifecycleRules": [{"enabled": False, "abortIncompleteMultipartUploadDays": 7}]},
            ["fail"],
        ),
        ("aws-s3-tls-only", BUCKET, {"policy": TLS_ONLY}, []),
        ("aws-s3-tls-only", BUCKET, {"policy": '{"Statement": []}'}, ["fail"]),
        ("aws-s3-policy-no-wildcard-principal", OLD, {"policy": TLS_ONLY}, []),
        ("aws-s3-policy-no-wildcard-principal", BUCKET, {"policy": TLS_ONLY.replace("Deny", "Allow")}, ["fail"]),
        ("aws-s3-policy-no-wildcard-principal", BUCKET, {}, []),
    ],
)
def test_its_companions_may_stand_in_the_bucket(
    rule: str, kind: str, inputs: dict[str, Any], results: list[str]
) -> None:
    assert _results(rule, part(kind, "data", inputs)) == results


def test_a_bucket_that_another_one_names_itself_takes_logs() -> None:
    data = part(BUCKET, "data", {**_encryption(BUCKET, KEY), "logging": {"targetBucket": "logs"}})
    logs = part(BUCKET, "logs", {"bucket": "logs", **_encryption(BUCKET, PLAIN)})
    assert _results("aws-s3-encryption-at-rest", data, logs) == []
    wired = part(OLD, "data", {**_encryption(OLD, KEY), "loggings": [{}]}, loggings="logs")
    assert _results("aws-s3-encryption-at-rest", wired, logs) == []


ALL_USERS = "http://acs.amazonaws.com/groups/global/AllUsers"


@pytest.mark.parametrize(
    ("kind", "inputs", "results"),
    [
        ("s3/BucketObject", {"acl": "public-read"}, ["fail"]),
        ("s3/BucketObjectv2", {"acl": "private"}, []),
        ("s3/Bucket", {"grants": [{"type": "Group", "uri": ALL_USERS, "permissions": ["READ"]}]}, ["fail"]),
        ("s3/BucketAcl", {"accessControlPolicy": {"grants": [{"grantee": {"uri": ALL_USERS}}]}}, ["fail"]),
        ("s3/BucketAcl", {"accessControlPolicy": {"grants": [{"grantee": {"id": "a"}}]}}, []),
    ],
)
def test_grants_and_objects_are_public_too(kind: str, inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-s3-no-public-acl", part(token(kind), "one", inputs)) == results


def test_the_switches_of_the_account_hold_for_all_its_buckets() -> None:
    account = token("s3/AccountPublicAccessBlock")
    on, some = dict.fromkeys(SWITCHES, True), {**dict.fromkeys(SWITCHES, True), "blockPublicPolicy": False}
    rule = "aws-s3-block-public-access"
    assert _results(rule, part(BUCKET, "data"), part(account, "all", on)) == []
    assert _results(rule, part(BUCKET, "data"), part(account, "all", some)) == ["fail"]


@pytest.mark.parametrize(
    ("condition", "results"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, []),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, ["fail"]),
        ({"StringEqualsIfExists": {"aws:SourceVpce": "vpce-1"}}, ["fail"]),
        ({"StringLike": {"aws:PrincipalArn": "*"}}, ["fail"]),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::1:role/*"}}, []),
    ],
)
def test_a_condition_closes_a_policy_only_when_it_names_who_may_come(condition: Any, results: list[str]) -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*", "Condition": condition}
    policy = part(
        token("s3/BucketPolicy"), "policy", {"bucket": "data", "policy": json.dumps({"Statement": [statement]})}
    )
    assert _results("aws-s3-policy-no-wildcard-principal", policy) == results
