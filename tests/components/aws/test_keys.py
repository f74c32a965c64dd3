import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.aws.keys import SERVICES, AwsKey, AwsKeyArgs
from stackwright.testing.plugin import Cloud

KEY = "aws:kms/key:Key"


def test_a_key_is_rotated_and_ends_late(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(lambda: AwsKey("data", AwsKeyArgs()))
    key = plan.only(KEY)
    assert key.inputs["enableKeyRotation"] is True
    assert key.inputs["deletionWindowInDays"] == 30
    assert not key.protect
    assert contract_errors(plan) == []


def test_a_protected_key_is_not_deleted(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(lambda: AwsKey("data", AwsKeyArgs(protect=True, deletion_window_days=14)))
    assert plan.only(KEY).protect
    assert contract_errors(plan) == []


def test_an_alias_names_the_key(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: AwsKey("data", AwsKeyArgs()))
    alias = plan.only("aws:kms/alias:Alias")
    assert [r.type for r in plan.wired(alias, "targetKeyId")] == [KEY]
    assert "name" not in alias.inputs


def test_its_id_is_the_arn(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: pulumi.export("id", AwsKey("data", AwsKeyArgs()).id))
    assert plan.outputs["id"] == plan.only(KEY).outputs["arn"]


def test_everybody_is_only_meant_with_a_condition(cloud: Cloud, statements) -> None:
    found = statements(cloud.preview(lambda: AwsKey("data", AwsKeyArgs())).only(KEY))
    open_to_all = [sid for sid, s in found.items() if s["Principal"] == {"AWS": "*"}]
    assert open_to_all == ["UseThroughServices", "GrantsToServices"]
    for sid in open_to_all:
        equals = found[sid]["Condition"]["StringEquals"]
        assert len(equals["kms:CallerAccount"]) == 12
        assert equals["kms:ViaService"] == [f"{service}.us-east-1.amazonaws.com" for service in SERVICES]


def test_grants_are_only_for_services(cloud: Cloud, statements) -> None:
    found = statements(cloud.preview(lambda: AwsKey("data", AwsKeyArgs())).only(KEY))
    with_grants = [sid for sid, s in found.items() if "kms:CreateGrant" in s["Action"]]
    assert with_grants == ["GrantsToServices"]
    assert found["GrantsToServices"]["Condition"]["Bool"] == {"kms:GrantIsForAWSResource": "true"}


def test_services_use_it_for_this_account_only(cloud: Cloud, statements) -> None:
    plan = cloud.preview(lambda: AwsKey("data", AwsKeyArgs()), region="eu-west-1")
    found = statements(plan.only(KEY))
    account = found["AdministrationByIam"]["Principal"]["AWS"].split(":")[4]
    logs, alarms = found["LogGroups"], found["AlarmsToTopics"]
    assert logs["Principal"] == {"Service": "logs.eu-west-1.amazonaws.com"}
    groups = f"arn:aws:logs:eu-west-1:{account}:log-group:*"
    assert logs["Condition"] == {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}}
    assert alarms["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert alarms["Condition"]["StringEquals"] == {"aws:SourceAccount": account}


@pytest.mark.parametrize("days", [13, 31])
def test_a_key_that_ends_too_early_or_late_is_refused(days: int) -> None:
    with pytest.raises(ValidationError, match="deletion_window_days"):
        AwsKeyArgs(deletion_window_days=days)
