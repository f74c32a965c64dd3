"""`stackwright.accelerators.gke`: facts on several nodes of GKE, those that other tools got wrong by their issues."""

import pytest

from stackwright.accelerators.catalog import machine, machines, resolve
from stackwright.accelerators.gke import (
    PROFILE_SINCE,
    Joining,
    families,
    family_of,
    hosts_of,
    joining,
    since,
    slices,
)

ACCELERATED = [each for each in machines("gcp") if each.accelerator]


def test_every_machine_with_accelerators_has_a_family_with_a_source() -> None:
    assert {family_of(each).prefix for each in ACCELERATED} == {each.prefix for each in families()}
    assert all(each.source for each in families())


@pytest.mark.parametrize(
    ("name", "fabric", "networks", "rdma_subnets", "mtu"),
    [
        ("a3-highgpu-8g", "GPUDirect-TCPX", 4, 0, 8244),
        ("a3-megagpu-8g", "GPUDirect-TCPXO", 8, 0, 8244),
        ("a3-ultragpu-8g", "GPUDirect-RDMA", 1, 8, 8896),
        ("a4-highgpu-8g", "GPUDirect-RDMA", 1, 8, 8896),
        ("a4x-highgpu-4g", "GPUDirect-RDMA", 1, 4, 8896),
        ("a3-highgpu-4g", "gVNIC", 0, 0, 0),
        ("a2-highgpu-8g", "gVNIC", 0, 0, 0),
        ("g2-standard-96", "gVNIC", 0, 0, 0),
    ],
)
def test_cluster_toolkit_multivpc_each_family_has_its_networks(
    name: str, fabric: str, networks: int, rdma_subnets: int, mtu: int
) -> None:
    found = family_of(machine(name, "gcp"))
    assert (found.fabric, found.networks, found.rdma_subnets, found.mtu) == (fabric, networks, rdma_subnets, mtu)


def test_skypilot_8475_every_interface_of_a_machine_is_in_a_network() -> None:
    for each in ACCELERATED:
        found = family_of(each)
        if found.networks:
            own = 1
            assert own + found.networks + found.rdma_subnets == each.network_cards, each.name
            assert max(found.networks, found.rdma_subnets) == each.fabric_interfaces, each.name


@pytest.mark.parametrize(
    ("name", "version", "origin"),
    [
        ("a3-highgpu-8g", None, Joining.NETWORKS),
        ("a3-megagpu-8g", "1.35", Joining.NETWORKS),
        ("a3-ultragpu-8g", None, Joining.PROFILE),
        ("a3-ultragpu-8g", "1.34", Joining.PROFILE),
        ("a3-ultragpu-8g", "1.34.1-gke.1829001", Joining.PROFILE),
        ("a3-ultragpu-8g", "1.34.1-gke.1829000", Joining.NETWORKS),
        ("a3-ultragpu-8g", "1.33", Joining.NETWORKS),
        ("a4-highgpu-8g", "1.33", Joining.NETWORKS),
        ("a4x-highgpu-4g", "1.35", Joining.PROFILE),
        ("ct6e-standard-4t", None, Joining.PROFILE),
        ("ct6e-standard-4t", "1.33", Joining.NOTHING),
        ("tpu7x-standard-4t", None, Joining.PROFILE),
        ("ct5lp-hightpu-4t", None, Joining.NOTHING),
        ("ct5p-hightpu-4t", None, Joining.NOTHING),
        ("g2-standard-96", None, Joining.NOTHING),
    ],
)
def test_cluster_toolkit_5896_networks_are_made_by_gke_or_by_the_stack_and_never_by_both(
    name: str, version: str | None, origin: Joining
) -> None:
    assert joining(machine(name, "gcp"), 2, version) is origin
    assert joining(machine(name, "gcp"), 1, version) is Joining.NOTHING


@pytest.mark.parametrize(
    ("version", "there"),
    [("1.34.0-gke.9999999", False), ("1.34.2", True), ("1.35", True), (None, True), ("1.33.9-gke.9999999", False)],
)
def test_a_version_is_compared_by_its_parts(version: str | None, there: bool) -> None:
    assert since(version, PROFILE_SINCE) is there


def test_a_fact_of_two_minor_versions_is_compared_within_each() -> None:
    lines = family_of(resolve("GB200:4", "gcp")).oldest
    asked = ["1.32.7-gke.1", "1.32.9-gke.1", "1.33.3-gke.1", "1.33.4-gke.1036000", "1.34.0-gke.1"]
    assert [since(each, lines) for each in asked] == [False, True, False, True, True]


def test_what_is_no_version_is_said() -> None:
    with pytest.raises(ValueError, match=r"latest is not a version of GKE such as 1\.35"):
        since("latest", PROFILE_SINCE)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ct5lp-hightpu-4t", {2: "2x4", 4: "4x4", 8: "4x8", 16: "8x8", 32: "8x16", 64: "16x16"}),
        ("ct6e-standard-4t", {2: "2x4", 4: "4x4", 8: "4x8", 16: "8x8", 32: "8x16", 64: "16x16"}),
        ("ct5lp-hightpu-8t", {}),
        ("ct6e-standard-1t", {}),
    ],
)
def test_cluster_toolkit_3817_the_hosts_of_a_slice_follow_from_its_topology(
    name: str, expected: dict[int, str]
) -> None:
    assert slices(machine(name, "gcp")) == expected


def test_slices_of_v5p_count_chips_and_not_cores() -> None:
    v5p = machine("ct5p-hightpu-4t", "gcp")
    assert (hosts_of("2x2x2", v5p), hosts_of("4x4x4", v5p), hosts_of("8x16x16", v5p)) == (2, 16, 512)
    assert list(slices(v5p)) == [2, 4, 8, 16, 32, 64, 128, 256, 512]


def test_ci_infra_547_only_a4x_and_tpu7x_are_placed_by_a_workload_policy() -> None:
    assert {each.name for each in ACCELERATED if family_of(each).policy} == {"a4x-highgpu-4g", "tpu7x-standard-4t"}
    assert family_of(machine("a4x-highgpu-4g", "gcp")).domain == "1x72"
    assert family_of(machine("a4x-highgpu-4g", "gcp")).domain_nodes * 4 == 72


def test_fast_socket_is_for_gvnic_alone() -> None:
    assert {each.fabric for each in families() if each.fast_socket} == {"gVNIC"}
    assert {each.prefix for each in families() if each.fast_socket} == {"n1-", "g2-", "a2-"}
