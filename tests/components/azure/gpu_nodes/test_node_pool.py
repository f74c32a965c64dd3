import re
from dataclasses import replace
from typing import Any

import pulumi
import pytest
from pydantic import ValidationError

from stackwright.accelerators.catalog import machine, resolve
from stackwright.components.azure.gpu_nodes import AzureGpuNodes, AzureGpuNodesArgs, DriverOwner, MigProfile
from stackwright.components.intents import Capacity, Purchase
from stackwright.testing.plugin import Cloud, Plan

POOL = "azure-native:containerservice:AgentPool"
PLACEMENT = "azure-native:compute:ProximityPlacementGroup"
GROUP = "/subscriptions/1/resourceGroups/lab/providers/Microsoft.Compute/capacityReservationGroups/gpus"
PLACE: dict[str, Any] = {
    "resource_group": "lab",
    "location": "eastus",
    "tags": {"owner": "research"},
    "cluster_name": "train",
    "version": "1.34",
    "subnet_id": "/subnet",
}


def _arguments(**knobs: Any) -> AzureGpuNodesArgs:
    return AzureGpuNodesArgs(**PLACE, **{"machine": resolve("H100:8", "azure"), "nodes": 4, **knobs})


def _plan(cloud: Cloud, **knobs: Any) -> Plan:
    return cloud.preview(lambda: AzureGpuNodes("lab-gpus", _arguments(**knobs)))


@pytest.mark.parametrize(
    "knobs",
    [
        {},
        {
            "purchase": Purchase(Capacity.SPOT),
            "zone": "2",
            "disk_gib": 1000,
            "placement_group": True,
            "driver": DriverOwner.OPERATOR,
            "mig": MigProfile.MIG7G,
            "max_pods": 30,
        },
        {"purchase": Purchase(Capacity.RESERVATION, GROUP), "zone": "1"},
        {"machine": machine("Standard_ND128isr_NDR_GB200_v6", "azure")},
        {"machine": machine("Standard_NV6ads_A10_v5", "azure"), "nodes": 0},
    ],
    ids=["defaults", "max", "reservation", "grace", "part of a GPU"],
)
def test_the_provider_takes_all_of_it(cloud: Cloud, contract_errors, knobs: dict[str, Any]) -> None:
    assert contract_errors(cloud.deploy(lambda: AzureGpuNodes("lab-gpus", _arguments(**knobs)))) == []


@pytest.mark.parametrize(("owner", "sent"), [(DriverOwner.AZURE, "Install"), (DriverOwner.OPERATOR, "None")])
def test_the_driver_has_one_owner(cloud: Cloud, owner: DriverOwner, sent: str) -> None:
    assert _plan(cloud, driver=owner).only(POOL).inputs["gpuProfile"] == {"driver": sent}


def test_one_machine_has_the_driver_of_aks_and_several_on_infiniband_that_of_the_operator(cloud: Cloud) -> None:
    assert _plan(cloud, nodes=1).only(POOL).inputs["gpuProfile"] == {"driver": "Install"}
    assert _plan(cloud, nodes=2).only(POOL).inputs["gpuProfile"] == {"driver": "None"}
    without = machine("Standard_NC24ads_A100_v4", "azure")
    assert _plan(cloud, machine=without, nodes=2).only(POOL).inputs["gpuProfile"] == {"driver": "Install"}


@pytest.mark.parametrize("name", ["Standard_ND96isr_H100_v5", "Standard_ND96asr_v4", "Standard_ND96isr_MI300X_v5"])
def test_machines_on_infiniband_are_one_scale_set_in_one_place(cloud: Cloud, name: str) -> None:
    plan = _plan(cloud, machine=machine(name, "azure"), nodes=4, zone="1")
    pool = plan.only(POOL)
    assert (pool.inputs["type"], pool.inputs["availabilityZones"]) == ("VirtualMachineScaleSets", ["1"])
    assert pool.inputs["gpuProfile"] == {"driver": "None"}
    assert "availabilityZones" not in _plan(cloud, machine=machine(name, "azure"), nodes=4).only(POOL).inputs


@pytest.mark.parametrize(
    ("knobs", "problem"),
    [
        ({"machine": machine("Standard_NV36ads_A10_v5", "azure"), "driver": DriverOwner.OPERATOR}, "GRID driver"),
        ({"machine": machine("Standard_NC4as_T4_v3", "azure"), "mig": MigProfile.MIG1G}, "not T4"),
        ({"purchase": Purchase(Capacity.RESERVATION)}, "reservation_id is needed for reservation: its resource id"),
        ({"purchase": Purchase(Capacity.CAPACITY_BLOCK, "cr-1")}, "sells no capacity blocks"),
        ({"purchase": Purchase(Capacity.RESERVATION, GROUP), "placement_group": True}, "does not go with reservation"),
        ({"machine": replace(resolve("H100:8", "azure"), cloud="aws")}, "is not a machine of Azure"),
        ({"machine": machine("Standard_D4s_v5", "azure")}, "is not a machine of Azure with accelerators"),
        ({"zone": "eastus-1"}, "zone"),
        ({"nodes": -1}, "nodes"),
        ({"nodes": 1001}, "nodes"),
    ],
)
def test_what_azure_cannot_do_is_refused(knobs: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValidationError, match=problem):
        _arguments(**knobs)


