"""The alarm on the real bill of a stack: a monthly budget, with e-mails and an encrypted topic."""

from decimal import Decimal

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_gcp import billing, pubsub
from pydantic import Field, field_validator

from stackwright.components.budgets import shares
from stackwright.components.gcp.channels import mail_channels
from stackwright.components.gcp.project import project_of
from stackwright.components.inputs import Args, In
from stackwright.components.limits import NOTIFY_MAX


class GcpBudgetArgs(Args):
    """Arguments of `GcpBudget`."""

    key_id: In[str]
    """KMS key that encrypts the messages; Pub/Sub may use it."""

    monthly_usd: float = Field(gt=0)
    """US dollars a month that the stack may cost; the billing account must be in dollars."""

    notify: list[str] = Field(min_length=1, max_length=NOTIFY_MAX["gcp"])
    """E-mail addresses that are told."""

    alert_percent: list[int] = Field(default=[50, 80, 100], min_length=1, max_length=10)
    """Shares of the budget at which the actual bill is reported; a forecast above 100 is always reported."""

    billing_account: str | None = None
    """Billing account, as six digits three times; that of the project when unset."""

    label_key: str = Field(min_length=1)
    """Label that the stack's resources carry."""

    label_value: str = Field(min_length=1)
    """Value of that label, which no other stack has."""

    @field_validator("alert_percent")
    @classmethod
    def _are_shares(cls, percents: list[int]) -> list[int]:
        return shares(percents)


class GcpBudget(pulumi.ComponentResource):
    """A budget over what carries the stack's label; who runs the project or pays its bill hears of it too."""

    name: Output[str]
    """Name of the budget, known at preview."""

    def __init__(self, name: str, args: GcpBudgetArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("stackwright:index:GcpBudget", name, {}, opts)
        args = GcpBudgetArgs.model_validate(args)
        project, child = project_of(self), ResourceOptions(parent=self)

        topic = pubsub.Topic(
            name,
            project=project.id,
            kms_key_name=args.key_id,
            message_retention_duration="604800s",
            message_storage_policy={"allowed_persistence_regions": [project.region]},
            opts=child,
        )
        budget = billing.Budget(
            name,
            display_name=name,
            billing_account=args.billing_account or project.billing_account,
            amount={"specified_amount": _dollars(args.monthly_usd)},
            budget_filter={
                "projects": [Output.concat("projects/", project.number)],
                "labels": {args.label_key: args.label_value},
                "calendar_period": "MONTH",
            },
            threshold_rules=[
                *(_alert("CURRENT_SPEND", share) for share in sorted(args.alert_percent)),
                _alert("FORECASTED_SPEND", 100),
            ],
            all_updates_rule={
                "pubsub_topic": project.path("topics/", topic.name),
                "schema_version": "1.0",
                "monitoring_notification_channels": mail_channels(self, args.notify),
                "disable_default_iam_recipients": False,
                "enable_project_level_recipients": True,
            },
            opts=child,
        )

        self.name = budget.display_name.apply(lambda shown: shown or name)
        self.register_outputs({"name": self.name})


def _dollars(amount: float) -> billing.BudgetAmountSpecifiedAmountArgsDict:
    """Whole dollars, and the rest in billionths: https://cloud.google.com/billing/docs/reference/budget/rest."""
    exact = Decimal(f"{amount:.2f}")
    return {"currency_code": "USD", "units": str(int(exact)), "nanos": int(exact % 1 * 10**9)}


def _alert(basis: str, percent: int) -> billing.BudgetThresholdRuleArgsDict:
    return {"threshold_percent": percent / 100, "spend_basis": basis}
