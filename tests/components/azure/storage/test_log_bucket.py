from typing import Any

import pytest

from stackwright.components.azure.storage import AzureLogBucket, AzureLogBucketArgs
from stackwright.testing.plugin import Cloud

GIVEN = {
    "resource_group": "lab",
    "location": "eastus",
    "vault_uri": "https://v.vault.azure.net",
    "key_name": "k",
    "key_user_id": "/identity",
}


def logs(**knobs: Any) -> AzureLogBucket:
    return AzureLogBucket("logs", AzureLogBucketArgs.model_validate({**GIVEN, **knobs}))


@pytest.mark.parametrize("knobs", [{}, {"retention_days": 30, "workspace_id": "/workspace", "protect": True}])
def test_a_log_bucket_is_accepted(cloud: Cloud, knobs, contract_errors) -> None:
    assert contract_errors(cloud.deploy(lambda: logs(**knobs))) == []


def test_logs_end_by_themselves(cloud: Cloud) -> None:
    rules = cloud.preview(lambda: logs(retention_days=30)).only("azure-native:storage:ManagementPolicy")
    actions = {rule["name"]: rule["definition"]["actions"] for rule in rules.get("policy.rules")}
    assert actions["old-logs"] == {"baseBlob": {"delete": {"daysAfterModificationGreaterThan": 30}}}
    assert actions["replaced-logs"] == {"version": {"delete": {"daysAfterCreationGreaterThan": 30}}}
