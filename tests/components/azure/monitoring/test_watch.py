from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.components.azure.monitoring import AzureMonitoring, AzureMonitoringArgs
from stackwright.testing.plugin import Cloud

PLACE = {"resource_group": "lab", "location": "eastus", "tags": {"owner": "research"}}
ALERT, GROUP = "azure-native:monitor:MetricAlert", "azure-native:monitor:ActionGroup"
BOARD = "azure-native:portal:Dashboard"
EVERYTHING = {
    "notify": ["a@example.com", "b@example.com", "a@example.com"],
    "cluster_id": "/cluster",
    "agent_pools": {"nodes": "gpu1"},
    "endpoint_id": "/endpoint",
    "variants": ["blue", "green"],
    "lustre_id": "/lustre",
    "nfs_account_id": "/account",
}


def watch(**knobs: Any) -> AzureMonitoring:
    return AzureMonitoring("watch", AzureMonitoringArgs.model_validate({**PLACE, **knobs}))


@pytest.mark.parametrize("knobs", [{}, EVERYTHING])
def test_monitoring_is_accepted(cloud: Cloud, knobs, contract_errors) -> None:
    assert contract_errors(cloud.deploy(lambda: watch(**knobs))) == []
    assert contract_errors(cloud.preview(lambda: watch(**knobs))) == []


def test_what_is_not_given_is_not_watched(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: watch(lustre_id="/lustre"))
    assert [(each.name, each.get("scopes")) for each in plan.of_type(ALERT)] == [("watch-lustre-free", ["/lustre"])]
    assert len(plan.only(BOARD).get("properties.lenses[0].parts")) == 1 + 3


def test_everybody_is_told_once(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: watch(**EVERYTHING))
    told = [each["emailAddress"] for each in plan.only(GROUP).get("emailReceivers")]
    assert told == ["a@example.com", "b@example.com"]
    assert all(plan.wired(alert, "actions") == [plan.only(GROUP)] for alert in plan.of_type(ALERT))


def test_nobody_to_tell_makes_no_group(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: watch(cluster_id="/cluster"))
    assert plan.of_type(GROUP) == []
    assert [each.get("actions") for each in plan.of_type(ALERT)] == [[]]


def test_an_alarm_looks_at_its_window_often_enough(cloud: Cloud) -> None:
    alert = cloud.preview(lambda: watch(cluster_id="/cluster")).only(ALERT)
    assert (alert.get("windowSize"), alert.get("evaluationFrequency")) == ("PT30M", "PT5M")
    criterion = alert.get("criteria.allOf[0]")
    assert (criterion["metricName"], criterion["operator"], criterion["threshold"]) == (
        "kube_pod_status_phase",
        "GreaterThan",
        0,
    )
    assert criterion["dimensions"] == [{"name": "phase", "operator": "Include", "values": ["Pending"]}]


def test_the_group_has_a_short_name_that_azure_takes(cloud: Cloud) -> None:
    assert len(cloud.preview(lambda: watch(**EVERYTHING)).only(GROUP).get("groupShortName")) <= 12


def test_a_latency_above_what_an_endpoint_waits_is_refused() -> None:
    with pytest.raises(ValidationError, match="latency_seconds"):
        AzureMonitoringArgs.model_validate({**PLACE, "latency_seconds": 200})
