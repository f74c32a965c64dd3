"""The alarm on the real bill of a stack: a monthly budget on what carries its tag."""

from datetime import UTC, datetime

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_azure_native import consumption
from pydantic import Field, field_validator

from stackwright.components.azure.account import account_of
from stackwright.components.budgets import shares
from stackwright.components.inputs import Args, In
from stackwright.components.limits import NOTIFY_MAX

ALERTS_MAX = 4
"""Thresholds on the actual bill; Azure takes five notifications a budget, and the fifth is the forecast.

https://learn.microsoft.com/azure/cost-management-billing/costs/quick-create-budget-template
"""


class AzureBudgetArgs(Args):
    """Arguments of `AzureBudget`."""

    monthly_usd: float = Field(gt=0)
    """US dollars a month that the stack may cost, in a subscription that is billed in them."""

    notify: list[str] = Field(min_length=1, max_length=NOTIFY_MAX["azure"])
    """E-mail addresses that are told."""

    alert_percent: list[int] = Field(default=[50, 80, 100], min_length=1, max_length=ALERTS_MAX)
    """Shares of the budget at which the actual bill is told; the forecast is told at 100 percent."""

    tag_key: str = Field(min_length=1)
    """Tag of what counts, in every resource group: a cluster's machines are in one of their own."""

    tag_value: str = Field(min_length=1)
    """Value of that tag."""

    resource_group_id: In[str]
    """Resource id of the stack's group; the budget begins with the month in which it is made after it."""

    @field_validator("alert_percent")
    @classmethod
    def _are_shares(cls, percents: list[int]) -> list[int]:
        return shares(percents)


class AzureBudget(pulumi.ComponentResource):
    """A budget of the subscription over what carries the stack's tag, told of as bill and as forecast."""

    name: Output[str]
    """Name of the budget."""

    def __init__(self, name: str, args: AzureBudgetArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:AzureBudget", name, {}, opts)
        args = AzureBudgetArgs.model_validate(args)
        alerts = {f"actual-{share}": _alert("Actual", share, args.notify) for share in sorted(args.alert_percent)}

        budget = consumption.Budget(
            name,
            scope=Output.concat("/subscriptions/", account_of(self).subscription),
            category="Cost",
            time_grain="Monthly",
            amount=args.monthly_usd,
            time_period={"start_date": Output.from_input(args.resource_group_id).apply(_this_month)},
            filter={"tags": {"name": args.tag_key, "operator": "In", "values": [args.tag_value]}},
            notifications={**alerts, "forecast-100": _alert("Forecasted", 100, args.notify)},
            # a month that has passed is refused in a new budget, and changing it would make one
            opts=ResourceOptions(parent=self, ignore_changes=["timePeriod"]),
        )

        self.name = budget.name
        self.register_outputs({"name": self.name})


def _this_month(_: str) -> str:
    """First day of the month in which the stack is deployed: Azure takes no earlier one.

    https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update#budgettimeperiod
    """
    return datetime.now(UTC).strftime("%Y-%m-01T00:00:00Z")


def _alert(kind: str, percent: int, notify: list[str]) -> consumption.NotificationArgsDict:
    return {
        "enabled": True,
        "operator": "GreaterThan",
        "threshold": percent,
        "threshold_type": kind,
        "contact_emails": notify,
    }
