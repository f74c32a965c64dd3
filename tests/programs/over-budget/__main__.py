"""Eight H100s under a budget of a thousand dollars."""

from pulumi_aws import budgets, ec2

budgets.Budget(
    "budget",
    budget_type="COST",
    limit_amount="1000",
    limit_unit="USD",
    time_unit="MONTHLY",
    notifications=[
        {
            "comparison_operator": "GREATER_THAN",
            "notification_type": "ACTUAL",
            "threshold": 80,
            "threshold_type": "PERCENTAGE",
            "subscriber_email_addresses": ["ml-platform@example.com"],
        }
    ],
)
ec2.Instance(
    "trainer",
    ami="ami-0123456789abcdef0",
    instance_type="p5.48xlarge",
    root_block_device={"encrypted": True, "volume_size": 100, "volume_type": "gp3"},
    metadata_options={"http_tokens": "required"},
)
