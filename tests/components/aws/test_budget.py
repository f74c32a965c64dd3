import json
from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.components.aws.budget import AwsBudget, AwsBudgetArgs
from stackwright.testing.plugin import Cloud

BUDGET = "aws:budgets/budget:Budget"
NOTIFY = ["a@example.com", "b@example.com"]


def args(**changed: Any) -> AwsBudgetArgs:
    given = {"monthly_usd": 60_000, "notify": NOTIFY, "tag_key": "stackwright:stack", "tag_value": "lab-prod"}
    return AwsBudgetArgs(**{**given, **changed})


@pytest.mark.parametrize("alerts", [[100], [50, 80, 100, 120]])
def test_a_budget_is_accepted_and_known_at_preview(cloud: Cloud, alerts, contract_errors, unreadable_documents) -> None:
    plan = cloud.preview(lambda: AwsBudget("budget", args(alert_percent=alerts)))
    assert contract_errors(plan) == []
    assert unreadable_documents(plan) == []


def test_it_is_a_monthly_limit_on_what_carries_the_tag(cloud: Cloud) -> None:
    budget = cloud.deploy(lambda: AwsBudget("budget", args())).only(BUDGET).inputs
    assert (budget["budgetType"], budget["timeUnit"], budget["limitUnit"]) == ("COST", "MONTHLY", "USD")
    assert float(budget["limitAmount"]) == 60_000
    assert budget["costFilters"] == [{"name": "TagKeyValue", "values": ["user:stackwright:stack$lab-prod"]}]


def test_each_share_and_the_forecast_are_told_to_everybody(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: AwsBudget("budget", args(alert_percent=[100, 50])))
    told = plan.only(BUDGET).inputs["notifications"]
    assert [(n["notificationType"], n["threshold"]) for n in told] == [
        ("ACTUAL", 50),
        ("ACTUAL", 100),
        ("FORECASTED", 100),
    ]
    assert all(n["subscriberEmailAddresses"] == NOTIFY for n in told)


def test_a_day_that_costs_a_tenth_more_than_usual_is_told(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: AwsBudget("budget", args()))
    monitor = plan.only("aws:costexplorer/anomalyMonitor:AnomalyMonitor")
    watched = json.loads(monitor.inputs["monitorSpecification"])["Tags"]
    assert (watched["Key"], watched["Values"]) == ("stackwright:stack", ["lab-prod"])
    subscription = plan.only("aws:costexplorer/anomalySubscription:AnomalySubscription")
    assert plan.wired(subscription, "monitorArnLists") == [monitor]
    assert subscription.get("thresholdExpression.dimension.values[0]") == "6000.00"
    assert [s["address"] for s in subscription.inputs["subscribers"]] == NOTIFY
    assert subscription.inputs["frequency"] == "DAILY"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("monthly_usd", 0),
        ("notify", []),
        ("notify", [f"{n}@example.com" for n in range(11)]),
        ("alert_percent", []),
        ("alert_percent", [10, 20, 30, 40, 50]),
        ("alert_percent", [50, 50]),
        ("alert_percent", [0]),
        ("tag_value", ""),
    ],
)
def test_what_aws_refuses_is_refused_before(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        args(**{field: value})
