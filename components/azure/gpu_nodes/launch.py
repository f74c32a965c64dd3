"""What an accelerated node starts with: driver, image, partitions, and the settings of kernel and kubelet."""

from enum import StrEnum

from pulumi_azure_native import containerservice

from stackwright.accelerators.machines import Machine

RESOURCE = {"nvidia": "nvidia.com/gpu", "amd": "amd.com/gpu"}
"""Kubernetes resource of the device plugin, by maker."""

_PARTITIONED = ("A100", "H100")
_NUMBERED_IMAGE = ("GB200", "GB300")


class DriverOwner(StrEnum):
    """Who installs the accelerator's driver: exactly one may, and it cannot be changed for a pool that exists.

    With both, or with neither, nodes have no allocatable GPU (NVIDIA/aicr `docs/integrator/aks-gpu-setup.md`).
    """

    AZURE = "azure"
    """AKS installs it; GPU Operator, if any, is told `driver.enabled=false` and `toolkit.enabled=false`."""

    OPERATOR = "operator"
    """AKS installs nothing; GPU Operator is told `driver.enabled=true` and `toolkit.enabled=true`."""


class MigProfile(StrEnum):
    """Size of the parts that each GPU is divided into."""

    MIG1G = "MIG1g"
    MIG2G = "MIG2g"
    MIG3G = "MIG3g"
    MIG4G = "MIG4g"
    MIG7G = "MIG7g"


def driver_owner(machine: Machine, asked: DriverOwner | None) -> DriverOwner:
    """Who installs the driver on `machine`; AKS knows NVIDIA's drivers, and GRID ones come from AKS alone.

    https://learn.microsoft.com/azure/aks/use-nvidia-gpu, .../use-amd-gpus; A10 v5 has parts of a GPU, by GRID drivers
    (Azure/karpenter-provider-azure `supported-gpus.yaml`).
    """
    if machine.family == "amd":
        if asked is DriverOwner.AZURE:
            raise ValueError(f"driver: AKS installs no driver for {machine.accelerator} - use operator")
        return DriverOwner.OPERATOR
    if machine.name.endswith("_A10_v5") and asked is DriverOwner.OPERATOR:
        raise ValueError(f"driver: {machine.name} needs a GRID driver, which only AKS installs - use azure")
    return asked or DriverOwner.AZURE


def partitions(machine: Machine, asked: MigProfile | None) -> MigProfile | None:
    """`asked`, if the accelerator of `machine` can be divided."""
    if asked and not machine.accelerator.startswith(_PARTITIONED):
        raise ValueError(f"mig: AKS divides {' and '.join(_PARTITIONED)}, not {machine.accelerator} - leave it out")
    return asked


def image(machine: Machine) -> str:
    """OS SKU of the nodes; Grace machines boot no older Ubuntu (Azure/ai-infrastructure-on-azure `deploy-aks.sh`)."""
    return "Ubuntu2404" if machine.accelerator.startswith(_NUMBERED_IMAGE) else "Ubuntu"


def kubelet() -> containerservice.KubeletConfigArgsDict:
    """Whole cores and near memory for pods that ask for whole numbers, and logs that do not fill the disk.

    https://learn.microsoft.com/azure/aks/custom-node-configuration
    """
    return {
        "cpu_manager_policy": "static",
        "topology_manager_policy": "best-effort",
        "container_log_max_size_mb": 50,
        "container_log_max_files": 5,
    }


def kernel() -> containerservice.LinuxOSConfigArgsDict:
    """Large socket buffers and many maps, files and threads: data loaders and NCCL run into the usual limits."""
    return {
        "transparent_huge_page_enabled": "madvise",
        "transparent_huge_page_defrag": "madvise",
        "sysctls": {
            "vm_max_map_count": 262144,
            "vm_swappiness": 0,
            "net_core_rmem_max": 134217728,
            "net_core_wmem_max": 134217728,
            "net_core_somaxconn": 65535,
            "fs_inotify_max_user_watches": 1048576,
            "fs_file_max": 12000500,
            "kernel_threads_max": 513785,
        },
    }
