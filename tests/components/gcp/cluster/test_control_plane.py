from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.components.gcp.cluster import GcpCluster, GcpClusterArgs
from stackwright.components.gcp.identity import GcpServiceAccount, GcpServiceAccountArgs
from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs
from stackwright.components.intents import RunsOn
from stackwright.testing.plugin import Cloud

CLUSTER = "gcp:container/cluster:Cluster"
POOL = "gcp:container/nodePool:NodePool"
BINDING = "gcp:serviceaccount/iAMMember:IAMMember"
GRANT = "gcp:projects/iAMMember:IAMMember"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
PLACE: dict[str, Any] = {
    "network_id": "projects/lab-project/global/networks/lab",
    "network_cidr": "10.20.0.0/16",
    "subnet_id": "projects/lab-project/regions/us-central1/subnetworks/lab",
}
MAX: dict[str, Any] = {
    "version": "1.34",
    "pods_range": "pods",
    "services_range": "services",
    "zones": ["us-central1-a", "us-central1-b"],
    "public_cidrs": ["203.0.113.0/24"],
    "log_retention_days": 90,
    "system_machine_type": "n2-standard-4",
    "system_nodes": 2,
    "tags": {"owner": "research"},
    "protect": True,
}


def _cluster(**knobs: Any) -> GcpCluster:
    return GcpCluster("train", GcpClusterArgs(key_id=GcpKey("key", GcpKeyArgs()).id, **PLACE, **knobs))


def _max() -> None:
    pods = GcpServiceAccount("data", GcpServiceAccountArgs(runs_on=RunsOn.POD))
    _cluster(**MAX).bind(pods, namespace="jobs", service_account="trainer")


def _inputs(cloud: Cloud, **knobs: Any) -> Any:
    return cloud.preview(lambda: _cluster(**knobs), config=CONFIG).only(CLUSTER).inputs


@pytest.mark.parametrize("program", [_cluster, _max, lambda: _cluster(dns=True)], ids=["defaults", "max", "dns"])
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, program) -> None:
    assert contract_errors(cloud.deploy(program, config=CONFIG)) == []
    assert contract_errors(cloud.preview(program, config=CONFIG)) == []


def test_the_api_and_the_nodes_are_private_by_default(cloud: Cloud) -> None:
    inputs = _inputs(cloud)
    assert inputs["privateClusterConfig"] == {"enablePrivateNodes": True, "enablePrivateEndpoint": True}
    ways = inputs["controlPlaneEndpointsConfig"]
    assert ways["dnsEndpointConfig"]["allowExternalTraffic"] is False
    assert ways["ipEndpointsConfig"] == {"enabled": True}
    assert [each["cidrBlock"] for each in inputs["masterAuthorizedNetworksConfig"]["cidrBlocks"]] == ["10.20.0.0/16"]


def test_listed_ranges_reach_the_api_and_no_others(cloud: Cloud) -> None:
    inputs = _inputs(cloud, public_cidrs=["203.0.113.0/24"])
    assert inputs["privateClusterConfig"] == {"enablePrivateNodes": True, "enablePrivateEndpoint": False}
    reached = inputs["masterAuthorizedNetworksConfig"]
    assert [each["cidrBlock"] for each in reached["cidrBlocks"]] == ["10.20.0.0/16", "203.0.113.0/24"]
    assert reached["gcpPublicCidrsAccessEnabled"] is False


def test_an_api_that_is_reached_by_name_has_no_address(cloud: Cloud) -> None:
    inputs = _inputs(cloud, dns=True)
    ways = inputs["controlPlaneEndpointsConfig"]
    assert ways["dnsEndpointConfig"] == {
        "allowExternalTraffic": True,
        "enableK8sTokensViaDns": False,
        "enableK8sCertsViaDns": False,
    }
    assert ways["ipEndpointsConfig"] == {"enabled": False}
    assert "masterAuthorizedNetworksConfig" not in inputs
    assert inputs["privateClusterConfig"]["enablePrivateEndpoint"] is True


