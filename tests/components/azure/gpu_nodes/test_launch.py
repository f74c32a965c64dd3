import pytest
from pulumi_azure_native.containerservice import LinuxOSConfigArgsDict

from stackwright.accelerators.catalog import machine, machines
from stackwright.components.azure.gpu_nodes.launch import (
    DriverOwner,
    MigProfile,
    driver_owner,
    image,
    kernel,
    kubelet,
    partitions,
)

H100, A10, AMD, T4, GRACE = (
    machine(name, "azure")
    for name in (
        "Standard_ND96isr_H100_v5",
        "Standard_NV36ads_A10_v5",
        "Standard_ND96isr_MI300X_v5",
        "Standard_NC4as_T4_v3",
        "Standard_ND128isr_NDR_GB200_v6",
    )
)


def test_aks_installs_the_driver_unless_the_operator_is_asked_to() -> None:
    assert driver_owner(H100, 1, None) is DriverOwner.AZURE
    assert driver_owner(H100, 1, DriverOwner.OPERATOR) is DriverOwner.OPERATOR


def test_the_operator_installs_the_driver_where_machines_share_infiniband() -> None:
    assert driver_owner(H100, 2, None) is DriverOwner.OPERATOR
    assert driver_owner(H100, 2, DriverOwner.AZURE) is DriverOwner.AZURE
    assert driver_owner(AMD, 2, None) is DriverOwner.OPERATOR


def test_aks_has_no_driver_for_grace() -> None:
    assert driver_owner(GRACE, 1, None) is DriverOwner.OPERATOR
    with pytest.raises(ValueError, match="GB200_v6 has no driver that AKS installs - use operator"):
        driver_owner(GRACE, 1, DriverOwner.AZURE)


def test_locked_memory_is_no_setting_of_a_pool_so_pods_ask_for_it() -> None:
    # when this fails, the limit can be lifted for the whole pool in `kernel`
    assert set(LinuxOSConfigArgsDict.__annotations__) == {
        "swap_file_size_mb",
        "sysctls",
        "transparent_huge_page_defrag",
        "transparent_huge_page_enabled",
    }


def test_parts_of_an_a10_need_the_driver_of_aks() -> None:
    assert driver_owner(A10, 1, None) is DriverOwner.AZURE
    with pytest.raises(ValueError, match="needs a GRID driver, which only AKS installs - use azure"):
        driver_owner(A10, 1, DriverOwner.OPERATOR)


def test_aks_has_no_driver_for_amd() -> None:
    assert driver_owner(AMD, 1, None) is DriverOwner.OPERATOR
    with pytest.raises(ValueError, match="MI300X_v5 has no driver that AKS installs - use operator"):
        driver_owner(AMD, 1, DriverOwner.AZURE)


@pytest.mark.parametrize("each", [m for m in machines("azure") if m.accelerator], ids=lambda m: m.name)
def test_every_machine_has_one_owner_of_its_driver_and_an_image(each) -> None:
    assert driver_owner(each, 1, None) in DriverOwner
    assert image(each) == ("Ubuntu2404" if each.accelerator in {"GB200", "GB300"} else "Ubuntu")


def test_gpus_are_divided_where_they_can_be() -> None:
    assert partitions(H100, MigProfile.MIG1G) == "MIG1g"
    assert partitions(H100, None) is None
    with pytest.raises(ValueError, match="AKS divides A100, A100-80GB, H100-NVL, H100, not T4"):
        partitions(T4, MigProfile.MIG1G)


def test_kernel_and_kubelet_are_within_what_aks_allows() -> None:
    # https://learn.microsoft.com/azure/aks/custom-node-configuration
    allowed = {
        "vm_max_map_count": (65530, 262144),
        "vm_swappiness": (0, 100),
        "net_core_rmem_max": (212992, 134217728),
        "net_core_wmem_max": (212992, 134217728),
        "net_core_somaxconn": (4096, 3240000),
        "fs_inotify_max_user_watches": (781250, 2097152),
        "fs_file_max": (8192, 12000500),
        "kernel_threads_max": (20, 513785),
    }
    sysctls = kernel().get("sysctls")
    assert isinstance(sysctls, dict)
    assert set(sysctls) == set(allowed)
    assert all(least <= sysctls[name] <= most for name, (least, most) in allowed.items())
    assert kubelet()["cpu_manager_policy"] == "static"