def test_there_are_as_many_nodes_as_asked_all_the_time(cloud: Cloud) -> None:
    pool = _plan(cloud, nodes=4).only(POOL)
    assert (pool.inputs["count"], pool.inputs["enableAutoScaling"]) == (4, False)
    assert (pool.inputs["mode"], pool.inputs["vmSize"]) == ("User", "Standard_ND96isr_H100_v5")


def test_a_pool_can_be_emptied(cloud: Cloud) -> None:
    assert _plan(cloud, nodes=0).only(POOL).inputs["count"] == 0


def test_nodes_are_encrypted_on_their_host_and_reached_by_nobody(cloud: Cloud) -> None:
    pool = _plan(cloud).only(POOL)
    assert pool.inputs["enableEncryptionAtHost"] is True
    assert pool.inputs["enableNodePublicIP"] is False
    assert pool.inputs["securityProfile"] == {"sshAccess": "Disabled"}


def test_spot_nodes_say_what_aks_says_of_them_anyway(cloud: Cloud) -> None:
    pool = _plan(cloud, purchase=Purchase(Capacity.SPOT)).only(POOL)
    assert pool.inputs["scaleSetPriority"] == "Spot"
    assert (pool.inputs["scaleSetEvictionPolicy"], pool.inputs["spotMaxPrice"]) == ("Delete", -1)
    spot = "kubernetes.azure.com/scalesetpriority"
    assert pool.inputs["nodeTaints"] == ["sku=gpu:NoSchedule", f"{spot}=spot:NoSchedule"]
    assert pool.inputs["nodeLabels"][spot] == "spot"


def test_reserved_machines_are_taken_from_their_group_and_given_up_first(cloud: Cloud) -> None:
    pool = _plan(cloud, purchase=Purchase(Capacity.RESERVATION, GROUP), zone="1").only(POOL)
    assert pool.inputs["capacityReservationGroupID"] == GROUP
    assert pool.inputs["availabilityZones"] == ["1"]
    assert pool.inputs["scaleSetPriority"] == "Regular"


def test_a_placement_group_is_there_when_asked_and_only_then(cloud: Cloud) -> None:
    assert _plan(cloud).of_type(PLACEMENT) == []
    plan = _plan(cloud, placement_group=True, zone="3")
    assert plan.only(PLACEMENT).inputs["zones"] == ["3"]
    assert plan.wired(plan.only(POOL), "proximityPlacementGroupID") == [plan.only(PLACEMENT)]


def test_labels_and_taints_are_told_as_kubernetes_writes_them(cloud: Cloud) -> None:
    kept: list[AzureGpuNodes] = []
    a_sixth = machine("Standard_NV6ads_A10_v5", "azure")
    plan = cloud.preview(lambda: kept.append(AzureGpuNodes("lab-gpus", _arguments(machine=a_sixth))))
    assert kept[0].labels == {
        "nvidia.com/gpu.present": "true",
        "stackwright/accelerator": "A10-1-6",
        "stackwright/capacity": "on_demand",
    }
    assert plan.only(POOL).inputs["nodeLabels"] == dict(kept[0].labels)
    assert all(re.fullmatch(r"[A-Za-z0-9][-A-Za-z0-9_.]*", value) for value in kept[0].labels.values())
    assert list(kept[0].taints) == plan.only(POOL).inputs["nodeTaints"] == ["sku=gpu:NoSchedule"]


def _name(cloud: Cloud, **knobs: Any) -> str:
    return _plan(cloud, **knobs).only(POOL).inputs["agentPoolName"]


def test_a_name_is_one_that_aks_takes_and_is_known_at_preview(cloud: Cloud) -> None:
    plan = cloud.preview(lambda: pulumi.export("name", AzureGpuNodes("lab-gpus", _arguments()).name))
    name = plan.only(POOL).inputs["agentPoolName"]
    assert re.fullmatch(r"[a-z][a-z0-9]{0,11}", name)
    assert plan.outputs["name"] == name


@pytest.mark.parametrize(
    "knobs",
    [
        {"machine": resolve("H200:8", "azure")},
        {"zone": "2"},
        {"driver": DriverOwner.AZURE},
        {"nodes": 1},
        {"mig": MigProfile.MIG1G},
        {"purchase": Purchase(Capacity.SPOT)},
        {"disk_gib": 300},
        {"max_pods": 30},
        {"placement_group": True},
    ],
)
def test_what_cannot_be_changed_makes_another_pool(cloud: Cloud, knobs: dict[str, Any]) -> None:
    assert _name(cloud, **knobs) != _name(cloud)


@pytest.mark.parametrize("knobs", [{"nodes": 9}, {"driver": DriverOwner.OPERATOR}, {"tags": {"owner": "other"}}])
def test_what_can_be_changed_keeps_the_pool(cloud: Cloud, knobs: dict[str, Any]) -> None:
    place = {**PLACE, "machine": resolve("H100:8", "azure"), "nodes": 4, **knobs}
    plan = cloud.preview(lambda: AzureGpuNodes("lab-gpus", AzureGpuNodesArgs(**place)))
    assert plan.only(POOL).inputs["agentPoolName"] == _name(cloud)
