"""Area of concern: single rules in a pack of `pulumi_policy`, through the SDK's own servicer."""

from typing import Any

from pulumi.runtime.proto import analyzer_pb2 as proto
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _PolicyAnalyzerServicer

from stackwright.plan.graph import UNKNOWN
from stackwright.plan.wire import struct
from stackwright.policies.registry import RULES, by_id
from stackwright.policies.tokens import token

VOLUME = token("ebs/Volume")
BUCKET = token("s3/Bucket")
SSE = token("s3/BucketServerSideEncryptionConfiguration")


def _servicer(rule: str, environment: str = "prod") -> Any:
    policies = [by_id(rule).to_policy(environment)]
    return _PolicyAnalyzerServicer("mine", "1.0.0", policies, EnforcementLevel.MANDATORY)


def _urn(kind: str, name: str) -> str:
    return f"urn:pulumi:prod::p::{kind}::{name}"


def _analyze(servicer: Any, kind: str, inputs: dict[str, Any]) -> list[tuple[str, int]]:
    request = proto.AnalyzeRequest(urn=_urn(kind, "a"), type=kind, name="a", properties=struct(inputs))
    return [(one.policyName, one.enforcementLevel) for one in servicer.Analyze(request, None).diagnostics]


def test_every_rule_becomes_a_policy_of_its_own_name() -> None:
    assert [rule.to_policy().name for rule in RULES] == [rule.id for rule in RULES]


def test_a_failure_is_reported_at_the_rule_s_level() -> None:
    servicer = _servicer("aws-ec2-ebs-encrypted")
    assert _analyze(servicer, VOLUME, {"encrypted": False}) == [("aws-ec2-ebs-encrypted", proto.MANDATORY)]
    assert _analyze(servicer, VOLUME, {"encrypted": True}) == []


def test_other_types_are_left_alone() -> None:
    assert _analyze(_servicer("aws-ec2-ebs-encrypted"), BUCKET, {}) == []


def test_an_unknown_stops_prod() -> None:
    servicer = _servicer("aws-ec2-ebs-encrypted")
    assert _analyze(servicer, VOLUME, {"encrypted": UNKNOWN}) == [("aws-ec2-ebs-encrypted", proto.MANDATORY)]


def test_an_unknown_that_only_warns_does_not_hide_a_failure() -> None:
    servicer = _servicer("aws-ec2-no-open-ingress", "dev")
    group = {"ingress": [{"cidrBlocks": ["0.0.0.0/0"]}, {"cidrBlocks": UNKNOWN}]}
    levels = [level for _, level in _analyze(servicer, token("ec2/SecurityGroup"), group)]
    assert levels == [proto.MANDATORY, proto.ADVISORY]


def _in_stack(kind: str, name: str, outputs: dict[str, Any], **wires: str) -> Any:
    return proto.AnalyzerResource(
        urn=_urn(kind, name),
        type=kind,
        name=name,
        properties=struct(outputs),
        propertyDependencies={key: proto.AnalyzerPropertyDependencies(urns=[urn]) for key, urn in wires.items()},
    )


def test_resources_are_joined_by_their_wires() -> None:
    rules = [{"applyServerSideEncryptionByDefault": {"sseAlgorithm": "aws:kms"}}]
    bucket = _in_stack(BUCKET, "data", {"arn": UNKNOWN})
    sse = _in_stack(SSE, "sse", {"bucket": UNKNOWN, "rules": rules}, bucket=_urn(BUCKET, "data"))
    servicer = _servicer("aws-s3-encryption-at-rest")
    alone = servicer.AnalyzeStack(proto.AnalyzeStackRequest(resources=[bucket]), None).diagnostics
    joined = servicer.AnalyzeStack(proto.AnalyzeStackRequest(resources=[bucket, sse]), None).diagnostics
    assert [one.urn for one in alone] == [_urn(BUCKET, "data")]
    assert list(joined) == []


def _remediate(servicer: Any, kind: str, inputs: dict[str, Any]) -> list[Any]:
    request = proto.AnalyzeRequest(urn=_urn(kind, "a"), type=kind, name="a", properties=struct(inputs))
    return list(servicer.Remediate(request, None).remediations)


def _remediating(*rules: str) -> Any:
    policies = [by_id(rule).to_policy() for rule in rules]
    servicer = _PolicyAnalyzerServicer("mine", "1.0.0", policies, EnforcementLevel.MANDATORY)
    told = {rule: proto.PolicyConfig(enforcementLevel=proto.REMEDIATE) for rule in rules}
    servicer.Configure(proto.ConfigureAnalyzerRequest(policyConfig=told), None)
    return servicer


SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "value": "hunter2"}


def test_the_sdk_remediates_when_it_is_told_to_and_keeps_secrets_and_unknowns() -> None:
    inputs = {"encrypted": False, "kmsKeyId": UNKNOWN, "snapshotId": SECRET, "size": 8}
    (done,) = _remediate(_remediating("aws-ec2-ebs-encrypted"), VOLUME, inputs)
    assert done.properties == struct({**inputs, "encrypted": True})
    assert _remediate(_remediating("aws-ec2-ebs-encrypted"), VOLUME, {"encrypted": True}) == []
    assert _remediate(_servicer("aws-ec2-ebs-encrypted"), VOLUME, inputs) == []


def test_remediations_of_a_pack_build_on_each_other() -> None:
    rules = ("aws-ecr-immutable", "aws-ecr-scan-on-push")
    inputs = {"imageTagMutability": "MUTABLE", "forceDelete": SECRET, "tags": {"a": UNKNOWN}}
    first, second = _remediate(_remediating(*rules), token("ecr/Repository"), inputs)
    right = {**inputs, "imageTagMutability": "IMMUTABLE"}
    assert first.properties == struct(right)
    assert second.properties == struct({**right, "imageScanningConfiguration": {"scanOnPush": True}})


def test_what_the_sdk_cannot_remediate_stays_a_violation() -> None:
    policies = {rule.id: rule.to_policy() for rule in RULES if rule.remedy}
    able = {name for name, policy in policies.items() if getattr(policy, "has_remediation", lambda: False)()}
    assert policies.keys() - able == {
        "ai-required-tags",
        "aws-logs-cmk-retention",
        "aws-s3-block-public-access",
        "gcp-gke-workload-identity",
        "gcp-network-private-google-access",
    }
