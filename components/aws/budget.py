"""The alarm on the real bill of a stack: a monthly budget, and a watch for days that are out of line."""

import json

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_aws import budgets, costexplorer
from pydantic import Field, field_validator

from stackwright.components.budgets import shares
from stackwright.components.inputs import Args
from stackwright.components.limits import NOTIFY_MAX

ALERTS_MAX = 4
"""Thresholds on the actual bill; AWS takes five notifications a budget, and the fifth is the forecast.

https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_CreateBudget.html
"""


class AwsBudgetArgs(Args):
    """Arguments of `AwsBudget`."""

    monthly_usd: float = Field(gt=0)
    """US dollars a month that the stack may cost."""

    notify: list[str] = Field(min_length=1, max_length=NOTIFY_MAX["aws"])
    """E-mail addresses that are told."""

    alert_percent: list[int] = Field(default=[50, 80, 100], min_length=1, max_length=ALERTS_MAX)
    """Shares of the budget at which the actual bill is reported; a forecast above 100 is always reported."""

    tag_key: str = Field(min_length=1)
    """Tag that the stack's resources carry. It counts once it is active as a cost allocation tag of the payer."""

    tag_value: str = Field(min_length=1)
    """Value of that tag, which no other stack has."""

    @field_validator("alert_percent")
    @classmethod
    def _are_shares(cls, percents: list[int]) -> list[int]:
        return shares(percents)


class AwsBudget(pulumi.ComponentResource):
    """A budget over what carries the stack's tag, and an anomaly monitor over the same."""

    name: Output[str]
    """Name of the budget."""

    def __init__(self, name: str, args: AwsBudgetArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AwsBudget", name, {}, opts)
        args = AwsBudgetArgs.model_validate(args)
        child = ResourceOptions(parent=self)

        budget = budgets.Budget(
            name,
            budget_type="COST",
            time_unit="MONTHLY",
            limit_amount=f"{args.monthly_usd:.2f}",
            limit_unit="USD",
            # https://docs.aws.amazon.com/cli/latest/reference/budgets/create-budget.html
            cost_filters=[{"name": "TagKeyValue", "values": [f"user:{args.tag_key}${args.tag_value}"]}],
            notifications=[
                *(_alert("ACTUAL", share, args.notify) for share in sorted(args.alert_percent)),
                _alert("FORECASTED", 100, args.notify),
            ],
            opts=child,
        )
        monitor = costexplorer.AnomalyMonitor(
            name, monitor_type="CUSTOM", monitor_specification=_tagged(args), opts=child
        )
        costexplorer.AnomalySubscription(
            name,
            frequency="DAILY",  # AWS sends e-mails daily or weekly, and at once only to topics
            monitor_arn_lists=[monitor.arn],
            subscribers=[{"type": "EMAIL", "address": address} for address in args.notify],
            threshold_expression=_impact_above(args.monthly_usd / 10),
            opts=child,
        )

        self.name = budget.name
        self.register_outputs({"name": self.name})


def _alert(kind: str, percent: int, notify: list[str]) -> budgets.BudgetNotificationArgsDict:
    return {
        "notification_type": kind,
        "comparison_operator": "GREATER_THAN",
        "threshold": percent,
        "threshold_type": "PERCENTAGE",
        "subscriber_email_addresses": notify,
    }


def _tagged(args: AwsBudgetArgs) -> str:
    """Cost Explorer's own expression: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Expression.html."""
    return json.dumps({"Tags": {"Key": args.tag_key, "Values": [args.tag_value], "MatchOptions": None}})


def _impact_above(usd: float) -> costexplorer.AnomalySubscriptionThresholdExpressionArgsDict:
    return {
        "dimension": {
            "key": "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
            "match_options": ["GREATER_THAN_OR_EQUAL"],
            "values": [f"{usd:.2f}"],
        }
    }
