"""What an accelerated node starts with: its accelerators, their driver, its disks."""

from enum import StrEnum

from pulumi_gcp import container

from stackwright.accelerators.machines import Machine

_SSD_GB = {"a4x-highgpu-4g": 3000}
_USUAL_SSD_GB = 375
"""Size of one local SSD: https://cloud.google.com/compute/docs/disks/local-ssd"""

_HYPERDISK_ONLY = ("a3-ultragpu-", "a4-", "a4x-", "g4-", "ct6e-", "tpu7x-")
"""Series that boot from Hyperdisk alone: https://cloud.google.com/compute/docs/disks/hyperdisks#machine-type-support"""


class Driver(StrEnum):
    """Version of the GPU driver that GKE installs and keeps up to date."""

    DEFAULT = "DEFAULT"
    LATEST = "LATEST"


def accelerators(machine: Machine, driver: Driver) -> list[container.NodePoolNodeConfigGuestAcceleratorArgsDict] | None:
    """GPUs of `machine` with GKE's own driver, which secure boot accepts; None for TPUs, which the machine type says.

    https://cloud.google.com/kubernetes-engine/docs/how-to/gpus
    """
    if machine.family != "nvidia":
        return None
    return [
        {
            "type": machine.api_name,
            "count": machine.accelerator_count,
            "gpu_driver_installation_config": {"gpu_driver_version": driver.value},
        }
    ]


def local_disks(machine: Machine) -> container.NodePoolNodeConfigEphemeralStorageLocalSsdConfigArgsDict | None:
    """All local SSDs as space for images, logs and pods; None for a machine without any.

    Google encrypts them with a key that goes with the machine.
    """
    if not machine.nvme_gib:
        return None
    each = _SSD_GB.get(machine.name, _USUAL_SSD_GB)
    return {"local_ssd_count": round(machine.nvme_gib * 2**30 / 1e9 / each)}


def boot_disk_type(machine: Machine) -> str:
    """Disk type that `machine` boots from."""
    return "hyperdisk-balanced" if machine.name.startswith(_HYPERDISK_ONLY) else "pd-balanced"


def image_cache(disk_image: str) -> list[container.NodePoolNodeConfigSecondaryBootDiskArgsDict]:
    """Disk with container images on it, which nodes then need not pull.

    https://cloud.google.com/kubernetes-engine/docs/how-to/data-container-image-preloading
    """
    return [{"disk_image": disk_image, "mode": "CONTAINER_IMAGE_CACHE"}]
