"""Area of concern: what pods on several nodes need is told by name and guide, and never as an address."""

import pytest

from stackwright.accelerators.catalog import machine, machines
from stackwright.blueprints.fabric_steps import fabric


def _told(name: str, nodes: int, version: str | None = None, cloud: str = "gcp") -> str:
    return "\n".join(fabric(machine(name, cloud), nodes, version))


@pytest.mark.parametrize(
    ("name", "version", "words"),
    [
        ("a3-highgpu-8g", None, ["`nccl-tcpx-installer` v3.1.9", "nri-device-injector", "GKENetworkParamSet"]),
        ("a3-megagpu-8g", None, ["`nccl-tcpxo-installer` v1.0.15", "nri-device-injector", "mode `NetDevice`,"]),
        ("a3-ultragpu-8g", None, ["NCCL gIB v1.1.0", "class `mrdma.google.com`", "GKE managed DRANET"]),
        ("a3-ultragpu-8g", "1.33", ["NCCL gIB v1.1.0", "`RDMA` where it has `-rdma-`", "multi-network support"]),
        ("a4-highgpu-8g", None, ["`nccl-rdma-installer`", "class `mrdma.google.com`"]),
        ("a4x-highgpu-4g", None, ["`nccl-rdma-installer-a4x`", "for arm64"]),
        ("ct6e-standard-4t", None, ["class `netdev.google.com`", "gke-tpu-topology: 2x4"]),
        ("ct5p-hightpu-4t", None, ["run 2 pods at once", "gke-tpu-topology: 2x2x2"]),
    ],
)
def test_each_family_has_its_own_steps(name: str, version: str | None, words: list[str]) -> None:
    told = _told(name, 2, version)
    assert [word for word in words if word not in told] == []
    assert ("guide: " in told) == ("install" in told or "claim" in told or "declare" in told)


def test_no_step_is_an_address() -> None:
    told = [_told(each.name, 2, version) for each in machines("gcp") if each.accelerator for version in (None, "1.33")]
    assert any(told)
    assert not any("http" in each or "raw." in each for each in told)


@pytest.mark.parametrize(
    ("name", "nodes", "cloud"),
    [
        ("a3-highgpu-8g", 1, "gcp"),
        ("g2-standard-96", 4, "gcp"),
        ("ct5lp-hightpu-4t", 1, "gcp"),
        ("p5.48xlarge", 4, "aws"),
    ],
)
def test_one_node_or_another_cloud_has_no_further_steps(name: str, nodes: int, cloud: str) -> None:
    assert _told(name, nodes, cloud=cloud) == ""