@pytest.mark.parametrize("cidr", ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "::/0", "1.2.3.4/0"])
def test_the_api_is_never_open_to_the_internet(cidr: str) -> None:
    with pytest.raises(ValidationError, match="opens the Kubernetes API to the internet"):
        GcpClusterArgs(key_id="key", public_cidrs=[cidr], **PLACE)


def test_what_is_no_range_is_refused() -> None:
    with pytest.raises(ValidationError, match="does not appear to be an IPv4 or IPv6 network"):
        GcpClusterArgs(key_id="key", public_cidrs=["office"], **PLACE)


def test_a_name_and_listed_ranges_exclude_each_other() -> None:
    with pytest.raises(ValidationError, match="leave one of them out"):
        GcpClusterArgs(key_id="key", public_cidrs=["203.0.113.0/24"], dns=True, **PLACE)


def test_one_range_alone_is_refused() -> None:
    with pytest.raises(ValidationError, match="name both or none"):
        GcpClusterArgs(key_id="key", pods_range="pods", **PLACE)


def test_secrets_and_disks_are_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = cloud.preview(_cluster, config=CONFIG)
    key = plan.only("gcp:kms/cryptoKey:CryptoKey")
    assert plan.only(CLUSTER).inputs["databaseEncryption"]["state"] == "ENCRYPTED"
    assert key in plan.wired(plan.only(CLUSTER), "databaseEncryption")
    assert key in plan.wired(plan.only(CLUSTER), "nodeConfig")
    assert key in plan.wired(plan.only(POOL), "nodeConfig")


def test_pods_have_identities_of_their_own(cloud: Cloud) -> None:
    plan = cloud.preview(_max, config=CONFIG)
    assert plan.only(CLUSTER).inputs["workloadIdentityConfig"] == {"workloadPool": "lab-project.svc.id.goog"}
    binding = plan.only(BINDING)
    assert binding.inputs["role"] == "roles/iam.workloadIdentityUser"
    assert binding.inputs["member"] == "serviceAccount:lab-project.svc.id.goog[jobs/trainer]"
    account = plan.only("gcp:serviceaccount/account:Account", "data").inputs["accountId"]
    expected = f"projects/lab-project/serviceAccounts/{account}@lab-project.iam.gserviceaccount.com"
    assert binding.inputs["serviceAccountId"] == expected


def test_a_binding_waits_for_the_nodes_as_the_pool_of_identities_comes_with_the_cluster(cloud: Cloud) -> None:
    plan = cloud.preview(_max, config=CONFIG)
    assert plan.only(POOL) in plan.wired(plan.only(BINDING), "member")


def test_nodes_act_as_an_account_with_the_documented_roles(cloud: Cloud) -> None:
    plan = cloud.preview(_cluster, config=CONFIG)
    email = plan.only(POOL).inputs["nodeConfig"]["serviceAccount"]
    account = plan.only("gcp:serviceaccount/account:Account").inputs["accountId"]
    assert email == f"{account}@lab-project.iam.gserviceaccount.com"
    assert {(r.inputs["role"], r.inputs["member"]) for r in plan.of_type(GRANT)} == {
        ("roles/container.defaultNodeServiceAccount", f"serviceAccount:{email}"),
        ("roles/artifactregistry.reader", f"serviceAccount:{email}"),
    }
    assert {r.urn for r in plan.of_type(GRANT)} <= set(plan.only(CLUSTER).dependencies)


def test_the_pool_that_google_makes_goes_and_is_hardened_until_then(cloud: Cloud) -> None:
    cluster = cloud.preview(_cluster, config=CONFIG).only(CLUSTER)
    assert cluster.inputs["removeDefaultNodePool"] is True
    first = cluster.inputs["nodeConfig"]
    assert first["shieldedInstanceConfig"]["enableSecureBoot"] is True
    assert first["workloadMetadataConfig"] == {"mode": "GKE_METADATA"}
    assert first["serviceAccount"].endswith("@lab-project.iam.gserviceaccount.com")
    assert set(cluster.ignore_changes) == {"initialNodeCount", "nodeConfig"}


