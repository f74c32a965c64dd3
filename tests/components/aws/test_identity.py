import pytest

from stackwright.components.aws.identity import AwsRole, AwsRoleArgs, role_of
from stackwright.components.intents import RunsOn
from stackwright.components.roles import Identity
from stackwright.testing.plugin import Cloud

ROLE, POLICY = "aws:iam/role:Role", "aws:iam/rolePolicy:RolePolicy"
BOUNDARY = "arn:aws:iam::123456789012:policy/boundary"


def test_a_role_has_no_permission_yet(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(lambda: AwsRole("job", AwsRoleArgs(runs_on=RunsOn.POD)))
    assert [r.type for r in plan if r.custom] == [ROLE]
    assert contract_errors(plan) == []


def test_pods_of_this_account_take_on_a_pod_role(cloud: Cloud, statements) -> None:
    plan = cloud.preview(lambda: AwsRole("job", AwsRoleArgs(runs_on=RunsOn.POD)))
    (trust,) = statements(plan.only(ROLE), "assumeRolePolicy").values()
    assert trust["Principal"] == {"Service": "pods.eks.amazonaws.com"}
    assert trust["Action"] == ["sts:AssumeRole", "sts:TagSession"]
    assert len(trust["Condition"]["StringEquals"]["aws:SourceAccount"]) == 12


def test_only_sagemaker_for_this_account_and_region_takes_on_an_endpoint_role(cloud: Cloud, statements) -> None:
    plan = cloud.preview(lambda: AwsRole("serve", AwsRoleArgs(runs_on=RunsOn.ENDPOINT)), region="us-west-2")
    (trust,) = statements(plan.only(ROLE), "assumeRolePolicy").values()
    account = trust["Condition"]["StringEquals"]["aws:SourceAccount"]
    assert trust["Principal"] == {"Service": "sagemaker.amazonaws.com"}
    assert trust["Condition"]["ArnLike"]["aws:SourceArn"] == f"arn:aws:sagemaker:us-west-2:{account}:*"


def test_a_boundary_caps_the_role(cloud: Cloud, contract_errors) -> None:
    args = AwsRoleArgs(runs_on=RunsOn.POD, permissions_boundary_arn=BOUNDARY)
    plan = cloud.deploy(lambda: AwsRole("job", args))
    assert plan.only(ROLE).inputs["permissionsBoundary"] == BOUNDARY
    assert contract_errors(plan) == []


def test_a_grant_is_a_policy_of_the_role_readable_at_preview(cloud: Cloud, statements) -> None:
    statement = {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::data/*"}
    plan = cloud.preview(lambda: AwsRole("job", AwsRoleArgs(runs_on=RunsOn.POD)).grant("data-read", statement))
    policy = plan.only(POLICY, "job-data-read")
    assert statements(policy) == {"0": statement}
    assert [r.type for r in plan.wired(policy, "role")] == [ROLE]
    assert policy.parent.endswith("AwsRole::job")


def test_a_role_is_an_identity(cloud: Cloud) -> None:
    found: list[Identity] = []
    cloud.deploy(lambda: found.append(AwsRole("job", AwsRoleArgs(runs_on=RunsOn.POD))))
    assert role_of(found[0]) is found[0]


def test_identities_of_other_clouds_are_refused() -> None:
    class Elsewhere:
        principal = None

    with pytest.raises(TypeError, match="Elsewhere is not an identity of AWS"):
        role_of(Elsewhere())


def test_arguments_are_taken_as_a_plain_dict_too(cloud: Cloud) -> None:
    assert cloud.deploy(lambda: AwsRole("job", {"runs_on": "pod"})).only(ROLE)
