"""Area of concern: file transfer that is inside a network and yet on the internet, and audit logs that are off."""

from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import token


def _results(rule: str, kind: str, inputs: dict[str, Any]) -> list[str]:
    return [found.result.value for found in by_id(rule)(graph_of((part(token(kind), "one", inputs),)))]


@pytest.mark.parametrize(
    ("inputs", "results"),
    [
        ({"endpointType": "VPC", "endpointDetails": {"subnetIds": ["subnet-1"]}}, []),
        ({"endpointType": "VPC", "endpointDetails": {"addressAllocationIds": []}}, []),
        ({"endpointType": "VPC", "endpointDetails": {"addressAllocationIds": ["eipalloc-1"]}}, ["fail"]),
        ({"endpointType": "VPC", "endpointDetails": {"addressAllocationIds": UNKNOWN}}, ["unknown"]),
        ({"endpointType": "VPC_ENDPOINT"}, []),
        ({"endpointType": "PUBLIC"}, ["fail"]),
        ({}, ["fail"]),
    ],
)
def test_a_server_with_addresses_of_its_own_is_on_the_internet(inputs: dict[str, Any], results: list[str]) -> None:
    assert _results("aws-transfer-private", "transfer/Server", inputs) == results


@pytest.mark.parametrize("kind", ["opensearch/Domain", "elasticsearch/Domain"])
@pytest.mark.parametrize(
    ("options", "results"),
    [
        ([{"logType": "AUDIT_LOGS", "cloudwatchLogGroupArn": "arn"}], []),
        ([{"logType": "AUDIT_LOGS", "cloudwatchLogGroupArn": "arn", "enabled": False}], ["fail"]),
        ([{"logType": "ES_APPLICATION_LOGS", "cloudwatchLogGroupArn": "arn"}], ["fail"]),
        ([{"logType": "ES_APPLICATION_LOGS", "enabled": UNKNOWN}], ["fail"]),
        ([{"logType": "AUDIT_LOGS", "enabled": UNKNOWN}], ["unknown"]),
        ([{"logType": UNKNOWN}], ["unknown"]),
        ([{"logType": UNKNOWN, "enabled": False}], ["fail"]),
        (UNKNOWN, ["unknown"]),
    ],
)
def test_an_audit_log_that_is_off_is_none(kind: str, options: Any, results: list[str]) -> None:
    assert _results("aws-search-audit-logs", kind, {"logPublishingOptions": options}) == results
