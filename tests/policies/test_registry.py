"""Area of concern: which rules a pack holds; a rule joins or leaves a pack only here and in the registry."""

import pytest

from stackwright.policies.registry import PACKS, by_id

PINNED = {
    "security": [
        "aws-bedrock-agent-cmk",
        "aws-bedrock-agent-guardrail",
        "aws-bedrock-agentcore-vpc",
        "aws-bedrock-custom-model-cmk-vpc",
        "aws-bedrock-guardrail-content",
        "aws-bedrock-invocation-logging",
        "aws-bedrock-provisioned-cap",
        "aws-cloudtrail-baseline",
        "aws-dynamodb-cmk-pitr",
        "aws-ec2-ebs-cmk",
        "aws-ec2-ebs-encrypted",
        "aws-ec2-egress-restricted",
        "aws-ec2-imds-hop-limit",
        "aws-ec2-imdsv2",
        "aws-ec2-no-open-ingress",
        "aws-ec2-no-public-ip",
        "aws-ec2-no-secrets-userdata",
        "aws-ecr-immutable",
        "aws-ecr-kms",
        "aws-ecr-lifecycle",
        "aws-ecr-private",
        "aws-ecr-scan-on-push",
        "aws-efs-backup",
        "aws-efs-encrypted",
        "aws-efs-tls-only",
        "aws-eks-audit-logs",
        "aws-eks-deletion-protection",
        "aws-eks-endpoint-private",
        "aws-eks-nodegroup-bounded",
        "aws-eks-nodegroup-no-ssh",
        "aws-eks-secrets-encryption",
        "aws-eks-supported-version",
        "aws-fsx-cmk",
        "aws-fsx-lustre-durable",
        "aws-iam-no-admin-wildcard",
        "aws-iam-no-broad-managed",
        "aws-iam-no-users",
        "aws-iam-passrole-scoped",
        "aws-iam-trust-scoped",
        "aws-kms-deletion-window",
        "aws-kms-policy-scoped",
        "aws-kms-rotation",
        "aws-lb-tls12",
        "aws-logs-cmk-retention",
        "aws-s3-access-logging",
        "aws-s3-block-public-access",
        "aws-s3-encryption-at-rest",
        "aws-s3-encryption-cmk",
        "aws-s3-force-destroy",
        "aws-s3-lifecycle",
        "aws-s3-no-public-acl",
        "aws-s3-policy-no-wildcard-principal",
        "aws-s3-tls-only",
        "aws-s3-versioning",
        "aws-sagemaker-data-capture-cmk",
        "aws-sagemaker-domain-cmk",
        "aws-sagemaker-domain-idle-shutdown",
        "aws-sagemaker-domain-sso",
        "aws-sagemaker-domain-vpc-only",
        "aws-sagemaker-endpoint-bounded",
        "aws-sagemaker-endpoint-cmk",
        "aws-sagemaker-endpoint-ha",
        "aws-sagemaker-endpoint-no-ssm",
        "aws-sagemaker-featurestore-cmk",
        "aws-sagemaker-model-network-isolation",
        "aws-sagemaker-model-vpc",
        "aws-sagemaker-monitor-encryption",
        "aws-sagemaker-notebook-auto-stop",
        "aws-sagemaker-notebook-cmk",
        "aws-sagemaker-notebook-imdsv2",
        "aws-sagemaker-notebook-no-internet",
        "aws-sagemaker-notebook-no-root",
        "aws-sagemaker-notebook-vpc",
        "aws-sagemaker-training-cmk",
        "aws-sagemaker-training-intercontainer-encryption",
        "aws-sagemaker-training-isolation",
        "aws-sagemaker-training-max-runtime",
        "aws-sagemaker-training-spot-dev",
        "aws-sagemaker-tuning-bounded",
        "aws-secret-cmk-rotation",
        "aws-vector-store-private",
        "aws-vpc-ai-endpoints",
        "aws-vpc-default-sg-closed",
        "aws-vpc-flow-logs",
    ],
    "cost": [
        "ai-allowed-instance-types",
        "ai-allowed-regions",
        "ai-budget-alarm-required",
        "ai-commitment-approval",
        "ai-deletion-guard",
        "ai-denied-instance-types",
        "ai-max-gpu-count",
        "ai-max-monthly-cost",
        "ai-max-resource-cost",
        "ai-nat-per-az-dev",
        "ai-no-plaintext-secret",
        "ai-required-tags",
        "ai-unpriced-resources",
    ],
}


@pytest.mark.parametrize("pack", PINNED)
def test_a_pack_holds_exactly_these_rules(pack: str) -> None:
    assert sorted(rule.id for rule in PACKS[pack]) == PINNED[pack]


def test_there_are_no_other_packs() -> None:
    assert set(PACKS) == set(PINNED)


def test_a_misspelt_rule_is_answered_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"did you mean aws-s3-tls-only\?"):
        by_id("aws-s3-tls-onlyy")
