import json

import pulumi
import pytest

from stackwright.components.aws.identity import AwsRole, AwsRoleArgs
from stackwright.components.aws.registry import AwsRegistry, AwsRegistryArgs
from stackwright.components.intents import RunsOn
from stackwright.testing.plugin import Cloud

REPOSITORY = "aws:ecr/repository:Repository"
LIFECYCLE = "aws:ecr/lifecyclePolicy:LifecyclePolicy"
KEY = "arn:aws:kms:us-east-1:123456789012:key/1"


def plain() -> AwsRegistry:
    return AwsRegistry("images", AwsRegistryArgs(key_arn=KEY))


def full() -> AwsRegistry:
    return AwsRegistry("images", AwsRegistryArgs(key_arn=KEY, images_kept=10, protect=True))


def test_images_are_encrypted_scanned_and_never_overwritten(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(plain)
    repository = plan.only(REPOSITORY).inputs
    assert repository["encryptionConfigurations"] == [{"encryptionType": "KMS", "kmsKey": KEY}]
    assert repository["imageScanningConfiguration"] == {"scanOnPush": True}
    assert repository["imageTagMutability"] == "IMMUTABLE"
    assert contract_errors(plan) == []


def test_old_images_go_and_the_rule_for_all_of_them_comes_last(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(full)
    untagged, oldest = json.loads(plan.only(LIFECYCLE).inputs["policy"])["rules"]
    assert untagged["selection"]["tagStatus"] == "untagged"
    assert untagged["selection"]["countNumber"] == 14
    assert oldest["selection"] == {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 10}
    assert untagged["rulePriority"] < oldest["rulePriority"]
    assert contract_errors(plan) == []


@pytest.mark.parametrize(
    ("protect", "protected", "with_images"), [(True, True, False), (False, False, True), (None, False, False)]
)
def test_a_registry_is_deleted_never_or_full_or_empty(cloud: Cloud, protect, protected, with_images) -> None:
    args = AwsRegistryArgs(key_arn=KEY, protect=protect)
    repository = cloud.deploy(lambda: AwsRegistry("images", args)).only(REPOSITORY)
    assert (repository.protect, repository.inputs["forceDelete"]) == (protected, with_images)


def test_the_address_is_known_at_preview(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("url", plain().url), region="eu-west-1")
    host, _, name = plan.outputs["url"].partition("/")
    assert host.endswith(".dkr.ecr.eu-west-1.amazonaws.com")
    assert name == plan.only(REPOSITORY).outputs["name"]


def test_a_puller_pulls_from_this_repository_only(cloud: Cloud, statements) -> None:
    plan = cloud.preview(lambda: plain().allow_pull(AwsRole("job", AwsRoleArgs(runs_on=RunsOn.POD))))
    pull, log_in = statements(plan.only("aws:iam/rolePolicy:RolePolicy", "job-images-pull")).values()
    name = plan.only(REPOSITORY).outputs["name"]
    assert pull["Resource"].endswith(f":repository/{name}")
    assert not [action for action in pull["Action"] if "*" in action or "Put" in action]
    assert (log_in["Action"], log_in["Resource"]) == ("ecr:GetAuthorizationToken", "*")
