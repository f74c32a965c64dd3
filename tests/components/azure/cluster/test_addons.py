from typing import Any

from stackwright.components.azure.cluster.addons import CONTROL_PLANE_LOGS, AzureAddons, AzureAddonsArgs
from stackwright.testing.plugin import Cloud

RULE = "azure-native:monitor:DataCollectionRule"
TIE = "azure-native:monitor:DataCollectionRuleAssociation"
METRICS = "azure-native:monitor:AzureMonitorWorkspace"
PLACE: dict[str, Any] = {"resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}


def _addons() -> None:
    AzureAddons("tools", AzureAddonsArgs(**PLACE, cluster_id="/cluster", workspace_id="/logs"))


def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors) -> None:
    assert contract_errors(cloud.deploy(_addons)) == []


def test_what_is_done_with_the_control_plane_is_recorded(cloud: Cloud) -> None:
    setting = cloud.preview(_addons).only("azure-native:monitor:DiagnosticSetting")
    recorded = {log["category"] for log in setting.inputs["logs"] if log["enabled"]}
    assert recorded == set(CONTROL_PLANE_LOGS)
    assert {"kube-apiserver", "kube-audit-admin", "guard"} <= recorded
    assert (setting.inputs["resourceUri"], setting.inputs["workspaceId"]) == ("/cluster", "/logs")


def test_both_rules_are_tied_to_the_cluster(cloud: Cloud) -> None:
    plan = cloud.preview(_addons)
    ties = plan.of_type(TIE)
    assert all(tie.inputs["resourceUri"] == "/cluster" for tie in ties)
    tied = {tie.inputs["associationName"]: plan.wired(tie, "dataCollectionRuleId") for tie in ties}
    assert tied == {
        "ContainerInsightsExtension": [plan.only(RULE, "tools-logs")],
        "prometheus": [plan.only(RULE, "tools-metrics")],
    }


def test_logs_go_to_the_workspace_and_metrics_to_one_of_their_own(cloud: Cloud) -> None:
    plan = cloud.preview(_addons)
    logs, metrics = plan.only(RULE, "tools-logs"), plan.only(RULE, "tools-metrics")
    assert logs.inputs["destinations"]["logAnalytics"] == [{"name": "logs", "workspaceResourceId": "/logs"}]
    assert plan.wired(metrics, "destinations") == [plan.only(METRICS)]
    assert plan.wired(metrics, "dataCollectionEndpointId") == [plan.only(METRICS)]


def test_every_flow_has_its_source_and_its_destination(cloud: Cloud) -> None:
    for rule in cloud.preview(_addons).of_type(RULE):
        (flow,) = rule.inputs["dataFlows"]
        (sources,) = rule.inputs["dataSources"].values()
        (kept,) = rule.inputs["destinations"].values()
        assert flow["streams"] == sources[0]["streams"]
        assert flow["destinations"] == [kept[0]["name"]]
