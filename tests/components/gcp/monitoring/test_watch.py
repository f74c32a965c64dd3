import json

import pulumi
import pytest

from stackwright.components.gcp.monitoring import GcpMonitoring, GcpMonitoringArgs
from stackwright.testing.plugin import Cloud

POLICY = "gcp:monitoring/alertPolicy:AlertPolicy"
DASHBOARD = "gcp:monitoring/dashboard:Dashboard"
CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}


def _watch(**knobs) -> GcpMonitoring:
    return GcpMonitoring("watch", GcpMonitoringArgs(**knobs))


def _max() -> None:
    _watch(
        notify=["a@example.com", "b@example.com"],
        cluster_name="lab",
        pools=["nodes"],
        endpoint_id="42",
        lustre_id="scratch",
        nfs_id="home",
    )


@pytest.mark.parametrize("program", [_watch, _max])
def test_it_is_accepted(cloud: Cloud, contract_errors, program) -> None:
    assert contract_errors(cloud.deploy(program, config=CONFIG)) == []


def test_what_is_not_given_is_not_watched(cloud: Cloud) -> None:
    plan = cloud.preview(_watch, config=CONFIG)
    assert [r.type for r in plan if r.custom and r.type != "pulumi:pulumi:Stack"] == [DASHBOARD]


def test_every_limit_has_an_alarm_that_tells_everyone(cloud: Cloud) -> None:
    plan = cloud.deploy(_max, config=CONFIG)
    names = {policy.name.removeprefix("watch-") for policy in plan.of_type(POLICY)}
    assert names == {"unschedulable", "errors", "latency", "lustre-free", "nfs-free"}
    channels = [channel.outputs["name"] for channel in plan.of_type(CHANNEL)]
    assert len(channels) == 2
    assert all(policy.get("notificationChannels") == channels for policy in plan.of_type(POLICY))


def test_an_alarm_waits_as_long_as_its_limit_says(cloud: Cloud) -> None:
    policy = cloud.preview(_max, config=CONFIG).only(POLICY, "watch-unschedulable")
    condition = policy.get("conditions")[0]["conditionPrometheusQueryLanguage"]
    assert condition["duration"] == "1800s"
    assert condition["query"] == '(sum(kube_pod_status_unschedulable{cluster="lab"})) > 0'


def test_an_alarm_may_come_before_its_metric(cloud: Cloud) -> None:
    policies = cloud.preview(_max, config=CONFIG).of_type(POLICY)
    conditions = [policy.get("conditions")[0]["conditionPrometheusQueryLanguage"] for policy in policies]
    assert all(condition["disableMetricValidation"] is True for condition in conditions)


def test_the_dashboard_shows_every_signal(cloud: Cloud) -> None:
    plan = cloud.deploy(lambda: pulumi.export("url", _watch(cluster_name="lab").dashboard_url), config=CONFIG)
    board = plan.only(DASHBOARD)
    assert len(json.loads(board.get("dashboardJson"))["mosaicLayout"]["tiles"]) == 3
    number = board.id.rpartition("/")[2]
    page = "https://console.cloud.google.com/monitoring/dashboards/builder"
    assert plan.outputs["url"] == f"{page}/{number}?project=lab-project"
