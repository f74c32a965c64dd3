import pytest
from pydantic import ValidationError

from stackwright.components.aws.cluster.addons import ADDONS, AwsAddons, AwsAddonsArgs
from stackwright.testing.plugin import Cloud

ADDON = "aws:eks/addon:Addon"


def test_the_provider_takes_every_addon(cloud: Cloud, contract_errors) -> None:
    plan = cloud.deploy(lambda: AwsAddons("c", AwsAddonsArgs(cluster_name="c", names=list(ADDONS))))
    assert contract_errors(plan) == []
    assert [r.inputs["addonName"] for r in plan.of_type(ADDON)] != []
    assert {r.inputs["addonName"] for r in plan.of_type(ADDON)} == set(ADDONS)


@pytest.mark.parametrize("addon", [name for name, addon in ADDONS.items() if addon.service_account])
def test_what_calls_aws_has_a_role_of_its_own_before_it_starts(cloud: Cloud, addon: str) -> None:
    plan = cloud.preview(lambda: AwsAddons("c", AwsAddonsArgs(cluster_name="c", names=[addon])))
    installed, role = plan.only(ADDON), plan.only("aws:iam/role:Role")
    assert plan.wired(installed, "podIdentityAssociations") == [role]
    granted = plan.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "aws:iam/rolePolicy:RolePolicy")
    assert {r.urn for r in granted} <= set(installed.dependencies)
    assert len(granted) == 1


def test_what_was_changed_by_hand_is_set_back(cloud: Cloud) -> None:
    addon = cloud.preview(lambda: AwsAddons("c", AwsAddonsArgs(cluster_name="c", names=["coredns"]))).only(ADDON)
    assert addon.inputs["resolveConflictsOnCreate"] == addon.inputs["resolveConflictsOnUpdate"] == "OVERWRITE"


def test_a_version_is_pinned_when_asked(cloud: Cloud) -> None:
    args = AwsAddonsArgs(cluster_name="c", names=["coredns", "kube-proxy"], versions={"coredns": "v1"})
    plan = cloud.preview(lambda: AwsAddons("c", args))
    assert plan.only(ADDON, "c-coredns").inputs["addonVersion"] == "v1"
    assert "addonVersion" not in plan.only(ADDON, "c-kube-proxy").inputs


def test_an_unknown_addon_is_refused_with_those_that_exist() -> None:
    with pytest.raises(ValidationError, match=r"core-dns is not among .*coredns"):
        AwsAddonsArgs(cluster_name="c", names=["core-dns"])
