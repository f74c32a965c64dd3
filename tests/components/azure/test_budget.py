from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.components.azure.budget import AzureBudget, AzureBudgetArgs
from stackwright.plan.graph import UNKNOWN
from stackwright.testing.plugin import Cloud

BUDGET = "azure-native:consumption:Budget"
NOTIFY = ["a@example.com", "b@example.com"]


def args(**changed: Any) -> AzureBudgetArgs:
    given = {
        "monthly_usd": 60_000,
        "notify": NOTIFY,
        "tag_key": "stackwright:stack",
        "tag_value": "lab",
        "resource_group_id": "/subscriptions/1/resourceGroups/lab",
    }
    return AzureBudgetArgs(**{**given, **changed})


@pytest.mark.parametrize("alerts", [[100], [50, 80, 100, 120]])
def test_a_budget_is_accepted(cloud: Cloud, alerts, contract_errors) -> None:
    assert contract_errors(cloud.preview(lambda: AzureBudget("budget", args(alert_percent=alerts)))) == []


def test_it_is_a_monthly_limit_on_what_carries_the_tag_in_the_whole_subscription(cloud: Cloud) -> None:
    budget = cloud.deploy(lambda: AzureBudget("budget", args())).only(BUDGET)
    assert (budget.get("category"), budget.get("timeGrain"), budget.get("amount")) == ("Cost", "Monthly", 60_000)
    assert budget.get("scope") == "/subscriptions/00000000-0000-0000-0000-000000000000"
    assert budget.get("filter.tags") == {"name": "stackwright:stack", "operator": "In", "values": ["lab"]}


def test_each_share_and_the_forecast_are_told_to_everybody(cloud: Cloud) -> None:
    told = cloud.deploy(lambda: AzureBudget("budget", args(alert_percent=[100, 50]))).only(BUDGET).get("notifications")
    found = {name: (n["thresholdType"], n["threshold"]) for name, n in told.items()}
    assert found == {
        "actual-50": ("Actual", 50),
        "actual-100": ("Actual", 100),
        "forecast-100": ("Forecasted", 100),
    }
    assert all(n["contactEmails"] == NOTIFY and n["enabled"] for n in told.values())


def test_it_begins_with_the_month_of_the_deployment_and_stays_so(cloud: Cloud) -> None:
    budget = cloud.deploy(lambda: AzureBudget("budget", args())).only(BUDGET)
    assert str(budget.get("timePeriod.startDate")).endswith("-01T00:00:00Z")


def test_nothing_is_dated_before_the_group_is_there(cloud: Cloud) -> None:
    from pulumi_azure_native import resources

    def program() -> None:
        group = resources.ResourceGroup("group", location="eastus")
        AzureBudget("budget", args(resource_group_id=group.id))

    assert cloud.preview(program).only(BUDGET).get("timePeriod.startDate") is UNKNOWN


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("monthly_usd", 0),
        ("notify", []),
        ("notify", [f"{n}@example.com" for n in range(51)]),
        ("alert_percent", []),
        ("alert_percent", [10, 20, 30, 40, 50]),
        ("alert_percent", [50, 50]),
        ("alert_percent", [0]),
        ("tag_value", ""),
    ],
)
def test_what_azure_refuses_is_refused_before(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        args(**{field: value})
