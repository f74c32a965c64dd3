import pytest
from pydantic import ValidationError

from stackwright.components.azure.ground import AzureGround, AzureGroundArgs
from stackwright.testing.plugin import Cloud

GROUP, WORKSPACE = "azure-native:resources:ResourceGroup", "azure-native:operationalinsights:Workspace"
TAGS = {"stackwright:stack": "lab"}


def ground(days: int = 365, location: str = "eastus") -> AzureGround:
    return AzureGround("lab-ground", AzureGroundArgs(location=location, log_retention_days=days, tags=TAGS))


@pytest.mark.parametrize("days", [30, 365, 730])
def test_a_ground_is_accepted(cloud: Cloud, days: int, contract_errors) -> None:
    plan = cloud.deploy(lambda: ground(days))
    assert contract_errors(plan) == []
    assert plan.only(WORKSPACE).get("retentionInDays") == days


def test_the_group_is_known_at_preview_and_everything_waits_for_it(cloud: Cloud) -> None:
    plan = cloud.preview(ground)
    group, workspace = plan.only(GROUP), plan.only(WORKSPACE)
    assert str(group.get("resourceGroupName")).startswith("lab-")
    assert workspace.get("resourceGroupName") == group.get("resourceGroupName")
    assert group.urn in workspace.dependencies


def test_a_stack_in_another_region_has_another_group(cloud: Cloud) -> None:
    here = cloud.preview(ground).only(GROUP).get("resourceGroupName")
    assert cloud.preview(lambda: ground(location="westeurope")).only(GROUP).get("resourceGroupName") != here


def test_logs_are_written_with_tokens_of_entra_alone(cloud: Cloud) -> None:
    assert cloud.preview(ground).only(WORKSPACE).get("features.disableLocalAuth") is True


def test_a_retention_that_log_analytics_does_not_have_is_refused() -> None:
    with pytest.raises(ValidationError, match="log_retention_days"):
        AzureGroundArgs(location="eastus", log_retention_days=7)
