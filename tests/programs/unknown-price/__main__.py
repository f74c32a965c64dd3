"""A machine type that the price table does not know; its cost is unknown, and not nothing."""

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
    "server",
    ami="ami-0123456789abcdef0",
    instance_type="u7inh-32tb.480xlarge",
    root_block_device={"encrypted": True, "volume_size": 100, "volume_type": "gp3"},
    metadata_options={"http_tokens": "required"},
)
