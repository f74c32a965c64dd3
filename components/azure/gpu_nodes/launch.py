"""What an accelerated node starts with: driver, image, partitions, and the settings of kernel and kubelet."""

from enum import StrEnum

from pulumi_azure_native import containerservice

from stackwright.accelerators.aks import all_pool_facts, operated, pool_facts
from stackwright.accelerators.machines import Machine

RESOURCE = {"nvidia": "nvidia.com/gpu", "amd": "amd.com/gpu"}
"""Kubernetes resource of the device plugin, by maker."""

# why there is no choice, by the one who may install the driver
_ONLY = {"azure": "needs a GRID driver, which only AKS installs", "operator": "has no driver that AKS installs"}


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


def driver_owner(machine: Machine, nodes: int, asked: DriverOwner | None) -> DriverOwner:
    """Who installs the driver on so many nodes of `machine`: `asked` where that one may, else the usual one."""
    drivers = pool_facts(machine).drivers
    if asked is not None and asked not in drivers:
        raise ValueError(f"driver: {machine.name} {_ONLY[drivers[0]]} - use {drivers[0]}")
    return asked or (DriverOwner.OPERATOR if operated(machine, nodes) else DriverOwner.AZURE)


def partitions(machine: Machine, asked: MigProfile | None) -> MigProfile | None:
    """`asked`, if the accelerator of `machine` can be divided."""
    if asked and not pool_facts(machine).divisible:
        divided = ", ".join(facts.accelerator for facts in all_pool_facts() if facts.divisible)
        raise ValueError(f"mig: AKS divides {divided}, not {machine.accelerator} - leave it out")
    return asked


def image(machine: Machine) -> str:
    """OS SKU of the nodes."""
    return pool_facts(machine).os_sku


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
    """Large socket buffers and many maps, files and threads: data loaders and NCCL run into the usual limits.

    The API has no setting for locked memory, which RDMA needs without limit: pods on InfiniBand take `IPC_LOCK`.
    """
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
