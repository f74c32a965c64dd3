from typing import Any

import pytest

from stackwright.components.azure.network.flow_logs import AzureFlowLogs, AzureFlowLogsArgs
from stackwright.components.azure.permissions import BLOB_CONTRIBUTOR
from stackwright.testing.plugin import Cloud

LOG, ACCOUNT = "azure-native:network:FlowLog", "azure-native:storage:StorageAccount"


def logs(**knobs: Any) -> AzureFlowLogs:
    given = {
        "resource_group": "lab",
        "location": "westeurope",
        "vault_uri": "https://v.vault.azure.net",
        "key_name": "k",
        "key_user_id": "/identity",
        "network_id": "/net",
    }
    return AzureFlowLogs("flow-logs", AzureFlowLogsArgs.model_validate({**given, **knobs}))


@pytest.mark.parametrize("knobs", [{}, {"retention_days": 30, "workspace_id": "/workspace", "protect": True}])
def test_flow_logs_are_accepted(cloud: Cloud, knobs, contract_errors) -> None:
    assert contract_errors(cloud.deploy(lambda: logs(**knobs))) == []


def test_every_connection_of_the_network_is_recorded_for_as_long_as_asked(cloud: Cloud) -> None:
    log = cloud.preview(lambda: logs(retention_days=30)).only(LOG)
    assert (log.get("targetResourceId"), log.get("enabled")) == ("/net", True)
    assert log.get("retentionPolicy") == {"enabled": True, "days": 30}
    assert (log.get("networkWatcherName"), log.get("resourceGroupName")) == (
        "NetworkWatcher_westeurope",
        "NetworkWatcherRG",
    )


def test_records_are_written_by_an_identity_once_it_may(cloud: Cloud) -> None:
    plan = cloud.preview(logs)
    log, role = plan.only(LOG), plan.only("azure-native:authorization:RoleAssignment")
    assert role.urn in log.dependencies
    assert str(role.get("roleDefinitionId")).endswith(BLOB_CONTRIBUTOR)
    assert plan.wired(role, "scope") == plan.wired(log, "storageId") == [plan.only(ACCOUNT)]
    assert plan.only(ACCOUNT).get("allowSharedKeyAccess") is False
