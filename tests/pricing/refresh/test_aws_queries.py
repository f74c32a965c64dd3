"""`stackwright.pricing.refresh.aws_queries`."""

from stackwright.pricing.prices import Key
from stackwright.pricing.refresh.aws_queries import aws_query


def test_a_machine_is_linux_shared_on_demand_and_in_use() -> None:
    query = aws_query(Key("EC2", "p5.48xlarge", "hour"))
    assert query
    assert query.service == "AmazonEC2"
    assert query.attributes["marketoption"] == "OnDemand"
    assert query.attributes["instanceType"] == "p5.48xlarge"


def test_a_hosted_machine_is_not_a_notebook_on_the_same_type() -> None:
    hosted, notebook = (
        aws_query(Key(f"SageMaker {what}", "ml.g5.xlarge", "instance-hour")) for what in ("Hosting", "Notebook")
    )
    assert hosted
    assert notebook
    assert hosted.attributes == {"instanceName": "ml.g5.xlarge", "component": "Hosting"}
    assert notebook.attributes["component"] == "Notebook"


def test_what_no_list_has_is_not_asked_for() -> None:
    assert aws_query(Key("EC2 Capacity Blocks", "p5.48xlarge", "accelerator-hour")) is None
    assert aws_query(Key("EBS", "gp9 storage", "GB-month")) is None