def test_network_policy_shielding_posture_and_no_legacy_access(cloud: Cloud) -> None:
    inputs = _inputs(cloud)
    assert inputs["datapathProvider"] == "ADVANCED_DATAPATH"
    assert inputs["enableShieldedNodes"] is True
    assert inputs["enableLegacyAbac"] is False
    assert inputs["masterAuth"] == {"clientCertificateConfig": {"issueClientCertificate": False}}
    assert set(inputs["rbacBindingConfig"].values()) == {False}
    assert inputs["securityPostureConfig"] == {"mode": "BASIC"}


def test_all_logs_gpu_metrics_and_costs_are_collected(cloud: Cloud) -> None:
    inputs = _inputs(cloud)
    assert {"APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"} < set(inputs["loggingConfig"]["enableComponents"])
    assert "DCGM" in inputs["monitoringConfig"]["enableComponents"]
    assert inputs["monitoringConfig"]["managedPrometheus"] == {"enabled": True}
    assert inputs["costManagementConfig"] == {"enabled": True}


def test_logs_of_the_control_plane_are_kept_encrypted_for_their_time(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: _cluster(log_retention_days=90), config=CONFIG)
    kept = plan.only("gcp:logging/projectBucketConfig:ProjectBucketConfig")
    assert kept.inputs["retentionDays"] == 90
    assert plan.only("gcp:kms/cryptoKey:CryptoKey") in plan.wired(kept, "cmekSettings")
    name = plan.only(POOL).inputs["cluster"]
    assert f'cluster_name="{name}"' in plan.only("gcp:logging/projectSink:ProjectSink").inputs["filter"]


def test_every_cluster_has_the_drivers_of_all_file_systems(cloud: Cloud) -> None:
    addons = _inputs(cloud)["addonsConfig"]
    for driver in ("gcsFuseCsiDriverConfig", "gcpFilestoreCsiDriverConfig", "lustreCsiDriverConfig"):
        assert addons[driver]["enabled"] is True


def test_the_channel_upgrades_at_weekends(cloud: Cloud) -> None:
    inputs = _inputs(cloud)
    assert inputs["releaseChannel"] == {"channel": "REGULAR"}
    assert inputs["maintenancePolicy"]["recurringWindow"]["recurrence"] == "FREQ=WEEKLY;BYDAY=SA,SU"


def test_protection_is_pulumis_and_the_providers(cloud: Cloud) -> None:
    for protect in (True, False):
        cluster = cloud.preview(lambda protect=protect: _cluster(protect=protect), config=CONFIG).only(CLUSTER)
        assert (cluster.protect, cluster.inputs["deletionProtection"]) == (protect, protect)


def test_two_stacks_of_one_project_have_clusters_and_accounts_of_different_names(cloud: Cloud) -> None:
    plans = [cloud.preview(_cluster, stack=stack, config=CONFIG) for stack in ("dev", "prod")]
    assert len({plan.only(CLUSTER).inputs.get("name") or plan.only(CLUSTER).outputs["name"] for plan in plans}) == 2
    assert len({plan.only("gcp:serviceaccount/account:Account").inputs["accountId"] for plan in plans}) == 2


@pytest.mark.parametrize(
    ("knobs", "way"),
    [({}, " --internal-ip"), ({"dns": True}, " --dns-endpoint"), ({"public_cidrs": ["203.0.113.0/24"]}, "")],
)
def test_the_command_names_cluster_region_project_and_way(cloud: Cloud, knobs: dict[str, Any], way: str) -> None:
    plan = cloud.preview(lambda: pulumi.export("connect", _cluster(**knobs).connect), config=CONFIG)
    connect = plan.outputs["connect"]
    assert connect.startswith("gcloud container clusters get-credentials train-")
    assert connect.endswith(f" --location us-central1 --project lab-project{way}")


def test_a_cluster_has_room_for_networks_of_a_fabric_when_asked_and_only_then(cloud: Cloud) -> None:
    assert "enableMultiNetworking" not in cloud.preview(_cluster, config=CONFIG).only(CLUSTER).inputs
    plan = cloud.preview(lambda: _cluster(multi_networking=True), config=CONFIG)
    assert plan.only(CLUSTER).get("enableMultiNetworking") is True
    assert plan.only(CLUSTER).get("datapathProvider") == "ADVANCED_DATAPATH"
