import pulumi

from stackwright.components.azure.diagnostics import record
from stackwright.testing.plugin import Cloud


def program() -> None:
    parent = pulumi.ComponentResource("test:index:Test", "test", {}, None)
    record("vault", parent, resource_id="/vault", workspace_id="/workspace")


def test_all_logs_and_metrics_go_to_the_workspace(cloud: Cloud, contract_errors) -> None:
    plan = cloud.preview(program)
    setting = plan.only("azure-native:monitor:DiagnosticSetting", "vault")
    assert (setting.get("resourceUri"), setting.get("workspaceId")) == ("/vault", "/workspace")
    assert setting.get("logs") == [{"categoryGroup": "allLogs", "enabled": True}]
    assert setting.get("metrics") == [{"category": "AllMetrics", "enabled": True}]
    assert contract_errors(plan) == []
