import pytest

from stackwright.accelerators.catalog import machine, machines
from stackwright.components.gcp.gpu_nodes.launch import (
    Driver,
    accelerators,
    boot_disk_type,
    image_cache,
    local_disks,
)


def test_the_driver_is_installed_by_gke() -> None:
    assert accelerators(machine("a3-highgpu-8g", "gcp"), Driver.LATEST) == [
        {
            "type": "nvidia-h100-80gb",
            "count": 8,
            "gpu_driver_installation_config": {"gpu_driver_version": "LATEST"},
        }
    ]


def test_every_gpu_has_a_type_that_the_api_knows() -> None:
    gpus = [each for each in machines("gcp") if each.family == "nvidia"]
    assert gpus != []
    for each in gpus:
        found = accelerators(each, Driver.DEFAULT)
        assert found is not None
        assert str(found[0]["type"]).startswith("nvidia-")


def test_tpus_are_said_by_the_machine_type() -> None:
    assert accelerators(machine("ct6e-standard-8t", "gcp"), Driver.DEFAULT) is None


@pytest.mark.parametrize(
    ("name", "disks"),
    [
        ("a3-highgpu-1g", 2),
        ("a3-highgpu-8g", 16),
        ("a3-megagpu-8g", 16),
        ("a3-ultragpu-8g", 32),
        ("a4-highgpu-8g", 32),
        ("a4x-highgpu-4g", 4),
        ("a2-ultragpu-4g", 4),
    ],
)
def test_all_local_disks_are_used(name: str, disks: int) -> None:
    assert local_disks(machine(name, "gcp")) == {"local_ssd_count": disks}


def test_a_machine_without_local_disks_asks_for_none() -> None:
    assert local_disks(machine("g2-standard-4", "gcp")) is None


@pytest.mark.parametrize(
    ("name", "disk"),
    [("g2-standard-4", "pd-balanced"), ("a3-highgpu-8g", "pd-balanced"), ("a3-ultragpu-8g", "hyperdisk-balanced")],
)
def test_the_boot_disk_is_one_that_the_machine_takes(name: str, disk: str) -> None:
    assert boot_disk_type(machine(name, "gcp")) == disk


def test_images_are_preloaded_from_a_disk() -> None:
    assert image_cache("global/images/serve") == [
        {"disk_image": "global/images/serve", "mode": "CONTAINER_IMAGE_CACHE"}
    ]
