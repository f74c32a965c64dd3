import pulumi

from stackwright.components.gcp.channels import mail_channels
from stackwright.testing.plugin import Cloud

CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}


def test_every_address_has_one_channel(cloud: Cloud, contract_errors) -> None:
    def program() -> None:
        parent = pulumi.ComponentResource("stackwright:index:Test", "watch")
        pulumi.export("count", len(mail_channels(parent, ["a@example.com", "b@example.com", "a@example.com"])))

    plan = cloud.deploy(program, config=CONFIG)
    channels = plan.of_type("gcp:monitoring/notificationChannel:NotificationChannel")
    assert [channel.get("labels") for channel in channels] == [
        {"email_address": "a@example.com"},
        {"email_address": "b@example.com"},
    ]
    assert {channel.get("type") for channel in channels} == {"email"}
    assert plan.outputs["count"] == 2
    assert contract_errors(plan) == []
