"""Area of concern: what a user is told after `up` holds on their cloud."""

import pytest

from stackwright.accelerators.catalog import machine
from stackwright.blueprints.next_steps import CALL, CONFIRM, DEVICES, devices, filling
from stackwright.blueprints.values import Cloud


@pytest.mark.parametrize("words", [CONFIRM, DEVICES, CALL], ids=["confirm", "devices", "call"])
def test_every_cloud_has_its_words(words: dict[Cloud, object]) -> None:
    assert set(words) == set(Cloud)


def test_objects_appear_only_in_file_systems_that_read_a_bucket() -> None:
    told = {cloud: " ".join(filling(cloud)) for cloud in Cloud}
    assert [cloud for cloud in Cloud if "appear there" in told[cloud]] == [Cloud.AWS]
    assert all("mount `scratch_source`" in text for text in told.values())


def _told(name: str, nodes: int, cloud: str = "azure") -> str:
    return "\n".join(devices(machine(name, cloud), nodes))


def test_charts_are_told_with_their_version_where_the_driver_comes_from_the_cluster() -> None:
    told = _told("Standard_ND96isr_H100_v5", 2)
    assert "`nvidia/network-operator` v26.1.0" in told
    assert "`nvidia/gpu-operator` v26.3.2" in told
    assert "`rdma/ib`" in told
    assert "`IPC_LOCK`" in told
    assert "`rocm/gpu-operator-charts` v1.5.1" in _told("Standard_ND96isr_MI300X_v5", 2)


@pytest.mark.parametrize("name", ["Standard_ND96isr_H100_v5", "Standard_ND96isr_MI300X_v5"])
def test_one_operator_of_two_brings_node_feature_discovery(name: str) -> None:
    network, other, _ = devices(machine(name, "azure"), 2)
    assert "false: the network operator has one" in other
    assert "false" not in network


def test_one_machine_needs_no_network_operator() -> None:
    assert _told("Standard_ND96isr_H100_v5", 1) == "\n".join(DEVICES[Cloud.AZURE])
    assert "network-operator" not in _told("Standard_ND96isr_MI300X_v5", 1)
    assert "`nvidia/gpu-operator`" in _told("Standard_ND128isr_NDR_GB200_v6", 1)


def test_an_nvlink_domain_is_claimed_and_its_gpus_have_one_advertiser() -> None:
    told = _told("Standard_ND128isr_NDR_GB200_v6", 2)
    assert "`nvidia/nvidia-dra-driver-gpu` 25.12.0, with `resources.gpus.enabled` false" in told
    assert "dra-driver" not in _told("Standard_ND96isr_H200_v5", 2)


@pytest.mark.parametrize(
    ("name", "cloud"), [("g5.xlarge", "aws"), ("g2-standard-4", "gcp"), ("Standard_NC96ads_A100_v4", "azure")]
)
def test_several_nodes_without_a_fabric_are_slow_on_every_cloud(name: str, cloud: str) -> None:
    assert f"{name} has no fabric, so NCCL between nodes goes over TCP" in _told(name, 2, cloud)
    assert "TCP" not in _told(name, 1, cloud)
