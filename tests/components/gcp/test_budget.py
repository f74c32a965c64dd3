import pytest
from pydantic import ValidationError

from stackwright.components.gcp.budget import GcpBudget, GcpBudgetArgs
from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs, KeyUser
from stackwright.testing.plugin import Cloud

BUDGET = "gcp:billing/budget:Budget"
TOPIC = "gcp:pubsub/topic:Topic"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
MAIL = [f"{letter}@example.com" for letter in "abcde"]


def _budget(**knobs) -> None:
    key = GcpKey("key", GcpKeyArgs())
    settings = {"monthly_usd": 5000, "notify": MAIL[:1], "label_key": "stackwright-stack", "label_value": "lab"}
    GcpBudget("limit", GcpBudgetArgs(key_id=key.used_by(KeyUser.PUBSUB), **{**settings, **knobs}))


def _max() -> None:
    shares = [10, 20, 30, 40, 50, 60, 70, 80, 90, 100]
    _budget(monthly_usd=1234.56, notify=MAIL, alert_percent=shares, billing_account="AAAAAA-BBBBBB-CCCCCC")


@pytest.mark.parametrize("program", [_budget, _max])
def test_a_budget_is_accepted(cloud: Cloud, contract_errors, program) -> None:
    assert contract_errors(cloud.deploy(program, config=CONFIG)) == []


def test_it_counts_what_carries_the_label_in_the_project(cloud: Cloud) -> None:
    budget = cloud.preview(_budget, config=CONFIG).only(BUDGET)
    wanted = budget.get("budgetFilter")
    assert wanted["labels"] == {"stackwright-stack": "lab"}
    assert wanted["projects"][0].removeprefix("projects/").isdigit()
    assert wanted["calendarPeriod"] == "MONTH"


def test_the_account_of_the_project_pays_unless_another_is_named(cloud: Cloud) -> None:
    assert cloud.preview(_budget, config=CONFIG).only(BUDGET).get("billingAccount") == "012345-6789AB-CDEF01"
    assert cloud.preview(_max, config=CONFIG).only(BUDGET).get("billingAccount") == "AAAAAA-BBBBBB-CCCCCC"


def test_cents_are_not_lost(cloud: Cloud) -> None:
    amount = cloud.preview(_max, config=CONFIG).only(BUDGET).get("amount.specifiedAmount")
    assert amount == {"currencyCode": "USD", "units": "1234", "nanos": 560_000_000}


def test_shares_of_the_bill_and_a_forecast_above_it_are_told(cloud: Cloud) -> None:
    rules = cloud.preview(_budget, config=CONFIG).only(BUDGET).get("thresholdRules")
    assert [(rule["spendBasis"], rule["thresholdPercent"]) for rule in rules] == [
        ("CURRENT_SPEND", 0.5),
        ("CURRENT_SPEND", 0.8),
        ("CURRENT_SPEND", 1.0),
        ("FORECASTED_SPEND", 1.0),
    ]


def test_messages_go_to_mailboxes_and_to_an_encrypted_topic(cloud: Cloud) -> None:
    plan = cloud.preview(_max, config=CONFIG)
    topic, budget = plan.only(TOPIC), plan.only(BUDGET)
    assert "/cryptoKeys/key-" in topic.get("kmsKeyName")
    assert budget.get("allUpdatesRule.pubsubTopic") == f"projects/lab-project/topics/{topic.outputs['name']}"
    assert len(budget.get("allUpdatesRule.monitoringNotificationChannels")) == 5
    assert plan.only("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember", "key-pubsub").urn in topic.dependencies


@pytest.mark.parametrize(
    ("field", "value"),
    [("monthly_usd", 0), ("notify", []), ("notify", [*MAIL, "f@example.com"]), ("alert_percent", [0])],
)
def test_what_google_cloud_does_not_take_is_refused(field: str, value: object) -> None:
    given = {"key_id": "k", "monthly_usd": 1, "notify": MAIL, "label_key": "a", "label_value": "b", field: value}
    with pytest.raises(ValidationError, match=field):
        GcpBudgetArgs.model_validate(given)
