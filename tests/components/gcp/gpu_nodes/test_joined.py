"""Area of concern: several nodes of a pool work as one, and GKE finds no reason to make the pool anew."""

from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine, resolve
from stackwright.accelerators.machines import Machine
from stackwright.components.gcp.gpu_nodes import GcpGpuNodes, GcpGpuNodesArgs
from stackwright.components.intents import Capacity, Purchase
from stackwright.testing.plugin import Cloud, Plan

POOL, POLICY = "gcp:container/nodePool:NodePool", "gcp:compute/resourcePolicy:ResourcePolicy"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
FABRIC = {"fabric_networks": ["vpc-1", "vpc-2"], "fabric_subnets": ["subnet-1", "subnet-2"]}
A3_HIGH, A3_ULTRA, A4X = (machine(name, "gcp") for name in ("a3-highgpu-8g", "a3-ultragpu-8g", "a4x-highgpu-4g"))
V5E, V6E, V5P, TPU7X = (
    machine(name, "gcp") for name in ("ct5lp-hightpu-4t", "ct6e-standard-4t", "ct5p-hightpu-4t", "tpu7x-standard-4t")
)
RESERVED = Purchase(Capacity.RESERVATION, "lab/reservationBlocks/lab-0001")


def _arguments(joined: Machine, nodes: int, **knobs: Any) -> GcpGpuNodesArgs:
    place = {"cluster_name": "train", "service_account": "nodes@lab.iam.gserviceaccount.com", "zone": "us-central1-a"}
    return GcpGpuNodesArgs.model_validate({**place, "key_id": "key", "machine": joined, "nodes": nodes, **knobs})


def _plan(cloud: Cloud, joined: Machine, nodes: int, **knobs: Any) -> Plan:
    return cloud.preview(lambda: GcpGpuNodes("gpus", _arguments(joined, nodes, **knobs)), config=CONFIG)


@pytest.mark.parametrize(
    ("joined", "nodes", "knobs"),
    [
        (A3_HIGH, 2, FABRIC),
        (A3_ULTRA, 2, {"managed_networks": True}),
        (A4X, 18, {"managed_networks": True, "purchase": RESERVED}),
        (V5E, 4, {}),
        (V6E, 2, {"managed_networks": True}),
        (V5P, 16, {}),
        (TPU7X, 2, {"managed_networks": True, "purchase": Purchase(Capacity.SPOT)}),
        (resolve("A100:8", "gcp"), 4, {"placement_group": True}),
    ],
    ids=["tcpx", "dranet", "a4x", "v5e", "v6e", "v5p", "tpu7x", "compact"],
)
def test_the_provider_takes_all_of_it(
    cloud: Cloud, contract_errors, joined: Machine, nodes: int, knobs: dict[str, Any]
) -> None:
    plan = cloud.deploy(lambda: GcpGpuNodes("gpus", _arguments(joined, nodes, **knobs)), config=CONFIG)
    assert contract_errors(plan) == []


def test_further_interfaces_are_in_the_networks_that_are_listed(cloud: Cloud) -> None:
    assert _plan(cloud, A3_HIGH, 2, **FABRIC).only(POOL).get("networkConfig") == {
        "enablePrivateNodes": True,
        "additionalNodeNetworkConfigs": [
            {"network": "vpc-1", "subnetwork": "subnet-1"},
            {"network": "vpc-2", "subnetwork": "subnet-2"},
        ],
    }


def test_pods_claim_interfaces_in_networks_that_gke_makes(cloud: Cloud) -> None:
    pool = _plan(cloud, A3_ULTRA, 2, managed_networks=True).only(POOL)
    assert pool.get("networkConfig") == {"enablePrivateNodes": True, "acceleratorNetworkProfile": "auto"}
    assert pool.get("nodeConfig.labels")["cloud.google.com/gke-networking-dra-driver"] == "true"


def test_cluster_toolkit_5896_networks_of_both_kinds_are_refused() -> None:
    with pytest.raises(ValidationError, match="managed_networks has no room for fabric_networks"):
        _arguments(A3_ULTRA, 2, managed_networks=True, **FABRIC)


@pytest.mark.parametrize("one", FABRIC)
def test_networks_come_with_their_subnets(one: str) -> None:
    with pytest.raises(ValidationError, match="go together"):
        _arguments(A3_HIGH, 2, **{one: FABRIC[one]})


def test_gke_makes_no_networks_of_gpudirect_tcpx() -> None:
    with pytest.raises(ValidationError, match="managed_networks is not for a3-highgpu-8g"):
        _arguments(A3_HIGH, 2, managed_networks=True)


@pytest.mark.parametrize("fields", [{"placement_group": True}, {}], ids=["compact", "a4x"])
def test_cluster_toolkit_6302_the_type_of_a_placement_is_what_gke_tells_again(
    cloud: Cloud, fields: dict[str, Any]
) -> None:
    joined, more = (A3_HIGH, fields) if fields else (A4X, {"purchase": RESERVED})
    plan = _plan(cloud, joined, 2, **more)
    policy = plan.only(POLICY)
    assert plan.only(POOL).get("placementPolicy") == {"type": "", "policyName": policy.outputs["name"]}
    assert plan.wired(plan.only(POOL), "placementPolicy") == [policy]


def test_cluster_toolkit_6302_no_version_of_nodes_stands_against_their_upgrade(cloud: Cloud) -> None:
    pool = _plan(cloud, A3_HIGH, 2, **FABRIC).only(POOL)
    assert "version" not in pool.inputs
    assert set(pool.ignore_changes) >= {"initialNodeCount", "nodeConfig.effectiveTaints"}


