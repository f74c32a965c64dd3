from typing import Any

import pytest

from stackwright.plan.graph import UNKNOWN
from stackwright.policies.example import graph_of, part
from stackwright.policies.registry import by_id
from stackwright.policies.tokens import azure, gcp, token


@pytest.mark.parametrize(
    ("kind", "inputs", "allowed", "results"),
    [
        (token("ec2/Subnet"), {"availabilityZone": "eu-west-1b"}, "eu-west-1", []),
        (gcp("compute/Instance"), {"zone": "europe-west4-a"}, "europe-west4", []),
        (gcp("storage/Bucket"), {"location": "EUROPE-WEST4"}, "europe-west4", []),
        (gcp("storage/Bucket"), {"location": "EU"}, "europe-west4", ["fail"]),
        (gcp("storage/Bucket"), {"location": "EUROPE-WEST10"}, "europe-west1", ["fail"]),
        (azure("storage/StorageAccount"), {"location": "West Europe"}, "westeurope", []),
        (azure("storage/StorageAccount"), {"location": "eastus2"}, "eastus", ["fail"]),
        (azure("storage/StorageAccount"), {"location": UNKNOWN}, "eastus", ["unknown"]),
        (azure("network/PrivateZone"), {"location": "global"}, "eastus", []),
        ("pulumi:providers:azure-native", {"location": "eastus2"}, "eastus", ["fail"]),
        (
            gcp("secretmanager/Secret"),
            {"replication": {"userManaged": {"replicas": [{"location": "europe-west4"}, {"location": "us-east1"}]}}},
            "europe-west4",
            ["fail"],
        ),
    ],
)
def test_a_place_is_in_a_region_or_it_is_not(
    kind: str, inputs: dict[str, Any], allowed: str, results: list[str]
) -> None:
    found = by_id("ai-allowed-regions")(graph_of((part(kind, "a", inputs),)), allowed=[allowed])
    assert [one.result.value for one in found] == results
