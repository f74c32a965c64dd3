"""Area of concern: how the Google Cloud kit places roles: one record of access, one peering, grants on the key."""

import json
from dataclasses import replace

import pulumi
import pytest

from stackwright.accelerators.catalog import machine, resolve
from stackwright.components.gcp.kit import GcpKit
from stackwright.components.intents import ClusterAccess, FilesystemKind, Foundation, Nat, Purchase
from stackwright.testing.plugin import Cloud

FOUNDATION = Foundation(
    "lab",
    "us-central1",
    "dev",
    protect=False,
    log_retention_days=30,
    tags={"owner": "research"},
    account="lab-project",
    billing_account="AAAAAA-BBBBBB-CCCCCC",
)
GRANT = "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember"


def _ground(foundation: Foundation = FOUNDATION) -> GcpKit:
    kit = GcpKit(foundation)
    kit.key("key")
    kit.network("network", cidr="10.20.0.0/16", zones=["us-central1-a", "us-central1-b"], nat=Nat.NONE, services=[])
    return kit


def _pool(kit: GcpKit, zone: str | None = None) -> None:
    kit.gpu_pool(
        "pool",
        machine=resolve("L4:1", "gcp"),
        nodes=1,
        purchase=Purchase(),
        zone=zone,
        disk_gib=100,
        placement_group=False,
    )


def test_the_provider_is_of_the_project_and_labels_what_it_makes(cloud: Cloud) -> None:
    provider = cloud.preview(_ground).only("pulumi:providers:gcp")
    assert (provider.get("project"), provider.get("region")) == ("lab-project", "us-central1")
    assert provider.get("billingProject") == "lab-project"
    assert json.loads(provider.get("defaultLabels")) == {
        "owner": "research",
        "stackwright-stack": "lab",
        "stackwright-environment": "dev",
    }


def test_all_buckets_share_one_record_of_their_access(cloud: Cloud) -> None:
    def program() -> None:
        kit = _ground()
        kit.object_store("one")
        kit.object_store("two")

    plan = cloud.deploy(program)
    assert len(plan.of_type("gcp:storage/bucket:Bucket")) == 2
    assert plan.only("gcp:projects/iAMAuditConfig:IAMAuditConfig").name == "lab-access-logs"


def test_a_service_may_use_the_key_from_the_role_on_that_needs_it(cloud: Cloud) -> None:
    def program(roles: int) -> None:
        kit = _ground()
        if roles:
            kit.registry("images")

    before, after = ({r.name for r in cloud.preview(lambda n=n: program(n)).of_type(GRANT)} for n in (0, 1))
    assert before == {"lab-key-logging"}
    assert after == {"lab-key-logging", "lab-key-artifacts"}


def test_a_pool_without_a_cluster_is_refused(cloud: Cloud) -> None:
    with pytest.raises(pulumi.RunError, match=r"call kit\.cluster first"):
        cloud.deploy(lambda: _pool(_ground()))


@pytest.mark.parametrize(
    ("name", "version", "networks", "room"),
    [
        ("a3-highgpu-8g", None, 5, True),
        ("a3-ultragpu-8g", None, 1, False),
        ("a3-ultragpu-8g", "1.33", 3, True),
        ("g2-standard-96", None, 1, False),
    ],
)
def test_machines_that_are_joined_get_their_networks_and_the_cluster_room_for_them(
    cloud: Cloud, name: str, version: str | None, networks: int, room: bool
) -> None:
    joined = machine(name, "gcp")

    def program() -> None:
        kit = _ground(replace(FOUNDATION, joined=joined))
        kit.cluster("cluster", access=ClusterAccess(), version=version)
        kit.gpu_pool(
            "pool", machine=joined, nodes=2, purchase=Purchase(), zone=None, disk_gib=100, placement_group=False
        )

    plan = cloud.deploy(program)
    assert len(plan.of_type("gcp:compute/network:Network")) == networks
    assert plan.only("gcp:container/cluster:Cluster").inputs.get("enableMultiNetworking", False) is room
    pool = next(each for each in plan.of_type("gcp:container/nodePool:NodePool") if each.name == "lab-pool")
    further = pool.inputs["networkConfig"].get("additionalNodeNetworkConfigs", [])
    assert (len(further) > 0) is room
    managed = name == "a3-ultragpu-8g" and version is None
    assert (pool.inputs["networkConfig"].get("acceleratorNetworkProfile") == "auto") is managed


def test_file_systems_share_one_peering_and_reach_their_bucket(cloud: Cloud) -> None:
    def program() -> None:
        kit = _ground()
        data = kit.object_store("data")
        kit.filesystem("scratch", kind=FilesystemKind.LUSTRE, size_gib=18_000, throughput=500, zone=None, source=data)
        kit.filesystem("home", kind=FilesystemKind.NFS, size_gib=1024, throughput=0, zone=None, source=None)

    plan = cloud.deploy(program)
    assert plan.only("gcp:servicenetworking/connection:Connection").name == "lab-network-peering"
    bindings = {r.name: r for r in plan.of_type("gcp:storage/bucketIAMMember:BucketIAMMember")}
    assert set(bindings) == {"lab-data-scratch", "lab-data-scratch-find"}
    assert bindings["lab-data-scratch"].get("member").endswith("@gcp-sa-lustre.iam.gserviceaccount.com")


def test_nodes_stand_in_the_zone_that_was_asked_for(cloud: Cloud) -> None:
    def program() -> None:
        kit = _ground()
        kit.cluster("cluster", access=ClusterAccess())
        _pool(kit, "us-central1-b")

    pool = cloud.deploy(program).only("gcp:container/nodePool:NodePool", "lab-pool")
    assert pool.get("nodeLocations") == ["us-central1-b"]


def test_the_named_billing_account_pays(cloud: Cloud) -> None:
    def program() -> None:
        _ground().budget("budget", monthly_usd=1000, alert_percent=[80, 100], notify=["a@example.com"])

    budget = cloud.preview(program).only("gcp:billing/budget:Budget")
    assert budget.get("billingAccount") == "AAAAAA-BBBBBB-CCCCCC"
    assert budget.get("budgetFilter.labels") == {"stackwright-stack": "lab"}