def test_a_compact_placement_is_there_when_asked_and_only_then(cloud: Cloud) -> None:
    assert _plan(cloud, A3_HIGH, 2, **FABRIC).of_type(POLICY) == []
    policy = _plan(cloud, A3_HIGH, 2, placement_group=True, **FABRIC).only(POLICY)
    assert policy.get("groupPlacementPolicy") == {"collocation": "COLLOCATED"}
    assert policy.get("region") == "us-central1"


@pytest.mark.parametrize("joined", [resolve("T4:4", "gcp"), V5E, A4X], ids=["n1", "tpu", "a4x"])
def test_a_compact_placement_is_refused_where_machines_take_none(joined: Machine) -> None:
    with pytest.raises(ValidationError, match=f"placement_group does not go with {joined.name}"):
        _arguments(joined, 1, placement_group=True)


def test_compact_nodes_are_in_one_zone_and_upgraded_in_place(cloud: Cloud) -> None:
    pool = _plan(cloud, A3_HIGH, 2, placement_group=True).only(POOL)
    assert pool.get("nodeLocations") == ["us-central1-a"]
    assert pool.get("upgradeSettings.strategy") == "SURGE"
    assert pool.get("upgradeSettings.maxSurge") + pool.get("upgradeSettings.maxUnavailable") > 0


def test_ci_infra_547_a_domain_of_nvlink_is_placed_by_a_workload_policy_beside_its_reservation(cloud: Cloud) -> None:
    plan = _plan(cloud, A4X, 18, managed_networks=True, purchase=RESERVED)
    assert plan.only(POLICY).get("workloadPolicy") == {"type": "HIGH_THROUGHPUT", "acceleratorTopology": "1x72"}
    assert plan.only(POOL).get("nodeConfig.reservationAffinity.values") == [RESERVED.reservation_id]


def test_ci_infra_547_a_slice_of_tpu7x_is_placed_by_a_workload_policy(cloud: Cloud) -> None:
    plan = _plan(cloud, TPU7X, 16, purchase=Purchase(Capacity.SPOT))
    assert plan.only(POLICY).get("workloadPolicy") == {"type": "HIGH_THROUGHPUT", "acceleratorTopology": "4x4x4"}
    assert plan.only(POOL).get("placementPolicy.tpuTopology") == "4x4x4"


@pytest.mark.parametrize(("joined", "nodes", "topology"), [(V5E, 4, "4x4"), (V6E, 2, "2x4"), (V5P, 8, "2x4x4")])
def test_terraform_google_kubernetes_engine_2332_a_slice_has_its_topology(
    cloud: Cloud, joined: Machine, nodes: int, topology: str
) -> None:
    plan = _plan(cloud, joined, nodes)
    assert plan.only(POOL).get("placementPolicy") == {"type": "", "tpuTopology": topology}
    assert plan.only(POOL).get("nodeCount") == nodes
    assert plan.of_type(POLICY) == []


def test_one_tpu_host_has_no_topology(cloud: Cloud) -> None:
    assert "placementPolicy" not in _plan(cloud, V5E, 1).only(POOL).inputs


@pytest.mark.parametrize(
    ("joined", "nodes", "said"),
    [
        (V5E, 3, "nodes: 2, 4, 8, 16, 32, 64 hosts of ct5lp-hightpu-4t are one slice"),
        (machine("ct5lp-hightpu-8t", "gcp"), 2, "nodes: no hosts of ct5lp-hightpu-8t are one slice"),
        (A4X, 19, "nodes: 18 of a4x-highgpu-4g are one domain of NVLink"),
    ],
)
def test_nodes_that_are_no_whole_are_refused(joined: Machine, nodes: int, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        _arguments(joined, nodes)


def test_terraform_provider_google_13308_the_taint_of_arm_nodes_is_declared(cloud: Cloud) -> None:
    taints = _plan(cloud, A4X, 2, purchase=RESERVED).only(POOL).get("nodeConfig.taints")
    assert {(each["key"], each["value"]) for each in taints} == {
        ("nvidia.com/gpu", "present"),
        ("kubernetes.io/arch", "arm64"),
    }


@pytest.mark.parametrize(("joined", "nodes", "fast"), [("A100:8", 2, True), ("L4:8", 2, True), ("L4:8", 1, False)])
def test_fast_socket_has_gvnic_and_googles_image(cloud: Cloud, joined: str, nodes: int, fast: bool) -> None:
    config = _plan(cloud, resolve(joined, "gcp"), nodes).only(POOL).inputs["nodeConfig"]
    assert config.get("fastSocket") == ({"enabled": True} if fast else None)
    assert (config["gvnic"], config["imageType"]) == ({"enabled": True}, "COS_CONTAINERD")


def test_machines_with_a_fabric_do_without_fast_socket(cloud: Cloud) -> None:
    assert "fastSocket" not in _plan(cloud, A3_HIGH, 2, **FABRIC).only(POOL).inputs["nodeConfig"]


def test_modelplane_197_machines_without_a_fabric_do_not_fall_back_to_tcp_in_silence(
    cloud: Cloud, caplog: pytest.LogCaptureFixture
) -> None:
    _plan(cloud, A3_HIGH, 2, **FABRIC)
    _plan(cloud, V5E, 2)
    assert caplog.messages == []
    _plan(cloud, resolve("L4:8", "gcp"), 2)
    assert [each.partition(":")[0] for each in caplog.messages] == [
        "g2-standard-96 has no fabric, so NCCL between nodes goes over TCP"
    ]
