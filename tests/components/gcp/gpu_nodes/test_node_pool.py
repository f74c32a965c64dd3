import re
from typing import Any

import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine, machines, resolve
from stackwright.components.gcp.gpu_nodes import GcpGpuNodes, GcpGpuNodesArgs
from stackwright.components.gcp.gpu_nodes.launch import Driver
from stackwright.components.gcp.keys import GcpKey, GcpKeyArgs
from stackwright.components.intents import Capacity, Purchase
from stackwright.testing.plugin import Cloud, Plan

POOL = "gcp:container/nodePool:NodePool"
CONFIG = {"gcp:project": "lab-project", "gcp:region": "us-central1"}
RESERVED = Purchase(Capacity.RESERVATION, "h100-lab")
PLACE: dict[str, Any] = {
    "cluster_name": "train",
    "service_account": "nodes@lab.iam.gserviceaccount.com",
    "zone": "us-central1-a",
}
MAX: dict[str, Any] = {
    "disk_gib": 1000,
    "placement_group": True,
    "driver": Driver.LATEST,
    "image_cache": "projects/lab-project/global/images/serve",
    "tags": {"owner": "research"},
    "purchase": Purchase(Capacity.SPOT),
}


def _arguments(**knobs: Any) -> GcpGpuNodesArgs:
    chosen = {"machine": resolve("H100:8", "gcp"), "nodes": 4, "key_id": "key", **knobs}
    return GcpGpuNodesArgs(**PLACE, **chosen)


def _plan(cloud: Cloud, **knobs: Any) -> Plan:
    def program() -> None:
        GcpGpuNodes("gpus", _arguments(key_id=GcpKey("key", GcpKeyArgs()).id, **knobs))

    return cloud.preview(program, config=CONFIG)


@pytest.mark.parametrize(
    "knobs",
    [
        {},
        MAX,
        {"purchase": RESERVED},
        {"machine": machine("ct6e-standard-8t", "gcp"), "nodes": 1},
        {"machine": machine("g2-standard-4", "gcp"), "nodes": 0},
    ],
    ids=["defaults", "max", "reservation", "tpu", "small"],
)
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    plan = cloud.deploy(lambda: GcpGpuNodes("gpus", _arguments(**knobs)), config=CONFIG)
    assert contract_errors(plan) == []


@pytest.mark.parametrize(
    ("name", "resource"), [("a3-highgpu-8g", "nvidia.com/gpu"), ("ct6e-standard-8t", "google.com/tpu")]
)
def test_the_taint_is_declared_as_google_sets_it(cloud: Cloud, name: str, resource: str) -> None:
    config = _plan(cloud, machine=machine(name, "gcp"), nodes=1).only(POOL).inputs["nodeConfig"]
    assert config["taints"] == [{"key": resource, "value": "present", "effect": "NO_SCHEDULE"}]
    assert config["labels"][f"{resource}.present"] == "true"


def test_labels_and_taints_are_told_as_kubernetes_writes_them(cloud: Cloud) -> None:
    kept: list[GcpGpuNodes] = []
    cloud.preview(lambda: kept.append(GcpGpuNodes("gpus", _arguments())), config=CONFIG)
    assert list(kept[0].taints) == ["nvidia.com/gpu=present:NoSchedule"]
    assert kept[0].labels == {
        "nvidia.com/gpu.present": "true",
        "stackwright/accelerator": "H100",
        "stackwright/capacity": "on_demand",
    }


def test_labels_of_every_machine_are_ones_that_kubernetes_takes(cloud: Cloud) -> None:
    kept: list[GcpGpuNodes] = []
    sold = [each for each in machines("gcp") if each.accelerator]

    def program() -> None:
        kept.extend(GcpGpuNodes(f"gpus-{n}", _arguments(machine=each, nodes=1)) for n, each in enumerate(sold))

    cloud.preview(program, config=CONFIG)
    for pool in kept:
        for value in pool.labels.values():
            assert re.fullmatch(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?", value)


def test_nodes_are_in_one_zone_and_of_a_fixed_number(cloud: Cloud) -> None:
    inputs = _plan(cloud, nodes=3).only(POOL).inputs
    assert (inputs["location"], inputs["nodeLocations"], inputs["nodeCount"]) == ("us-central1", ["us-central1-a"], 3)
    assert "autoscaling" not in inputs


def test_nodes_are_private_hardened_and_encrypted_with_the_key(cloud: Cloud) -> None:
    plan = _plan(cloud)
    pool = plan.only(POOL)
    config = pool.inputs["nodeConfig"]
    assert pool.inputs["networkConfig"] == {"enablePrivateNodes": True}
    assert config["shieldedInstanceConfig"] == {"enableSecureBoot": True, "enableIntegrityMonitoring": True}
    assert config["workloadMetadataConfig"] == {"mode": "GKE_METADATA"}
    assert config["gvnic"] == {"enabled": True}
    assert config["imageType"] == "COS_CONTAINERD"
    assert config["ephemeralStorageLocalSsdConfig"] == {"localSsdCount": 16}
    assert plan.only("gcp:kms/cryptoKey:CryptoKey") in plan.wired(pool, "nodeConfig")


def test_a_broken_node_is_repaired_and_an_upgrade_needs_no_second_machine(cloud: Cloud) -> None:
    inputs = _plan(cloud).only(POOL).inputs
    assert inputs["management"] == {"autoRepair": True, "autoUpgrade": True}
    assert inputs["upgradeSettings"] == {"strategy": "SURGE", "maxSurge": 0, "maxUnavailable": 1}


def test_reserved_machines_come_from_that_reservation_alone(cloud: Cloud) -> None:
    config = _plan(cloud, purchase=RESERVED).only(POOL).inputs["nodeConfig"]
    assert config["reservationAffinity"]["consumeReservationType"] == "SPECIFIC_RESERVATION"
    assert config["reservationAffinity"]["values"] == ["h100-lab"]
    assert config["spot"] is False


def test_spot_machines_are_asked_for_as_such(cloud: Cloud) -> None:
    config = _plan(cloud, purchase=Purchase(Capacity.SPOT)).only(POOL).inputs["nodeConfig"]
    assert config["spot"] is True
    assert config["reservationAffinity"] == {"consumeReservationType": "NO_RESERVATION"}


def test_placement_and_a_reservation_exclude_each_other() -> None:
    with pytest.raises(ValidationError, match="placement_group does not go with reservation"):
        _arguments(placement_group=True, purchase=RESERVED)


def test_preloaded_images_are_streamed(cloud: Cloud) -> None:
    config = _plan(cloud, image_cache="global/images/serve").only(POOL).inputs["nodeConfig"]
    assert config["gcfsConfig"] == {"enabled": True}
    assert config["secondaryBootDisks"] == [{"diskImage": "global/images/serve", "mode": "CONTAINER_IMAGE_CACHE"}]
    assert "secondaryBootDisks" not in _plan(cloud).only(POOL).inputs["nodeConfig"]


@pytest.mark.parametrize(("name", "cloud_name"), [("p5.48xlarge", "aws"), ("n1-standard-4", "gcp")])
def test_a_machine_of_another_cloud_or_without_accelerators_is_refused(name: str, cloud_name: str) -> None:
    with pytest.raises(ValidationError, match=f"{name} is not a machine of Google Cloud with accelerators"):
        _arguments(machine=machine(name, cloud_name))
